namespace DeepThin.Training;

/// <summary>What one epoch came to.</summary>
public sealed record EpochResult
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The mean loss of the training samples, each with the parameters of its step.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>The mean loss of the validation samples after the epoch; null without them.</summary>
    public required double? ValidationLoss { get; init; }

    /// <summary>The fraction of the validation samples whose class is predicted; null without them or without labels.</summary>
    public required double? ValidationAccuracy { get; init; }

    /// <summary>
    /// Of validation sequences with labels without places, the labels that would have to be added, removed or replaced in the labels of the best alignments, as a fraction of all; null otherwise.
    /// </summary>
    public double? ValidationLabelErrorRate { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The time that the epoch took, validation included.</summary>
    public required TimeSpan Elapsed { get; init; }
}
