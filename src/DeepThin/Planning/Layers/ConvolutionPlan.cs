using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>
/// The plan of a convolution. The values under the window at a position are a column; a fully connected layer is applied to the columns, 64 at a time:
/// those of 64 places of one sample, or those of one position of 64 samples.
/// </summary>
/// <param name="Index">Its place among the layers of the network.</param>
/// <param name="Name">Its name.</param>
/// <param name="Window">The window.</param>
/// <param name="Columns">The layer that is applied to columns.</param>
/// <param name="IsSeries">Whether it passes over a series, so that its tensor has one dimension less.</param>
internal sealed record ConvolutionPlan(int Index, string Name, SlidingWindow Window, FullyConnectedPlan Columns, bool IsSeries)
    : LayerPlan(Index, Name, new(Window.Channels, Window.Rows.Length, Window.Columns.Length), new(Columns.Map.R, Window.Rows.Positions, Window.Columns.Positions), Columns.Activation)
{
    private const int Size = KernelShape.PanelSize;

    /// <summary>How one sample is computed from what positions share; null where it is not.</summary>
    public SharedCorrelation? Shared { get; init; }

    /// <summary>How one sample is computed uncompressed; null where it is not.</summary>
    public DirectConvolution? Direct { get; init; }

    /// <summary>How one sample is computed with fewer products, uncompressed; null where it is not.</summary>
    public WinogradConvolution? Winograd { get; init; }

    public override string Kind => "convolution";

    public override EquatableArray<LinearMap> Maps => Columns.Maps;

    public override long Parameters => Columns.Parameters;

    public override double Cost => Shared?.Cost ?? Winograd?.Cost ?? CostOfColumns;

    public override bool HasEpilogue => true;

    public override long Prepared => PreparedPlace + (Shared?.PreparedLength ?? Winograd?.PreparedLength ?? 0);

    /// <summary>Where what the kernel of one sample streams begins in what is prepared.</summary>
    public long PreparedPlace => Placement.Align(base.Prepared);

    public override double PanelCost => Window.Positions * Columns.PanelCost;

    /// <summary>Whether the values of a column stand channel by channel at each tap, as the factors of DeepThin have them; otherwise tap by tap in each channel, as PyTorch has them.</summary>
    public bool ChannelsLast => Columns.Map.Weights is ReLayoutPlan;

    /// <summary>Whether the backward half computes the columns of a position again: where they have more than their inputs and outputs to keep.</summary>
    public bool Recomputes => Columns.Map.Training.TraceKept > 0 || Columns.Activation.NeedsInput || Columns.ScalesSums || Columns.TakesScaledInput;

    private double CostOfColumns => ReLayout.RoundUp(Window.Places, Size) * Columns.PanelCost;

    public override string KernelOf(LinearMap map) => Shared != null ? "shared" : Winograd != null ? "winograd" : base.KernelOf(map);

    public override long MultiplyAddsOf(LinearMap map) => (long?)(Shared?.MultiplyAdds ?? Winograd?.MultiplyAdds) ?? base.MultiplyAddsOf(map) * Window.Positions;

    public override string ReasonsOf(LinearMap map) => (Shared, Winograd) switch
    {
        ({ } shared, _) => $"counted shared {Numbers.Short(shared.Cost)}, {map.OneSample.Name} of columns {Numbers.Short(CostOfColumns)}; batches {map.Kernels.Reason} a column",
        (_, { } winograd) => $"counted winograd {Numbers.Short(winograd.Cost)}, {map.OneSample.Name} of columns {Numbers.Short(new DirectConvolution(Window, map.R).Cost)}",
        _ => base.ReasonsOf(map),
    };

    public override LayerPlan At(int index, string name) => this with { Index = index, Name = name, Columns = (FullyConnectedPlan)Columns.At(index, name) };

    public override IEnumerable<TensorInfo> Tensors() => Columns.Tensors().Select(tensor => tensor is { Role: TensorRole.Weight, Columns: > 0 } && !ChannelsLast
        ? new(tensor) { Dimensions = IsSeries ? [tensor.Rows, Window.Channels, Window.Columns.Kernel] : [tensor.Rows, Window.Channels, Window.Rows.Kernel, Window.Columns.Kernel] }
        : tensor);

    public override Memory Need(Mode mode) => mode == Mode.OneSample
        ? new(After: KernelShape.Lanes, Scratch: Shared?.Scratch ?? Winograd?.Scratch ?? Direct?.Scratch ?? Places(mode).End)
        : new(Scratch: Places(mode).End);

    /// <summary>Where things lie in the scratch memory of a mode.</summary>
    public ColumnPlaces Places(Mode mode)
    {
        var forward = Columns.Need(mode == Mode.Backward ? Mode.Trace : Mode.Panel);
        var backward = mode == Mode.Backward ? Columns.Need(Mode.Backward) : default;
        long padded = mode == Mode.OneSample ? Window.PaddedLength : 0, input = (long)Columns.Map.Q * Size, output = ReLayout.RoundUp(Columns.Map.R, KernelShape.PanelBlock) * (long)Size;
        long[] starts = Placement.InOrder(
            [padded, forward.Before + input + forward.After, output, forward.Kept, mode == Mode.Backward ? output : 0, mode == Mode.Backward ? input + backward.After : 0, Math.Max(forward.Scratch, backward.Scratch) + KernelShape.Lanes],
            out long end);
        return new(starts[0], starts[1] + forward.Before, forward.Before, forward.After, starts[2], starts[3], starts[4], starts[5], starts[6], end);
    }
}

/// <summary>Where things lie in the scratch memory of a layer that works on columns, in floats.</summary>
/// <param name="Padded">The padded input of one sample.</param>
/// <param name="Inputs">The columns.</param>
/// <param name="Before">The zeros before them.</param>
/// <param name="After">The zeros behind them.</param>
/// <param name="Outputs">What the layer makes of the columns.</param>
/// <param name="Kept">What it keeps of them.</param>
/// <param name="OutputGradients">The gradients of the outputs.</param>
/// <param name="InputGradients">The gradients of the columns.</param>
/// <param name="Scratch">What the layer of the columns works in.</param>
/// <param name="End">The length of all.</param>
internal readonly record struct ColumnPlaces(
    long Padded, long Inputs, long Before, long After, long Outputs, long Kept, long OutputGradients, long InputGradients, long Scratch, long End);
