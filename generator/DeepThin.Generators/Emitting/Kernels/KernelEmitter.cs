using System;
using System.Collections.Generic;
using DeepThin.Planning;

namespace DeepThin.Generators.Emitting.Kernels;

/// <summary>
/// Writes the bodies of one kernel: for one sample, and for a panel of samples forward and backward. The bodies stand in the class of a
/// layer, which declares Q, R, and for a compressed one M, N, Rank, and gives them the references x, y, parameters and the like.
/// </summary>
internal abstract class KernelEmitter
{
    /// <summary>The attribute of a kernel's methods. Unqualified, Optimize would be the enum of the namespace around.</summary>
    protected const string Optimize = ShortNames.Optimize;

    /// <summary>The index of the samples of a panel in a formula. Formulas of one sample have none.</summary>
    public const string OfPanel = ", b";

    /// <summary>The emitter of a kernel, in a model that trains or does not.</summary>
    public static KernelEmitter For(KernelShape shape, bool training) => shape switch
    {
        PrunedShape pruned => new PrunedKernelEmitter(pruned),
        DenseShape dense => new DenseKernelEmitter(dense),
        LowRankShape lowRank => new LowRankKernelEmitter(lowRank),
        HashedShape hashed => new HashedKernelEmitter(hashed),
        SegmentsShape segments => new SegmentsKernelEmitter(segments),
        CorrelationShape correlation => new CorrelationKernelEmitter(correlation),
        FourierShape fourier => new FourierKernelEmitter(fourier, training),
        _ => throw new ArgumentException($"No emitter writes the kernel {shape.Kind}.", nameof(shape)),
    };

    /// <summary>The type of held weights in source.</summary>
    public static string TypeOf(WeightType held) => held switch
    {
        WeightType.Int8 => "sbyte",
        WeightType.BFloat16 => "BrainFloat",
        WeightType.Float16 => "Half",
        _ => "float",
    };

    /// <summary>The scales of a tensor where it has some, otherwise any place.</summary>
    protected static string ScalesOf(KernelShape shape, string tensor) => shape.Held == WeightType.Int8 ? tensor + "Scales" : "parameters";

    /// <summary>The products of narrow weights with a panel.</summary>
    public static string NarrowWeights(KernelShape shape) => $"{ShortNames.NarrowWeights}<TSimd, TVector, {TypeOf(shape.Held)}>";

    /// <summary>
    /// What the kernel computes for one sample, step by step. These words stand at the head of the layer, in the comments above its loops, and in
    /// docs/kernels.md.
    /// </summary>
    public abstract IReadOnlyList<string> Steps { get; }

    /// <summary>The sizes of the steps in words, or nothing.</summary>
    protected virtual string Sizes => "";

    /// <summary>The kernel in words, for the plan at the head of the layer.</summary>
    public string Describe() => string.Join(",<br/>\nthen ", Steps) + (Sizes.Length == 0 ? "" : $":<br/>\n{Sizes}");

    /// <summary>The constants that the bodies for panels refer to.</summary>
    public virtual IEnumerable<string> PanelConstants => [];

    /// <summary>Static data: index maps.</summary>
    public virtual void EmitMaps(SourceWriter writer)
    {
    }

    /// <summary>Methods that only a trace and the backward half call.</summary>
    public virtual void EmitTrainingMethods(SourceWriter writer)
    {
    }

    /// <summary>From parameters to prepared, when the parameters are loaded. Returns whether there was anything to write.</summary>
    public virtual bool EmitPrepare(SourceWriter writer) => false;

    /// <summary>From x to the sums over the inputs, at <c>sums</c>, without bias and activation.</summary>
    public abstract void EmitOneSample(SourceWriter writer);

    /// <summary>
    /// From the panel x to the sums over the inputs, in the panel y. Intermediate results stay in <c>kept</c>, in a trace all that the backward half
    /// needs. Gives the head of a loop over rows c of y to <paramref name="finish"/>, which writes bias and activation: where sums are done and still
    /// in the cache.
    /// </summary>
    public abstract void EmitPanel(SourceWriter writer, Trace trace, Action<string> finish);

    /// <summary>From the gradients g of the sums to those of the factors, and to those of x where gx is wanted.</summary>
    public abstract void EmitBackward(SourceWriter writer);
}
