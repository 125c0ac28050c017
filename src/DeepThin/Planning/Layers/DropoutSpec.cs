using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A layer that leaves values out at random in training, of <c>[Dropout]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input and its output.</param>
/// <param name="Rate">The probability that a value is left out.</param>
internal sealed record DropoutSpec(string Name, Shape Shape, float Rate) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new DropoutPlan(index, Name, Shape, Rate, network.Training);
}

/// <summary>The plan of such a layer. In a model that does not train its output is its input by another name.</summary>
internal sealed record DropoutPlan(int Index, string Name, Shape Shape, float Rate, bool Training) : LayerPlan(Index, Name, Shape, Shape, default)
{
    public override string Kind => "dropout";

    public override EquatableArray<LinearMap> Maps => default;

    public override long Parameters => 0;

    public override bool IsAlias => !Training;

    public override double Cost => Training ? Shape.Length : 0;

    public override double PanelCost => Cost;

    public override IEnumerable<TensorInfo> Tensors() => [];

    // A trace keeps what each value was multiplied with.
    public override Memory Need(Mode mode) => mode == Mode.Trace ? new(Kept: Shape.Length * KernelShape.PanelSize) : default;
}
