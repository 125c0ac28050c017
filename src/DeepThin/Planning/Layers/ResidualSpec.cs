namespace DeepThin.Planning;

/// <summary>A layer that adds two values, of <c>[Residual]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of the first value.</param>
/// <param name="Second">The shape of the second value, which may have more or fewer channels.</param>
/// <param name="Activation">The function that is applied to the sums.</param>
internal sealed record ResidualSpec(string Name, Shape Shape, Shape Second, ActivationSpec Activation) : LayerSpec(Name, Activation)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape.Channels > Second.Channels ? Shape : Second;

    public override LayerPlan Plan(int index, NetworkSpec network) => new ResidualPlan(index, Name, Shape, Second, Output, Activation);
}
