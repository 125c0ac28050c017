namespace DeepThin.Planning;

/// <summary>The plan of one dense layer: its sizes, the factors of its weights and of its bias, and its kernels.</summary>
internal sealed record DensePlan(
    int Index,
    string Name,
    int Q,
    int R,
    ReLayoutPlan? Weights,
    bool HasBias,
    ReLayoutPlan? Bias,
    ActivationSpec Activation,
    KernelKind OneSample,
    KernelKind Batch)
{
    /// <summary>Plans a layer whose spec has been checked.</summary>
    public static DensePlan For(DenseSpec spec, int index)
    {
        var weights = PlanWeights(spec);
        return new(
            index,
            spec.Name,
            spec.Inputs,
            spec.Outputs,
            weights,
            spec.HasBias,
            PlanBias(spec),
            spec.Activation,
            weights == null ? KernelKind.Dense : KernelChoice.ForOneSample(weights).Kernel,
            weights == null ? KernelKind.Dense : KernelChoice.ForBatch(weights).Kernel);
    }

    /// <summary>The plan of the weights of a layer, or null for an uncompressed one or where the ratio cannot be reached.</summary>
    public static ReLayoutPlan? PlanWeights(DenseSpec spec) => spec switch
    {
        { N: { } n } => new ReLayoutPlan(spec.Inputs, spec.Outputs, spec.Rank, n),
        { Ratio: { } ratio } => ReLayoutPlanner.Plan(spec.Inputs, spec.Outputs, spec.Rank, ratio, spec.Form),
        _ => null,
    };

    /// <summary>The plan of the bias, a matrix of 1×R, or null for an uncompressed one or where the ratio cannot be reached.</summary>
    public static ReLayoutPlan? PlanBias(DenseSpec spec) =>
        spec is { HasBias: true, BiasRatio: { } ratio } ? ReLayoutPlanner.Plan(1, spec.Outputs, 1, ratio, Form.Wide) : null;
}
