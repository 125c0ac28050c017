using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that swaps channels and positions, of <c>[Transpose]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input.</param>
internal sealed record TransposeSpec(string Name, Shape Shape) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => new(Shape.Positions, 1, Shape.Channels);

    public override LayerPlan Plan(int index, NetworkSpec network) => new TransposePlan(index, Name, Shape, Output);
}

/// <summary>The plan of such a layer. It has no tensors.</summary>
internal sealed record TransposePlan(int Index, string Name, Shape Input, Shape Output) : LayerPlan(Index, Name, Input, Output, default)
{
    public override string Kind => "transpose";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    /// <summary>With one channel, or one position, the values have the same order.</summary>
    public override bool IsAlias => Input.Channels == 1 || Input.Positions == 1;

    public override double Cost => IsAlias ? 0 : Output.Length;

    public override double PanelCost => IsAlias ? 0 : Output.Length;

    public override IEnumerable<TensorInfo> Tensors() => [];

    public override Memory Need(Mode mode) => default;
}
