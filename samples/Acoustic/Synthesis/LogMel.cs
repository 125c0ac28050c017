using Acoustic.Data;
using DeepThin.Samples.Sound;
using MathNet.Numerics.IntegralTransforms;

namespace Acoustic.Synthesis;

/// <summary>
/// Log-mel features of speech: pre-emphasis, Hamming windows of 25 ms each 10 ms, power spectra of 512 points, 40 mel filters from
/// 64 to 8000 Hz, natural logarithms, and each filter's mean and variance taken out over the utterance.
/// </summary>
internal static class LogMel
{
    /// <summary>The samples of a second.</summary>
    public const int SampleRate = WavFile.SampleRate;

    /// <summary>The samples of a frame, 25 ms.</summary>
    public const int FrameLength = 400;

    /// <summary>The samples from the start of a frame to that of the next, 10 ms.</summary>
    public const int FrameStep = 160;

    private const double PreEmphasis = 0.97;
    private const int TransformLength = 512;
    private const int Bins = TransformLength / 2 + 1;
    private const double LowestFrequency = 64;
    private const double HighestFrequency = 8000;

    // Silence is no reason for an infinity; samples have the range −1 to 1, and 16 bits of them have far more energy than this.
    private const double SmallestEnergy = 1e-10;

    private static readonly double[] Hamming = [.. Enumerable.Range(0, FrameLength).Select(i => 0.54 - 0.46 * Math.Cos(2 * Math.PI * i / (FrameLength - 1)))];
    private static readonly MelFilters Filters = new(SpeechData.Features, LowestFrequency, HighestFrequency, Bins, (double)SampleRate / TransformLength);

    /// <summary>The frames that lie wholly in a signal.</summary>
    /// <param name="samples">The samples of the signal.</param>
    public static int FrameCount(int samples) => samples < FrameLength ? 0 : 1 + (samples - FrameLength) / FrameStep;

    /// <summary>The time of a frame's centre, in seconds.</summary>
    /// <param name="frame">The frame, from 0.</param>
    public static double Centre(int frame) => (frame * FrameStep + FrameLength / 2.0) / SampleRate;

    /// <summary>The features of a signal, not yet normalised.</summary>
    /// <param name="signal">The samples, 16 000 in a second.</param>
    /// <returns>Frames × 40 values.</returns>
    public static float[] Compute(ReadOnlySpan<double> signal)
    {
        double[] emphasised = Emphasise(signal);
        float[] features = new float[FrameCount(signal.Length) * SpeechData.Features];
        double[] spectrum = new double[TransformLength + 2];
        for (int frame = 0; frame < features.Length / SpeechData.Features; frame++)
        {
            PowerSpectrum(emphasised.AsSpan(frame * FrameStep, FrameLength), spectrum);
            for (int filter = 0; filter < SpeechData.Features; filter++)
            {
                double energy = Filters.Apply(filter, spectrum);
                features[frame * SpeechData.Features + filter] = (float)Math.Log(Math.Max(energy, SmallestEnergy));
            }
        }

        return features;
    }

    /// <summary>Gives each of the 40 values the mean 0 and the variance 1 over the frames of an utterance; a value that is always the same becomes 0.</summary>
    /// <param name="features">Frames × 40 values.</param>
    public static void Normalise(Span<float> features)
    {
        int frames = features.Length / SpeechData.Features;
        for (int column = 0; column < SpeechData.Features; column++)
        {
            double mean = 0, variance = 0;
            for (int frame = 0; frame < frames; frame++) mean += features[frame * SpeechData.Features + column] / (double)frames;
            for (int frame = 0; frame < frames; frame++) variance += Square(features[frame * SpeechData.Features + column] - mean) / frames;
            double scale = variance > 0 ? 1 / Math.Sqrt(variance) : 0;
            for (int frame = 0; frame < frames; frame++)
            {
                ref float value = ref features[frame * SpeechData.Features + column];
                value = (float)((value - mean) * scale);
            }
        }
    }

    private static double Square(double value) => value * value;

    /// <summary>y[i] = x[i] − 0.97·x[i − 1]; the first sample stays.</summary>
    private static double[] Emphasise(ReadOnlySpan<double> signal)
    {
        double[] emphasised = signal.ToArray();
        for (int i = 1; i < emphasised.Length; i++) emphasised[i] -= PreEmphasis * signal[i - 1];
        return emphasised;
    }

    /// <summary>The squared magnitudes of the windowed frame's transform, in the first 257 places of the spectrum.</summary>
    private static void PowerSpectrum(ReadOnlySpan<double> frame, double[] spectrum)
    {
        Array.Clear(spectrum);
        for (int i = 0; i < FrameLength; i++) spectrum[i] = frame[i] * Hamming[i];
        Fourier.ForwardReal(spectrum, TransformLength, FourierOptions.NoScaling);
        for (int bin = 0; bin < Bins; bin++) spectrum[bin] = Square(spectrum[2 * bin]) + Square(spectrum[2 * bin + 1]);
    }
}
