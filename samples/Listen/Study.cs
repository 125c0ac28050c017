using DeepThin.Samples;
using Listen.Data;

namespace Listen;

/// <summary>The tables of the detectors.</summary>
internal static class Study
{
    /// <summary>Judges scores group by group.</summary>
    /// <param name="scenes">Scenes.</param>
    /// <param name="scores">The score of each frame of each of them.</param>
    /// <param name="threshold">The score from which on somebody speaks.</param>
    /// <returns>The judgement by the name of the group, without groups that have no scene.</returns>
    public static IReadOnlyDictionary<string, Judgement> Groups(IReadOnlyList<SceneFrames> scenes, IReadOnlyList<float[]> scores, double threshold) => Group.All
        .Select(group => (group.Name, Members: Enumerable.Range(0, scenes.Count).Where(i => group.Has(scenes[i].Scene)).ToArray()))
        .Where(group => group.Members.Length > 0)
        .ToDictionary(group => group.Name, group => Judgement.Of([.. group.Members.Select(i => scenes[i])], [.. group.Members.Select(i => scores[i])], threshold));

    /// <summary>The detector without a network, judged.</summary>
    /// <param name="recordings">The scenes that it is fitted to, and those that it is judged by.</param>
    public static Result OfEnergy(Recordings recordings)
    {
        var detector = EnergyDetector.Fit(recordings.Scenes);
        float[][] scores = [.. recordings.TestScenes.Select(detector.Scores)];
        return new()
        {
            Key = "energy",
            Name = "energy",
            Recipe = $"{recordings.Fingerprint}, {detector}",
            Test = Judgement.Of(recordings.TestScenes, scores, detector.Threshold),
            Groups = Groups(recordings.TestScenes, scores, detector.Threshold),
        };
    }

    /// <summary>A line for each detector.</summary>
    /// <param name="results">What came of the detectors.</param>
    public static ModelTable Table(IEnumerable<Result> results)
    {
        var table = new ModelTable("parameters", "bytes of weights", "errors", "missed", "false", "false alarms/h", "ROC AUC", "µs per step", "s of training");
        foreach (var result in results)
        {
            table.Add(
                result.Name,
                result.Parameters is { } parameters ? Figures.Count(parameters) : "",
                result.WeightBytes is { } bytes ? Figures.Count(bytes) : "",
                Figures.Percent(result.Test.Errors),
                Figures.Percent(result.Test.Missed),
                Figures.Percent(result.Test.False),
                Figures.Number(result.Test.FalseAlarmsPerHour, "0"),
                Figures.Number(result.Test.RocAuc, "0.0000"),
                Figures.Number(result.MicrosecondsPerFrame, "0.0"),
                Figures.Number(result.TrainSeconds, "0"));
        }

        return table;
    }

    /// <summary>The errors of each detector in each group of scenes.</summary>
    /// <param name="results">What came of the detectors.</param>
    public static ModelTable GroupTable(IReadOnlyList<Result> results)
    {
        string[] groups = [.. Group.All.Select(group => group.Name).Where(results[0].Groups.ContainsKey)];
        var table = new ModelTable(groups);
        foreach (var result in results) table.Add([result.Name, .. groups.Select(group => Figures.Percent(result.Groups[group].Errors))]);
        return table;
    }
}
