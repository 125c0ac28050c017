using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>The plan of a convolution of groups of channels apart, uncompressed. One kernel computes each group in turn.</summary>
/// <param name="Index">Its place among the layers of the network.</param>
/// <param name="Name">Its name.</param>
/// <param name="Convolution">The window over a group, the groups, and the outputs of a group.</param>
/// <param name="HasBias">Whether it adds a bias.</param>
/// <param name="Activation">f.</param>
/// <param name="IsSeries">Whether it passes over a series, so that its tensor has one dimension less.</param>
internal sealed record GroupedPlan(int Index, string Name, GroupedConvolution Convolution, bool HasBias, ActivationSpec Activation, bool IsSeries)
    : LayerPlan(Index, Name, GroupedSpec.InputOf(Convolution), GroupedSpec.OutputOf(Convolution), Activation)
{
    private const int Size = KernelShape.PanelSize, Lanes = KernelShape.Lanes;

    public override string Kind => "grouped";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => Output.Channels * (Convolution.Inputs + (HasBias ? 1L : 0));

    public override bool HasEpilogue => true;

    public override double Cost => Convolution.Groups * Convolution.Group.Cost;

    public override double PanelCost => MultiplyAddsBeside;

    public override long MultiplyAddsBeside => Convolution.MultiplyAdds;

    /// <summary>Where the sums of one sample stand in the scratch memory, behind what the kernel of a group works in.</summary>
    public long PlaceOfSums => Convolution.Group.PlaceOfSums;

    /// <summary>The floats of the sums of an output of one sample.</summary>
    public int SumsStride => Convolution.Group.SumsStride;

    /// <summary>The distance of samples where lanes run over the values of a column.</summary>
    public int SampleStride => Columns.SampleStride;

    private DenseShape Columns => new(Convolution.Inputs, Convolution.Outputs);

    public override IEnumerable<TensorInfo> Tensors()
    {
        var window = Convolution.Window;
        var initial = Initial.Normal(Math.Sqrt(Initial.Variance(Activation.Kind, Convolution.Inputs, Convolution.Outputs)));
        int[] dimensions = IsSeries ? [Output.Channels, window.Channels, window.Taps] : [Output.Channels, window.Channels, window.Rows.Kernel, window.Columns.Kernel];
        return new TensorInfo[] { new("weight", Output.Channels, Convolution.Inputs, 0) { Dimensions = dimensions, Initial = initial } }
            .Concat(HasBias ? new BiasPlan(Output.Channels, null).Tensors() : []);
    }

    public override Memory Need(Mode mode) => mode switch
    {
        Mode.OneSample => new(After: Lanes, Scratch: PlaceOfSums + (long)Output.Channels * SumsStride + Size),
        Mode.Panel => new(Scratch: ColumnsLength),
        Mode.Trace => new(Scratch: ColumnsLength, Kept: Activation.NeedsInput ? Output.Length * Size : 0),
        _ => new(Scratch: 2 * ColumnsLength + Columns.BackwardScratch),
    };

    // The columns of a position in a group, or their gradients.
    private long ColumnsLength => (long)Convolution.Inputs * Size;
}
