namespace DeepThin.Samples.Sound;

/// <summary>
/// Triangular filters whose corners stand at equal distances on the mel scale of O'Shaughnessy, mel = 2595·log10(1 + f/700):
/// filter i rises from corner i to 1 at corner i + 1, and falls to corner i + 2.
/// </summary>
internal sealed class MelFilters
{
    private readonly double[][] _weights;

    // The bins that each filter lets through.
    private readonly (int First, int Count)[] _bins;

    /// <summary>Creates the filters.</summary>
    /// <param name="count">How many.</param>
    /// <param name="low">Where the first begins, in Hz.</param>
    /// <param name="high">Where the last ends, in Hz.</param>
    /// <param name="bins">The number of values in a spectrum, from 0 Hz on.</param>
    /// <param name="spacing">The distance of two values of a spectrum, in Hz.</param>
    public MelFilters(int count, double low, double high, int bins, double spacing)
    {
        double step = (ToMel(high) - ToMel(low)) / (count + 1);
        double[] corners = [.. Enumerable.Range(0, count + 2).Select(i => ToHertz(ToMel(low) + i * step))];
        _weights = [.. Enumerable.Range(0, count).Select(i =>
            Enumerable.Range(0, bins).Select(bin => Weight(bin * spacing, corners[i], corners[i + 1], corners[i + 2])).ToArray())];
        _bins = [.. _weights.Select(weights => BinsOf(weights))];
    }

    /// <summary>The weights of each filter, one for each value of a spectrum.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Weights => _weights;

    /// <summary>A frequency in Hz on the mel scale.</summary>
    public static double ToMel(double hertz) => 2595 * Math.Log10(1 + hertz / 700);

    /// <summary>A value of the mel scale in Hz.</summary>
    public static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    /// <summary>What a filter lets through.</summary>
    /// <param name="filter">The filter, from 0.</param>
    /// <param name="power">The spectrum.</param>
    public double Apply(int filter, ReadOnlySpan<double> power)
    {
        var (first, count) = _bins[filter];
        var weights = _weights[filter].AsSpan(first, count);
        power = power.Slice(first, count);
        double sum = 0;
        for (int i = 0; i < weights.Length; i++) sum += weights[i] * power[i];
        return sum;
    }

    private static (int First, int Count) BinsOf(double[] weights)
    {
        int first = Math.Max(0, Array.FindIndex(weights, weight => weight > 0));
        return (first, Array.FindLastIndex(weights, weight => weight > 0) + 1 - first);
    }

    private static double Weight(double frequency, double low, double centre, double high) =>
        Math.Max(0, Math.Min((frequency - low) / (centre - low), (high - frequency) / (high - centre)));
}
