using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>
/// How a matrix W of Q×R is kept: the tensors that stand for it, and the kernels that multiply with it. A way of keeping weights is one such plan,
/// one parser, and an emitter for each kernel that is its own.
/// </summary>
internal abstract record WeightsPlan(int Q, int R)
{
    /// <summary>The name in <c>Info</c>: <c>dense</c>, <c>deepthin</c>, <c>lowrank</c>, <c>hashed</c> or <c>pruned</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The trained values.</summary>
    public abstract long Parameters { get; }

    /// <summary>The fraction of the weights that is kept.</summary>
    public double Ratio => Parameters / ((double)Q * R);

    /// <summary>Whether it is anything else than W as it is.</summary>
    public virtual bool IsCompressed => true;

    /// <summary>The rank of the factors; 0 for weights without factors.</summary>
    public virtual int RankOfFactors => 0;

    /// <summary>The tensors, in the order of the parameter block, by their names within the layer and without offsets.</summary>
    /// <param name="variance">The variance that W begins with.</param>
    public abstract IEnumerable<TensorInfo> Tensors(double variance);

    /// <summary>The kernels.</summary>
    /// <param name="kernel">The one that the user names; only DeepThin has more than one.</param>
    /// <param name="optimize">What kernels are chosen for.</param>
    /// <param name="held">How large weights are held, where the kernels can read them so.</param>
    public abstract KernelPlan Kernels(Kernel kernel, Optimize optimize, WeightType held);

    /// <summary>The kernels of a matrix that is applied to panels of columns alone.</summary>
    /// <param name="optimize">What kernels are chosen for.</param>
    /// <param name="held">How large weights are held, where the kernels can read them so.</param>
    public virtual KernelPlan KernelsOfColumns(Optimize optimize, WeightType held) => Kernels(Kernel.Auto, optimize, held);

    /// <summary>A tensor as the kernels hold it.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="kernels">The kernels.</param>
    public virtual TensorInfo Hold(TensorInfo tensor, KernelPlan kernels) => new(tensor) { Type = kernels.OneSample.Held };

    /// <summary>The weights in a few words, for messages, without the ratio.</summary>
    public abstract string Summary { get; }

    /// <summary>The weights in words and symbols, for the head of an emitted layer, without the ratio.</summary>
    public abstract string Describe();
}
