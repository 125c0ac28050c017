namespace DeepThin.Training;

/// <summary>What one ratio of a layer came to.</summary>
public sealed class SensitivityPoint
{
    internal const double Uncompressed = 1;

    /// <param name="ratio">The matrices.</param>
    /// <param name="plans">Their plans; null uncompressed.</param>
    internal SensitivityPoint(LayerRatio ratio, IReadOnlyList<CompressedPlan>? plans)
    {
        Plans = plans;
        Factors = [.. plans?.Select(plan => new FactorSizes(plan)) ?? []];
        Bytes = sizeof(float) * (plans?.Sum(plan => plan.Parameters) ?? ratio.Weights);
    }

    /// <summary>The ratio that was asked for; 1 for the matrices uncompressed, the base of those that cannot have the base ratio.</summary>
    public required double Ratio { get; init; }

    /// <summary>The factors of each matrix that the ratio compresses; none uncompressed.</summary>
    public IReadOnlyList<FactorSizes> Factors { get; }

    /// <summary>The plans of the matrices; null uncompressed.</summary>
    internal IReadOnlyList<CompressedPlan>? Plans { get; }

    /// <summary>The bytes of the factors and gains, or of the matrices uncompressed, in single precision.</summary>
    public long Bytes { get; }

    /// <summary>The validation loss, with all other measured ratios at the base; the mean over the seeds.</summary>
    public required double Loss { get; init; }

    /// <summary>The validation accuracy; null without labels.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>The validation loss of each seed. Two losses that lie no further apart than these say nothing.</summary>
    public required IReadOnlyList<double> Losses { get; init; }
}
