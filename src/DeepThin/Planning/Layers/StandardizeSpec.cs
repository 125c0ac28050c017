namespace DeepThin.Planning;

/// <summary>A layer that brings values to a common scale, y = (x − mean)∘scale, of <c>[Standardize]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input, whose channels have a mean and a scale each.</param>
internal sealed record StandardizeSpec(string Name, Shape Shape) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new StandardizePlan(index, Name, Shape);
}
