using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that ends a sequence with its last step, of <c>[LastStep]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its value.</param>
internal sealed record LastStepSpec(string Name, Shape Shape) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new LastStepPlan(index, Name, Shape);
}

/// <summary>The plan of such a layer: its output is its input by another name.</summary>
internal sealed record LastStepPlan(int Index, string Name, Shape Shape) : LayerPlan(Index, Name, Shape, Shape, default)
{
    public override string Kind => "laststep";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool IsAlias => true;

    public override bool EndsSequence => true;

    public override IEnumerable<TensorInfo> Tensors() => [];

    public override Memory Need(Mode mode) => default;
}
