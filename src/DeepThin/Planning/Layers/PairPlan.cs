using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The plan of a layer that joins two values place by place, y = f(a ∘ b), whatever ∘ is. It has no tensors.</summary>
internal abstract record PairPlan(int Index, string Name, Shape First, Shape Second, Shape Output, ActivationSpec Activation) : LayerPlan(Index, Name, First, Output, Activation)
{
    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool EndsActivation => true;

    public override double Cost => Output.Length;

    public override double PanelCost => Output.Length;

    public override IEnumerable<TensorInfo> Tensors() => [];

    // One sample is read and written in full vectors.
    public override Memory Need(Mode mode) => mode switch
    {
        Mode.OneSample => new(After: KernelShape.Lanes),
        Mode.Trace when Activation.NeedsInput => new(Kept: Output.Length * KernelShape.PanelSize),
        _ => default,
    };
}
