using DeepThin.Samples.Sound;

namespace Acoustic.Synthesis;

/// <summary>The noise that an utterance gets.</summary>
/// <param name="Kind">Its spectrum.</param>
/// <param name="Decibels">The power of the speech over that of the noise, in dB.</param>
/// <param name="Seed">Decides its samples.</param>
internal sealed record Noise(NoiseKind Kind, double Decibels, int Seed)
{
    /// <summary>Adds the noise to an utterance.</summary>
    /// <param name="signal">The samples.</param>
    public void AddTo(Span<double> signal)
    {
        var noise = ColouredNoise.Samples(signal.Length, Kind == NoiseKind.Pink ? 1 : 0, Seed);
        double power = Power(noise);
        if (power == 0) return;

        double scale = Math.Sqrt(Power(signal) / power / Math.Pow(10, Decibels / 10));
        for (int i = 0; i < signal.Length; i++) signal[i] += scale * noise[i];
    }

    private static double Power(ReadOnlySpan<double> samples)
    {
        double sum = 0;
        foreach (double sample in samples) sum += sample * sample;
        return sum / samples.Length;
    }
}
