using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>The plan of a convolution of each channel alone. One sample is computed channel by channel, lanes over places.</summary>
/// <param name="Index">Its place among the layers of the network.</param>
/// <param name="Name">Its name.</param>
/// <param name="Window">The window.</param>
/// <param name="HasBias">Whether it adds a bias.</param>
/// <param name="Activation">f.</param>
/// <param name="IsSeries">Whether it passes over a series, so that its tensor has one dimension less.</param>
internal sealed record DepthwisePlan(int Index, string Name, SlidingWindow Window, bool HasBias, ActivationSpec Activation, bool IsSeries)
    : LayerPlan(Index, Name, new(Window.Channels, Window.Rows.Length, Window.Columns.Length), new(Window.Channels, Window.Rows.Positions, Window.Columns.Positions), Activation)
{
    private const int Size = KernelShape.PanelSize, Lanes = KernelShape.Lanes;

    public override string Kind => "depthwise";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => Window.Channels * (Window.Taps + (HasBias ? 1L : 0));

    public override bool HasEpilogue => true;

    public override double Cost => (double)Window.Channels * Window.Taps * Window.Places;

    public override double PanelCost => MultiplyAddsBeside;

    public override long MultiplyAddsBeside => (long)Window.Channels * Window.Taps * Window.Positions;

    /// <summary>Whether one sample is computed from rows of the input as they are, each loaded once for three rows of sums; otherwise from a padded copy.</summary>
    public bool SharesRows => Window is { Rows: { Kernel: 3, Stride: 1, Dilation: 1 }, Columns: { Kernel: 3, Stride: 1, Dilation: 1, Before: <= Lanes, After: <= Lanes } };

    /// <summary>Whether the sums of one sample stand where its outputs do: no vector reaches from one channel into the next.</summary>
    public bool SumsInPlace => SharesRows && Window.Width >= Lanes && Window.Positions % Lanes == 0;

    /// <summary>The floats of the sums of a channel of one sample.</summary>
    public int SumsStride => SumsInPlace ? Window.Positions : ReLayout.RoundUp(SharesRows ? Window.Positions : Window.Places, 4 * Lanes) + Lanes;

    /// <summary>Where the places of taps stand in the scratch memory of one sample, behind a padded channel.</summary>
    public long PlaceOfTaps => ReLayout.CeilDiv(Window.PaddedPlane + Size, Lanes) * Lanes;

    /// <summary>Where the sums stand: behind these, or behind the masks of columns.</summary>
    public long PlaceOfSums => SharesRows ? ReLayout.RoundUp(Window.Columns.Length, Lanes) + 4L * Lanes : PlaceOfTaps + ReLayout.RoundUp(Window.Taps, Lanes);

    public override IEnumerable<TensorInfo> Tensors()
    {
        var initial = Initial.Normal(Math.Sqrt(Initial.Variance(Activation.Kind, Window.Taps, Window.Taps)));
        int[] dimensions = IsSeries ? [Window.Channels, 1, Window.Taps] : [Window.Channels, 1, Window.Rows.Kernel, Window.Columns.Kernel];
        return new TensorInfo[] { new("weight", Window.Channels, Window.Taps, 0) { Dimensions = dimensions, Initial = initial } }.Concat(HasBias ? new BiasPlan(Window.Channels, null).Tensors() : []);
    }

    public override Memory Need(Mode mode) => mode switch
    {
        Mode.OneSample => new(Before: SharesRows ? Lanes : 0, After: SharesRows ? 2 * Lanes : Lanes, Scratch: PlaceOfSums + (SumsInPlace ? 0 : (long)Window.Channels * SumsStride)),
        Mode.Trace => new(Kept: Activation.NeedsInput ? Output.Length * Size : 0),
        _ => default,
    };
}
