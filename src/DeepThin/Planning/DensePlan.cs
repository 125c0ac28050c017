using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>The plan of one fully connected layer: its sizes, how its weights and its bias are kept, and its kernels.</summary>
internal sealed record DensePlan(
    int Index,
    string Name,
    WeightsPlan Weights,
    bool HasBias,
    ReLayoutPlan? Bias,
    ActivationSpec Activation,
    KernelPlan Kernels)
{
    /// <summary>The inputs.</summary>
    public int Q => Weights.Q;

    /// <summary>The outputs.</summary>
    public int R => Weights.R;

    /// <summary>The kernel for one sample.</summary>
    public KernelShape OneSample => Kernels.OneSample;

    /// <summary>The kernel for a panel of samples.</summary>
    public KernelShape Panel => Kernels.Panel;

    /// <summary>The kernel for a panel whose gradients are wanted.</summary>
    public KernelShape Training => Kernels.Training;

    /// <summary>The trained values of the layer.</summary>
    public long Parameters => Weights.Parameters + (HasBias ? Bias?.Parameters ?? R : 0);

    /// <summary>Plans a layer whose spec has been checked.</summary>
    public static DensePlan For(LayerSpec spec, int index, Optimize optimize = Optimize.Speed, WeightType held = WeightType.Float32)
    {
        var weights = WeightsOf(spec, index);
        var dense = spec as DenseSpec;
        return new(
            index,
            spec.Name,
            weights,
            spec.HasBias,
            dense == null ? null : PlanBias(dense),
            spec.Activation,
            weights.Kernels(dense?.Kernel ?? Kernel.Auto, optimize, held));
    }

    /// <summary>The factors of a layer, or null for an uncompressed one or where the ratio cannot be reached.</summary>
    public static ReLayoutPlan? PlanWeights(DenseSpec spec) => spec switch
    {
        { N: { } n } => new ReLayoutPlan(spec.Inputs, spec.Outputs, spec.Rank, n),
        { Ratio: { } ratio } => ReLayoutPlanner.Plan(spec.Inputs, spec.Outputs, spec.Rank, ratio, spec.Form),
        _ => null,
    };

    /// <summary>The plan of the bias, a matrix of 1×R, or null for an uncompressed one or where the ratio cannot be reached.</summary>
    public static ReLayoutPlan? PlanBias(DenseSpec spec) =>
        spec is { HasBias: true, BiasRatio: { } ratio } ? ReLayoutPlanner.Plan(1, spec.Outputs, 1, ratio, Form.Wide) : null;

    /// <summary>The tensors in the order of the parameter block, without offsets.</summary>
    public IEnumerable<TensorInfo> Tensors() => WeightTensors().Concat(BiasTensors()).Select(tensor => new TensorInfo(tensor, $"layers.{Index}.{tensor.Name}"));

    /// <summary>Those that stand for W, as the kernels hold them, by their names within the layer.</summary>
    public IEnumerable<TensorInfo> WeightTensors() =>
        Weights.Tensors(Initial.Variance(Activation.Kind, Q, R)).Select(tensor => Weights.Hold(tensor, Kernels));

    // Of a factored bias X_f begins with zeros, so that W_f, which is ±1, leads the gradient to it.
    private IEnumerable<TensorInfo> BiasTensors() => (HasBias, Bias) switch
    {
        (false, _) => [],
        (_, null) => [new("bias", R, 0, 0) { Role = TensorRole.Bias }],
        (_, var bias) =>
        [
            new("bias.xf", bias.M, bias.Rank, 0) { Role = TensorRole.Bias },
            new("bias.wf", bias.Rank, bias.N, 0) { Role = TensorRole.Bias, Initial = Initial.Signs },
        ],
    };

    private static WeightsPlan WeightsOf(LayerSpec spec, int index) => spec switch
    {
        DenseSpec dense => (WeightsPlan?)PlanWeights(dense) ?? new DenseWeights(spec.Inputs, spec.Outputs),
        LowRankSpec lowRank => new LowRankPlan(spec.Inputs, spec.Outputs, lowRank.Rank),
        HashedSpec hashed => new HashedPlan(spec.Inputs, spec.Outputs, hashed.Buckets, index),
        PrunedSpec pruned => new PrunedPlan(spec.Inputs, spec.Outputs, pruned.Kept),
        _ => throw new ArgumentException($"No plan is known for the layer {spec}.", nameof(spec)),
    };
}
