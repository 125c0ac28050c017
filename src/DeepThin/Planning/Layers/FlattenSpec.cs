using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that takes the values of all channels for one vector, of <c>[Flatten]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input.</param>
internal sealed record FlattenSpec(string Name, Shape Shape) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => new((int)Shape.Length);

    public override LayerPlan Plan(int index, NetworkSpec network) => new FlattenPlan(index, Name, Shape);
}

/// <summary>The plan of such a layer: its output is its input by another name.</summary>
internal sealed record FlattenPlan(int Index, string Name, Shape Shape) : LayerPlan(Index, Name, Shape, new((int)Shape.Length), default)
{
    public override string Kind => "flatten";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool IsAlias => true;

    public override IEnumerable<TensorInfo> Tensors() => [];

    public override Memory Need(Mode mode) => default;
}
