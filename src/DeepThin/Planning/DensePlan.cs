using System.Collections.Generic;

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
    KernelShape OneSample,
    KernelShape Panel,
    KernelShape Training)
{
    /// <summary>The trained values of the layer.</summary>
    public long Parameters => WeightParameters + (HasBias ? Bias?.Parameters ?? R : 0);

    /// <summary>The trained values of the layer's weights.</summary>
    public long WeightParameters => Weights?.Parameters ?? (long)Q * R;

    /// <summary>Plans a layer whose spec has been checked.</summary>
    public static DensePlan For(DenseSpec spec, int index)
    {
        var weights = PlanWeights(spec);
        KernelShape dense = new DenseShape(spec.Inputs, spec.Outputs);
        var oneSample = weights == null ? dense : KernelChoice.ForOneSample(weights);
        return new(
            index,
            spec.Name,
            spec.Inputs,
            spec.Outputs,
            weights,
            spec.HasBias,
            PlanBias(spec),
            spec.Activation,
            oneSample,
            weights == null ? dense : KernelChoice.ForPanel(weights, oneSample),
            weights == null ? dense : KernelChoice.ForTraining(weights, oneSample));
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

    /// <summary>The names and shapes of the tensors, in the order of the parameter block; columns are 0 for a vector.</summary>
    public IEnumerable<(string Name, int Rows, int Columns)> Tensors()
    {
        string prefix = $"layers.{Index}.";
        if (Weights == null) yield return (prefix + "weight", R, Q);
        if (Weights != null)
        {
            yield return (prefix + "xf", Weights.M, Weights.Rank);
            yield return (prefix + "wf", Weights.Rank, Weights.N);
        }

        if (HasBias && Bias == null) yield return (prefix + "bias", R, 0);
        if (HasBias && Bias != null)
        {
            yield return (prefix + "bias.xf", Bias.M, Bias.Rank);
            yield return (prefix + "bias.wf", Bias.Rank, Bias.N);
        }
    }
}
