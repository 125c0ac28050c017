using DeepThin.Samples.Sound;

namespace Listen.Streaming;

/// <summary>The features of a window of 512 samples, 32 ms: Hann window, power spectrum, 32 mel filters from 64 to 8000 Hz, natural logarithms. For one thread at a time; it serves any number of streams.</summary>
internal sealed class MelSpectrum
{
    /// <summary>The features of a window.</summary>
    public const int Features = 32;

    private const double LowestFrequency = 64, HighestFrequency = WavFile.SampleRate / 2.0;

    // Silence is no reason for an infinity; samples are −1 to 1, and the smallest step of 16 bits has more power than this.
    private const double SmallestPower = 1e-10;

    private static readonly double[] Hann = [.. Enumerable.Range(0, PowerSpectrum.Length).Select(i => 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / PowerSpectrum.Length))];
    private static readonly MelFilters Filters = new(Features, LowestFrequency, HighestFrequency, PowerSpectrum.Bins, (double)WavFile.SampleRate / PowerSpectrum.Length);

    private readonly PowerSpectrum _spectrum = new();
    private readonly double[] _windowed = new double[PowerSpectrum.Length], _power = new double[PowerSpectrum.Bins];

    /// <summary>Computes them.</summary>
    /// <param name="window">512 samples of 16 bits.</param>
    /// <param name="features">Receives 32 values.</param>
    public void Compute(ReadOnlySpan<short> window, Span<float> features)
    {
        for (int i = 0; i < window.Length; i++) _windowed[i] = window[i] * Hann[i] / 32768;
        _spectrum.Compute(_windowed, _power);
        for (int filter = 0; filter < Features; filter++) features[filter] = (float)Math.Log(Math.Max(Filters.Apply(filter, _power), SmallestPower));
    }
}
