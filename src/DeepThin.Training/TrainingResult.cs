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
}
