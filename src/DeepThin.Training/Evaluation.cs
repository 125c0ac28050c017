namespace DeepThin.Training;

/// <summary>How well a model predicts some samples.</summary>
public sealed record Evaluation
{
    /// <summary>The mean loss.</summary>
    public required double Loss { get; init; }

    /// <summary>The fraction of the samples whose class is predicted; null for samples without labels.</summary>
    public required double? Accuracy { get; init; }
}
