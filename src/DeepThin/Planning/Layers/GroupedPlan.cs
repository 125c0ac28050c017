using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>
/// The plan of a convolution of groups of channels apart. One kernel computes each group in turn, with the rows of W that belong to its outputs. Where factors stand for W, W is made of them in
/// scratch memory first, for each sample or panel: that costs as much as one position does, and W is in the order of an uncompressed one.
/// </summary>
/// <param name="Index">Its place among the layers of the network.</param>
/// <param name="Name">Its name.</param>
/// <param name="Convolution">The window over a group, the groups, and the outputs of a group.</param>
/// <param name="Map">W of (channels of a group·taps) × outputs of all groups. None of its own kernels multiplies with it.</param>
/// <param name="HasBias">Whether it adds a bias.</param>
/// <param name="Activation">f.</param>
/// <param name="IsSeries">Whether it passes over a series, so that its tensor has one dimension less.</param>
internal sealed record GroupedPlan(int Index, string Name, GroupedConvolution Convolution, LinearMap Map, bool HasBias, ActivationSpec Activation, bool IsSeries)
    : LayerPlan(Index, Name, GroupedSpec.InputOf(Convolution), GroupedSpec.OutputOf(Convolution), Activation)
{
    private const int Size = KernelShape.PanelSize, Lanes = KernelShape.Lanes;

    public override string Kind => "grouped";

    public override EquatableArray<LinearMap> Maps => new([Map]);

    public override long Parameters => Map.Parameters + (HasBias ? Output.Channels : 0);

    public override long Prepared => 0;

    public override bool HasEpilogue => true;

    public override double Cost => Convolution.Groups * Convolution.Group.Cost + MultiplyAddsOfFactors;

    public override double PanelCost => Convolution.MultiplyAdds + (double)MultiplyAddsOfFactors / Size;

    /// <summary>The factors that stand for W, where it is not kept whole.</summary>
    public ReLayoutPlan? Factors => Map.Weights as ReLayoutPlan;

    /// <summary>The values of W.</summary>
    public int Weights => Map.Q * Map.R;

    /// <summary>Where W stands in the scratch memory of a mode, behind what the kernel works in, where factors stand for it.</summary>
    /// <param name="mode">The mode.</param>
    public long PlaceOfWeights(Mode mode) => Placement.Align(KernelScratch(mode));

    /// <summary>Where ∂L/∂W stands in that of the backward half.</summary>
    public long PlaceOfGradients => PlaceOfWeights(Mode.Backward) + WeightsLength;

    // Full vectors are written behind W, and read behind its gradients.
    private long WeightsLength => Placement.Align(Weights) + Lanes;

    private long MultiplyAddsOfFactors => (Factors?.Rank ?? 0) * (long)Weights;

    /// <summary>Where the sums of one sample stand in the scratch memory, behind what the kernel of a group works in.</summary>
    public long PlaceOfSums => Convolution.Group.PlaceOfSums;

    /// <summary>The floats of the sums of an output of one sample.</summary>
    public int SumsStride => Convolution.Group.SumsStride;

    /// <summary>The distance of samples where lanes run over the values of a column.</summary>
    public int SampleStride => Columns.SampleStride;

    public override string KernelOf(LinearMap map) => Kind;

    public override string BatchKernelOf(LinearMap map) => Kind;

    public override long MultiplyAddsOf(LinearMap map) => Convolution.MultiplyAdds + MultiplyAddsOfFactors;

    public override string ReasonsOf(LinearMap map) => "";

    private DenseShape Columns => new(Convolution.Inputs, Convolution.Outputs);

    public override IEnumerable<TensorInfo> Tensors()
    {
        var window = Convolution.Window;
        int[] dimensions = IsSeries ? [Output.Channels, window.Channels, window.Taps] : [Output.Channels, window.Channels, window.Rows.Kernel, window.Columns.Kernel];
        return Map.Tensors(Initial.Variance(Activation.Kind, Convolution.Inputs, Convolution.Outputs))
            .Select(tensor => tensor.Role == TensorRole.Weight ? new(tensor) { Dimensions = dimensions } : tensor)
            .Concat(HasBias ? new BiasPlan(Output.Channels, null).Tensors() : []);
    }

    public override Memory Need(Mode mode) => new(
        After: mode == Mode.OneSample ? Lanes : 0,
        Scratch: Factors == null ? KernelScratch(mode) : PlaceOfWeights(mode) + (mode == Mode.Backward ? 2 : 1) * WeightsLength,
        Kept: mode == Mode.Trace && Activation.NeedsInput ? Output.Length * Size : 0);

    private long KernelScratch(Mode mode) => mode switch
    {
        Mode.OneSample => PlaceOfSums + (long)Output.Channels * SumsStride + Size,
        Mode.Panel or Mode.Trace => ColumnsLength,
        _ => 2 * ColumnsLength + Columns.BackwardScratch,
    };

    // The columns of a position in a group, or their gradients.
    private long ColumnsLength => (long)Convolution.Inputs * Size;
}
