using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that takes the magnitude of complex values, of <c>[Magnitude]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its output.</param>
internal sealed record MagnitudeSpec(string Name, Shape Shape) : LayerSpec(Name, default)
{
    public override Shape Input => Shape with { Channels = 2 * Shape.Channels };

    public override Shape Output => Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new MagnitudePlan(index, Name, Shape);
}

/// <summary>The plan of such a layer. It has no tensors.</summary>
internal sealed record MagnitudePlan(int Index, string Name, Shape Shape) : LayerPlan(Index, Name, Shape with { Channels = 2 * Shape.Channels }, Shape, default)
{
    public override string Kind => "magnitude";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool EndsActivation => true;

    public override double Cost => 2.0 * Shape.Length;

    public override double PanelCost => 2.0 * Shape.Length;

    public override IEnumerable<TensorInfo> Tensors() => [];

    public override Memory Need(Mode mode) => default;
}
