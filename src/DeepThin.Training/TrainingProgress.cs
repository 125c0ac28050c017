namespace DeepThin.Training;

/// <summary>How far a training has come.</summary>
public sealed record TrainingProgress
{
    /// <summary>The epoch in progress, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>The steps done, of all epochs.</summary>
    public required long Step { get; init; }

    /// <summary>The steps of all epochs.</summary>
    public required long Steps { get; init; }

    /// <summary>The samples trained on, of all epochs.</summary>
    public required long Samples { get; init; }

    /// <summary>The mean loss of the samples of the epoch so far.</summary>
    public required double Loss { get; init; }

    /// <summary>What the last finished epoch came to; null in the first.</summary>
    public required EpochResult? LastEpoch { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The time since this run began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The time that the remaining steps take at the pace of this run so far.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>The samples per second of this run so far, validation and checkpoints included.</summary>
    public required double SamplesPerSecond { get; init; }
}
