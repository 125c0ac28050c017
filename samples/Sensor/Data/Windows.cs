using DeepThin.Training;

namespace Sensor.Data;

/// <summary>Windows of a series, each with the values that follow it. All are given by how far they are from the last value of the window.</summary>
/// <param name="length">The values of a window.</param>
/// <param name="horizon">The values behind it that are forecast.</param>
internal sealed class Windows(int length, int horizon)
{
    /// <summary>How many windows a stretch has.</summary>
    /// <param name="values">The values of the stretch.</param>
    /// <param name="hop">How far one window is from the next.</param>
    public int Count(int values, int hop) => values < length + horizon ? 0 : (values - length - horizon) / hop + 1;

    /// <summary>Takes windows out of a stretch of time. None of them, and no target, reaches beyond the stretch.</summary>
    /// <param name="values">The stretch.</param>
    /// <param name="hop">How far one window is from the next.</param>
    public Dataset Of(ReadOnlySpan<float> values, int hop)
    {
        int count = Count(values.Length, hop);
        float[] samples = new float[count * length], targets = new float[count * horizon];
        for (int i = 0; i < count; i++)
        {
            var window = values.Slice(i * hop, length);
            Level.Subtract(window, window[^1], samples.AsSpan(i * length));
            Level.Subtract(values.Slice(i * hop + length, horizon), window[^1], targets.AsSpan(i * horizon));
        }

        return Dataset.WithTargets(samples, length, targets, horizon);
    }
}
