using Listen.Data;
using Listen.Streaming;

namespace Listen;

/// <summary>
/// What a network has to beat: somebody speaks where the power of a frame is by so many dB above the floor. The floor is the power itself where that is lower, and rises slowly where it is
/// not.
/// </summary>
/// <param name="Smoothing">The part of the power before that goes into the power of a frame.</param>
/// <param name="Rise">How fast the floor rises, in dB a second.</param>
/// <param name="Threshold">The dB above the floor from which on somebody speaks.</param>
internal sealed record EnergyDetector(double Smoothing, double Rise, double Threshold)
{
    private static readonly double[] Smoothings = [0, 0.5, 0.7, 0.8, 0.9, 0.95], Rises = [0.25, 0.5, 1, 2, 4, 8];

    /// <summary>Takes what has the fewest errors of 36 pairs of smoothing and rise, and for each the best threshold.</summary>
    /// <param name="scenes">The scenes that networks are trained with.</param>
    public static EnergyDetector Fit(IReadOnlyList<SceneFrames> scenes)
    {
        int[] labels = [.. scenes.SelectMany(scene => scene.Labels)];
        var pairs = Smoothings.SelectMany(smoothing => Rises.Select(rise => new EnergyDetector(smoothing, rise, 0)));
        return pairs.AsParallel().AsOrdered().Select(detector => detector.WithBestThreshold(scenes, labels)).MinBy(detector => detector.Errors).Detector;
    }

    /// <summary>The dB of each frame above the floor.</summary>
    /// <param name="scene">The scene.</param>
    public float[] Scores(SceneFrames scene)
    {
        float[] scores = new float[scene.Labels.Length];
        double power = 0, floor = double.PositiveInfinity, rise = Rise * Frames.Milliseconds / 1000;
        for (int i = 0; i < scores.Length; i++)
        {
            double now = Power(scene.Features.AsSpan(i * MelSpectrum.Features, MelSpectrum.Features));
            power = i == 0 ? now : Smoothing * power + (1 - Smoothing) * now;
            double decibels = 10 * Math.Log10(power);
            floor = Math.Min(floor + rise, decibels);
            scores[i] = (float)(decibels - floor);
        }

        return scores;
    }

    // The filters together let every frequency through.
    private static double Power(ReadOnlySpan<float> features)
    {
        double sum = 0;
        foreach (float feature in features) sum += Math.Exp(feature);
        return sum;
    }

    // The number of errors falls by one with each frame of speech that the threshold lets through, and rises with each other frame.
    private (EnergyDetector Detector, int Errors) WithBestThreshold(IReadOnlyList<SceneFrames> scenes, int[] labels)
    {
        float[] scores = [.. scenes.SelectMany(Scores)];
        int[] sorted = [.. labels];
        Array.Sort(scores, sorted);
        int errors = sorted.Sum(), least = errors;
        double best = double.PositiveInfinity;
        for (int i = scores.Length - 1; i >= 0; i--)
        {
            errors += sorted[i] == 1 ? -1 : 1;
            if (errors < least && (i == 0 || scores[i - 1] < scores[i])) (least, best) = (errors, scores[i]);
        }

        return (this with { Threshold = best }, least);
    }
}
