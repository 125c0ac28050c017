using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The plan of a layer that adds two values. It has no tensors.</summary>
internal sealed record ResidualPlan(int Index, string Name, Shape First, Shape Second, Shape Output, ActivationSpec Activation) : LayerPlan(Index, Name, First, Output, Activation)
{
    public override string Kind => "residual";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool EndsActivation => true;

    public override double Cost => Output.Length;

    public override double PanelCost => Output.Length;

    /// <summary>The values that both have; behind them stands what one of them has alone.</summary>
    public long Common => Math.Min(First.Length, Second.Length);

    public override IEnumerable<TensorInfo> Tensors() => [];

    // One sample is read and written in full vectors.
    public override Memory Need(Mode mode) => mode switch
    {
        Mode.OneSample => new(After: KernelShape.Lanes),
        Mode.Trace when Activation.NeedsInput => new(Kept: Output.Length * KernelShape.PanelSize),
        _ => default,
    };
}
