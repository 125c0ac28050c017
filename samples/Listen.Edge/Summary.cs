using System.Globalization;
using Listen.Streaming;

namespace Listen.Edge;

/// <summary>What listening costs.</summary>
internal static class Summary
{
    /// <summary>The part of one core that streams take, which is the time of computing over that of the sound.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="frames">The frames of each of them.</param>
    /// <param name="seconds">The time of computing all.</param>
    public static string Load(int streams, long frames, double seconds)
    {
        double percent = 100 * seconds / (frames * Frames.Milliseconds / 1000.0);
        return string.Create(CultureInfo.InvariantCulture, $"{percent.ToString(percent < 1 ? "0.000" : "0.0", CultureInfo.InvariantCulture)} % of one core, {1e6 * seconds / streams / frames:0.0} µs a frame");
    }
}
