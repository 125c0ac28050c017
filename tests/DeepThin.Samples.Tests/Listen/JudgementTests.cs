using Listen;
using Listen.Data;

namespace DeepThin.Samples.Tests.Listen;

public sealed class JudgementTests
{
    [Fact]
    public void Frames_that_are_missed_and_false_are_counted()
    {
        var scene = Scenes.Frames([1, 1, 1, 1, 0, 0, 0, 0, 0, 0], _ => 1);
        var judgement = Judgement.Of([scene], [[0.5f, 0.9f, 0.49f, 0.7f, 0.6f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f]], 0.5);
        Assert.Equal((0.2, 0.25, 1 / 6.0), (judgement.Errors, judgement.Missed, judgement.False));
        Assert.Equal(22 / 24.0, judgement.RocAuc!.Value, 12);
    }

    [Fact]
    public void A_false_alarm_is_far_from_speech()
    {
        int[] labels = [.. Enumerable.Range(0, 225).Select(i => i < 50 ? 1 : 0)];
        float[] scores = [.. Enumerable.Range(0, 225).Select(i => i < 50 || i is 59 or (>= 60 and < 70) or 100 or 102 ? 1f : 0f)];
        scores[60] = 0;

        // 59 is within 160 ms of speech; 61 to 69, 100 and 102 are not. The hour has 225 000 frames.
        Assert.Equal(3 * 1000, Judgement.Of([Scenes.Frames(labels, _ => 1)], [scores], 0.5).FalseAlarmsPerHour, 9);
    }

    [Fact]
    public void Scenes_without_speech_have_no_curve_and_nothing_to_miss()
    {
        var judgement = Judgement.Of([Scenes.Frames([0, 0], _ => 1)], [[0, 1]], 0.5);
        Assert.Equal((0.5, 0, 0.5), (judgement.Errors, judgement.Missed, judgement.False));
        Assert.Null(judgement.RocAuc);
    }

    [Fact]
    public void The_energy_detector_finds_loud_speech_whatever_the_level()
    {
        var random = new Random(1);
        int[] labels = [.. Enumerable.Range(0, 1000).Select(i => i / 50 % 2)];
        SceneFrames[] scenes = [.. new[] { 1, 1e-4 }.Select(level => Scenes.Frames(labels, i => level * (labels[i] == 1 ? 10 : 1) * (1 + 0.1 * random.NextDouble())))];
        var detector = EnergyDetector.Fit(scenes);
        Assert.InRange(detector.Threshold, 0.5, 10);
        Assert.Equal(0, Judgement.Of(scenes, [.. scenes.Select(detector.Scores)], detector.Threshold).Errors);
    }

    [Fact]
    public void The_threshold_of_the_energy_detector_has_the_fewest_errors()
    {
        var random = new Random(2);
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => i / 20 % 2)];
        SceneFrames[] scenes = [Scenes.Frames(labels, i => Math.Exp((labels[i] == 1 ? 1.5 : 0) + random.NextDouble() * 2))];
        var detector = EnergyDetector.Fit(scenes);
        float[] scores = detector.Scores(scenes[0]);
        double least = scores.Min(threshold => Judgement.Of(scenes, [scores], threshold).Errors);
        Assert.Equal(least, Judgement.Of(scenes, [scores], detector.Threshold).Errors);
    }
}
