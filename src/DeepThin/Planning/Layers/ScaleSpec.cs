namespace DeepThin.Planning;

/// <summary>A layer that multiplies each channel with a weight and adds a bias, y = w∘x + b, of <c>[Scale]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input and its output.</param>
/// <param name="Bias">Whether it adds a bias.</param>
internal sealed record ScaleSpec(string Name, Shape Shape, bool Bias = true) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new ScalePlan(index, Name, Shape, Bias);
}
