namespace DeepThin.Planning;

/// <summary>A layer that brings values to a common scale, y = (x − mean)∘scale, of <c>[Standardize]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The number of values.</param>
internal sealed record StandardizeSpec(string Name, int Values) : LayerSpec(Name, default)
{
    public override Shape Input => new(Values);

    public override Shape Output => new(Values);

    public override LayerPlan Plan(int index, NetworkSpec network) => new StandardizePlan(index, Name, Values);
}
