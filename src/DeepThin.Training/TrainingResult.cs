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
}

/// <summary>What one epoch came to.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainingLoss">The mean loss of the training samples, each with the parameters of its step.</param>
/// <param name="ValidationLoss">The mean loss of the validation samples after the epoch; null without them.</param>
/// <param name="ValidationAccuracy">The fraction of the validation samples whose class is predicted; null without them or without labels.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="Seconds">The seconds that the epoch took, validation included.</param>
public sealed record EpochResult(int Epoch, double TrainingLoss, double? ValidationLoss, double? ValidationAccuracy, double LearningRate, double Seconds);

/// <summary>How well a model predicts some samples.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The fraction of the samples whose class is predicted; null for samples without labels.</param>
public sealed record Evaluation(double Loss, double? Accuracy);
