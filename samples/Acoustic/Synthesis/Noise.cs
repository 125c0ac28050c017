using MathNet.Numerics.Distributions;
using MathNet.Numerics.IntegralTransforms;
using MathNet.Numerics.Random;

namespace Acoustic.Synthesis;

/// <summary>The noise that an utterance gets.</summary>
/// <param name="Kind">Its spectrum.</param>
/// <param name="Decibels">The power of the speech over that of the noise, in dB.</param>
/// <param name="Seed">Decides its samples.</param>
internal sealed record Noise(NoiseKind Kind, double Decibels, int Seed)
{
    private const double LowestPinkFrequency = 20;

    /// <summary>Adds the noise to an utterance.</summary>
    /// <param name="signal">The samples.</param>
    public void AddTo(Span<double> signal)
    {
        var noise = Samples(signal.Length);
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

    private Span<double> Samples(int count)
    {
        // Two more places for the transform of a real signal.
        int length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, count));
        double[] samples = new double[length + 2];
        Normal.Samples(new MersenneTwister(Seed, threadSafe: false), samples, mean: 0, stddev: 1);
        if (Kind == NoiseKind.Pink) MakePink(samples, length);
        return samples.AsSpan(0, count);
    }

    /// <summary>Scales the amplitude at each frequency f with 1/sqrt(f).</summary>
    private static void MakePink(double[] samples, int length)
    {
        samples[length] = samples[length + 1] = 0;
        Fourier.ForwardReal(samples, length, FourierOptions.NoScaling);
        for (int bin = 0; bin <= length / 2; bin++)
        {
            double frequency = (double)bin * LogMel.SampleRate / length;
            double scale = frequency < LowestPinkFrequency ? 0 : 1 / Math.Sqrt(frequency);
            samples[2 * bin] *= scale;
            samples[2 * bin + 1] *= scale;
        }

        Fourier.InverseReal(samples, length, FourierOptions.NoScaling);
    }
}
