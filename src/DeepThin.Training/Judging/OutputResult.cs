namespace DeepThin.Training;

/// <summary>How far one output is from its targets.</summary>
public sealed record OutputResult
{
    /// <summary>The name of the output, or its number.</summary>
    public required string Name { get; init; }

    /// <summary>The mean of |y − t|, in the unit of the target.</summary>
    public required double MeanAbsoluteError { get; init; }

    /// <summary>The root of the mean of (y − t)², in the unit of the target.</summary>
    public required double RootMeanSquareError { get; init; }

    /// <summary>
    /// R², the coefficient of determination 1 − Σ(y − t)² / Σ(t − mean of t)²: 1 for perfect predictions, 0 for those that are always the mean, and below 0 for
    /// worse ones. Null if all targets are equal.
    /// </summary>
    public required double? RSquared { get; init; }
}
