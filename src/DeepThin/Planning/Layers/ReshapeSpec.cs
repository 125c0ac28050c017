using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that takes the same values in the same order for another shape, of <c>[Flatten]</c> or <c>[Reshape]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input.</param>
/// <param name="Other">The shape of its output, which has as many values.</param>
internal sealed record ReshapeSpec(string Name, Shape Shape, Shape Other) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => Other;

    /// <summary>A layer whose output is a vector.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape of its input.</param>
    public static ReshapeSpec Flatten(string name, Shape shape) => new(name, shape, new((int)shape.Length));

    public override LayerPlan Plan(int index, NetworkSpec network) => new ReshapePlan(index, Name, Shape, Other);
}

/// <summary>The plan of such a layer: its output is its input by another name.</summary>
internal sealed record ReshapePlan(int Index, string Name, Shape Input, Shape Output) : LayerPlan(Index, Name, Input, Output, default)
{
    public override string Kind => Output.IsVector ? "flatten" : "reshape";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool IsAlias => true;

    public override IEnumerable<TensorInfo> Tensors() => [];

    public override Memory Need(Mode mode) => default;
}
