using System.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.IntegralTransforms;
using MathNet.Numerics.Random;

namespace DeepThin.Samples.Sound;

/// <summary>Gaussian noise whose power falls with the frequency f as 1/f^slope: 0 is white, 1 pink and 2 brown.</summary>
internal static class ColouredNoise
{
    // Below it there is nothing but for white noise.
    private const double LowestFrequency = 20;

    /// <summary>Draws samples.</summary>
    /// <param name="count">How many.</param>
    /// <param name="slope">How steeply the power falls.</param>
    /// <param name="seed">Decides them.</param>
    public static Span<double> Samples(int count, int slope, int seed)
    {
        // Two more places for the transform of a real signal.
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, count));
        double[] samples = new double[length + 2];
        Normal.Samples(new MersenneTwister(seed, threadSafe: false), samples, mean: 0, stddev: 1);
        if (slope > 0) Colour(samples, length, slope);
        return samples.AsSpan(0, count);
    }

    /// <summary>Scales the amplitude at each frequency f with 1/sqrt(f^slope).</summary>
    private static void Colour(double[] samples, int length, int slope)
    {
        samples[length] = samples[length + 1] = 0;
        Fourier.ForwardReal(samples, length, FourierOptions.NoScaling);
        for (int bin = 0; bin <= length / 2; bin++)
        {
            double frequency = (double)bin * WavFile.SampleRate / length;
            double scale = frequency < LowestFrequency ? 0 : 1 / Math.Sqrt(Math.Pow(frequency, slope));
            samples[2 * bin] *= scale;
            samples[2 * bin + 1] *= scale;
        }

        Fourier.InverseReal(samples, length, FourierOptions.NoScaling);
    }
}
