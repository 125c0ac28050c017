using Listen.Data;
using Listen.Streaming;

namespace Listen;

/// <summary>How far the answers of a detector are from where somebody speaks.</summary>
/// <param name="Errors">The share of the frames that are answered wrongly.</param>
/// <param name="Missed">The share of the frames of speech that are not found.</param>
/// <param name="False">The share of the other frames that are taken for speech.</param>
/// <param name="FalseAlarmsPerHour">How often in an hour frames one after the other are taken for speech, and none of them, nor one within 160 ms, is speech.</param>
/// <param name="RocAuc">The area below the curve of the found over the false frames, for all thresholds; null where all frames are speech, or none is.</param>
internal sealed record Judgement(double Errors, double Missed, double False, double FalseAlarmsPerHour, double? RocAuc)
{
    private const int Margin = 10;

    /// <summary>Judges scores.</summary>
    /// <param name="scenes">Scenes.</param>
    /// <param name="scores">The score of each frame of each of them.</param>
    /// <param name="threshold">The score from which on somebody speaks.</param>
    public static Judgement Of(IReadOnlyList<SceneFrames> scenes, IReadOnlyList<float[]> scores, double threshold)
    {
        long frames = 0, speech = 0, missed = 0, wrong = 0, alarms = 0;
        for (int i = 0; i < scenes.Count; i++)
        {
            int[] labels = scenes[i].Labels;
            bool[] answers = [.. scores[i].Select(score => score >= threshold)];
            frames += labels.Length;
            speech += labels.Sum();
            missed += labels.Zip(answers).Count(frame => frame is { First: 1, Second: false });
            wrong += labels.Zip(answers).Count(frame => frame is { First: 0, Second: true });
            alarms += Stretch.Of(answers).Count(stretch => IsFalse(stretch, labels));
        }

        return new((double)(missed + wrong) / frames, Share(missed, speech), Share(wrong, frames - speech), (double)alarms / frames * Frames.PerHour, RocCurve.Area([.. scores.SelectMany(score => score)], [.. scenes.SelectMany(scene => scene.Labels)]));
    }

    private static bool IsFalse(Stretch stretch, int[] labels)
    {
        int first = Math.Max(0, stretch.First - Margin), end = Math.Min(labels.Length, stretch.End + Margin);
        return !labels.AsSpan(first, end - first).Contains(1);
    }

    private static double Share(long part, long all) => all > 0 ? (double)part / all : 0;
}
