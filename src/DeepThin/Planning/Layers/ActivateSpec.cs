using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that applies an activation, of <c>[Activate]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input and its output.</param>
/// <param name="Activation">The activation.</param>
internal sealed record ActivateSpec(string Name, Shape Shape, ActivationSpec Activation) : LayerSpec(Name, Activation)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new ActivatePlan(index, Name, Shape, Activation);
}

/// <summary>The plan of such a layer. It has no tensors.</summary>
internal sealed record ActivatePlan(int Index, string Name, Shape Shape, ActivationSpec Activation) : LayerPlan(Index, Name, Shape, Shape, Activation)
{
    public override string Kind => "activate";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool EndsActivation => true;

    public override double Cost => IsFolded ? 0 : Shape.Length;

    public override double PanelCost => Cost;

    public override IEnumerable<TensorInfo> Tensors() => [];

    public override EpiloguePlan? FoldInto(EpiloguePlan epilogue) => epilogue.IsLinear && Activation.IsOfEachAlone ? epilogue with { Activation = Activation } : null;

    // One sample is read and written in full vectors.
    public override Memory Need(Mode mode) => mode == Mode.OneSample ? new(After: KernelShape.Lanes) : default;
}
