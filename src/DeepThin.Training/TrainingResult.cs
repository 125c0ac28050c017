using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>What a training came to.</summary>
public sealed record TrainingResult
{
    /// <summary>The epochs, in order; after resuming, those before the interruption too.</summary>
    public required IReadOnlyList<EpochResult> History { get; init; }

    /// <summary>The best epoch by the criterion of the options, from 1; null without validation samples.</summary>
    public required int? BestEpoch { get; init; }

    /// <summary>Whether the training stopped before the last epoch because none was better for long enough.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>What is probably not meant about the samples or the schedule, found before the first step; empty where all seems well.</summary>
    public IReadOnlyList<TrainingWarning> Warnings { get; init; } = [];

    /// <summary>The epochs as a table for people, then how the training ended, then the warnings.</summary>
    public override string ToString()
    {
        bool isValidated = History.Any(epoch => epoch.ValidationLoss != null), isJudged = History.Any(epoch => epoch.ValidationAccuracy != null), hasLabels = History.Any(epoch => epoch.ValidationLabelErrorRate != null);
        string[][] rows =
        [
            ["epoch", "loss", .. isValidated ? ["validation"] : (string[])[], .. isJudged ? ["accuracy"] : (string[])[], .. hasLabels ? ["label errors"] : (string[])[], "rate", "time"],
            .. History.Select(epoch => (string[])
            [
                Invariant($"{epoch.Epoch}{(epoch.Epoch == BestEpoch ? "*" : "")}"), Invariant($"{epoch.TrainingLoss:0.0000}"), .. isValidated ? [Invariant($"{epoch.ValidationLoss:0.0000}")] : (string[])[],
                .. isJudged ? [Invariant($"{100 * epoch.ValidationAccuracy:0.00} %")] : (string[])[], .. hasLabels ? [Invariant($"{100 * epoch.ValidationLabelErrorRate:0.00} %")] : (string[])[], Invariant($"{epoch.LearningRate:0.0e0}"), Times.InWords(epoch.Elapsed),
            ]),
        ];
        string end = StoppedEarly ? ", and stopped early" : "", best = BestEpoch is { } epoch ? Invariant($"; epoch {epoch} was the best") : "";
        return TextTable.Write(rows, static _ => false)
            + Invariant($"The training took {Times.InWords(TimeSpan.FromTicks(History.Sum(item => item.Elapsed.Ticks)))}{end}{best}.\n")
            + string.Concat(Warnings.Select(warning => $"{warning.Message}\n"));
    }
}
