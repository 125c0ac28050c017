namespace DeepThin.Training;

/// <summary>How well one class is told from the rest. What is not defined, such as the recall of a class without samples, is null.</summary>
public sealed record ClassResult
{
    /// <summary>The name of the class, or its number.</summary>
    public required string Name { get; init; }

    /// <summary>The number of samples of the class.</summary>
    public required int Support { get; init; }

    /// <summary>Of the samples that are predicted to be of the class, the fraction that is; null if none is predicted to be.</summary>
    public required double? Precision { get; init; }

    /// <summary>Of the samples of the class, the fraction that is predicted to be; null if there are none.</summary>
    public required double? Recall { get; init; }

    /// <summary>The harmonic mean of precision and recall; 0 if there are samples and none is predicted to be of the class, null if there are neither.</summary>
    public required double? F1 { get; init; }

    /// <summary>
    /// The area below the ROC curve of the class against the rest: how often a sample of the class has a higher probability of it than one of another class has.
    /// Null unless there are samples of both kinds.
    /// </summary>
    public required double? RocAuc { get; init; }

    /// <summary>The average precision of the class against the rest, Σ (Rₖ − Rₖ₋₁)·Pₖ over the thresholds; null if the class has no samples.</summary>
    public required double? AveragePrecision { get; init; }
}
