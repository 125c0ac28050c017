using Listen.Data;
using Listen.Streaming;

namespace Listen.Synthesis;

/// <summary>Tells from speech without noise in which frames somebody speaks.</summary>
internal static class SpeechLabels
{
    // How far the power of a frame may be below that of the loudest one.
    private const double Decibels = 40;

    // The longest stop within speech, such as before the sound of a p: 96 ms.
    private const int LongestStop = 6;

    /// <summary>The stretches in which somebody speaks.</summary>
    /// <param name="clean">The speech without noise.</param>
    public static List<Stretch> Of(ReadOnlySpan<double> clean)
    {
        double[] powers = new double[clean.Length / Frames.Length];
        for (int i = 0; i < powers.Length; i++) powers[i] = Signal.Power(clean.Slice(i * Frames.Length, Frames.Length));
        double least = powers.DefaultIfEmpty().Max() / Signal.Ratio(Decibels);
        return Join(Stretch.Of([.. powers.Select(power => power > 0 && power >= least)]));
    }

    // A stop belongs to the speech around it.
    private static List<Stretch> Join(List<Stretch> stretches)
    {
        var joined = new List<Stretch>();
        foreach (var stretch in stretches)
        {
            if (joined.Count > 0 && stretch.First - joined[^1].End <= LongestStop) joined[^1] = new(joined[^1].First, stretch.End);
            else joined.Add(stretch);
        }

        return joined;
    }
}
