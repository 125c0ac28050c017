namespace DeepThin.Planning;

/// <summary>A layer that multiplies two values, of <c>[Multiply]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of the first value.</param>
/// <param name="Second">The shape of the second value. Either may be a vector with a value for each channel of the other.</param>
/// <param name="Activation">The function that is applied to the products.</param>
internal sealed record MultiplySpec(string Name, Shape Shape, Shape Second, ActivationSpec Activation) : LayerSpec(Name, Activation)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape.IsVector ? Second : Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new MultiplyPlan(index, Name, Shape, Second, Output, Activation);
}

/// <summary>The plan of such a layer. It has no tensors.</summary>
internal sealed record MultiplyPlan(int Index, string Name, Shape First, Shape Second, Shape Output, ActivationSpec Activation) : PairPlan(Index, Name, First, Second, Output, Activation)
{
    public override string Kind => "multiply";

    /// <summary>Whether one of the values is a gate: a vector with a value for each channel of the other.</summary>
    public bool HasGate => First != Second;
}
