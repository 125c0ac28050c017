using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>A layer that puts the channels of values one behind the other, of <c>[Concat]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shapes">The shapes of the values, which have one height and one width.</param>
internal sealed record ConcatSpec(string Name, EquatableArray<Shape> Shapes) : LayerSpec(Name, default)
{
    public override Shape Input => Shapes[0];

    public override Shape Output => Shapes[0] with { Channels = Shapes.Sum(shape => shape.Channels) };

    public override LayerPlan Plan(int index, NetworkSpec network) => new ConcatPlan(index, Name, Shapes, Output);
}

/// <summary>The plan of such a layer. It has no tensors.</summary>
internal sealed record ConcatPlan(int Index, string Name, EquatableArray<Shape> Shapes, Shape Output) : LayerPlan(Index, Name, Shapes[0], Output, default)
{
    public override string Kind => "concat";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool EndsActivation => true;

    public override double Cost => Output.Length;

    public override double PanelCost => Output.Length;

    public override IEnumerable<TensorInfo> Tensors() => [];

    public override Memory Need(Mode mode) => default;
}
