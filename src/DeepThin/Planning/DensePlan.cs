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
    KernelPlan Kernels)
{
    /// <summary>The kernel for one sample.</summary>
    public KernelShape OneSample => Kernels.OneSample;

    /// <summary>The kernel for a panel of samples.</summary>
    public KernelShape Panel => Kernels.Panel;

    /// <summary>The kernel for a panel whose gradients are wanted.</summary>
    public KernelShape Training => Kernels.Training;

    /// <summary>The trained values of the layer.</summary>
    public long Parameters => WeightParameters + (HasBias ? Bias?.Parameters ?? R : 0);

    /// <summary>The trained values of the layer's weights.</summary>
    public long WeightParameters => Weights?.Parameters ?? (long)Q * R;

    /// <summary>Plans a layer whose spec has been checked.</summary>
    public static DensePlan For(DenseSpec spec, int index, Optimize optimize = Optimize.Speed)
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
            weights == null ? KernelPlan.Uncompressed(spec.Inputs, spec.Outputs) : KernelPlan.For(weights, spec.Kernel, optimize));
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
