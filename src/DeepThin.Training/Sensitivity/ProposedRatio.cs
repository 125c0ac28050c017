namespace DeepThin.Training;

/// <summary>What a proposal gives the matrices of one ratio of a layer.</summary>
public sealed class ProposedRatio
{
    internal ProposedRatio(LayerRatio matrices, double? ratio, IReadOnlyList<CompressedPlan>? plans, double change)
    {
        (Matrices, Ratio, PredictedChange) = (matrices, ratio, change);
        Factors = [.. plans?.Select(plan => new FactorSizes(plan)) ?? []];
        Bytes = sizeof(float) * (plans?.Sum(plan => plan.Parameters) ?? matrices.Weights);
    }

    /// <summary>The name of the layer, of a recurrent one with the argument, such as <c>lstm1.RecurrentRatio</c>.</summary>
    public string Name => Matrices.Name;

    /// <summary>The argument of the attribute: <c>Ratio</c> or <c>RecurrentRatio</c>.</summary>
    public string Argument => Matrices.Argument;

    /// <summary>The ratio; null for matrices that stay uncompressed.</summary>
    public double? Ratio { get; }

    /// <summary>The factors of each matrix that the ratio compresses; none uncompressed.</summary>
    public IReadOnlyList<FactorSizes> Factors { get; }

    /// <summary>The bytes of the factors and gains, or of the matrices uncompressed, in single precision.</summary>
    public long Bytes { get; }

    /// <summary>The predicted change of the loss against these matrices at the base ratio.</summary>
    public double PredictedChange { get; }

    /// <summary>The matrices.</summary>
    internal LayerRatio Matrices { get; }
}
