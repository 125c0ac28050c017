using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The plan of a pooling. It has no tensors.</summary>
internal sealed record PoolingPlan(int Index, string Name, SlidingWindow Window, PoolingKind Pooling)
    : LayerPlan(Index, Name, new(Window.Channels, Window.Rows.Length, Window.Columns.Length), new(Window.Channels, Window.Rows.Positions, Window.Columns.Positions), default)
{
    public override string Kind => Pooling == PoolingKind.Max ? "maxpool" : "averagepool";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override double Cost => (double)Window.Channels * Window.Positions * Window.Taps;

    public override double PanelCost => Cost;

    public override IEnumerable<TensorInfo> Tensors() => [];

    // One sample: the rows under a window are combined first, in full vectors.
    public override Memory Need(Mode mode) => mode == Mode.OneSample
        ? new(After: KernelShape.Lanes, Scratch: Window.PoolingScratch)
        : default;
}
