namespace DeepThin.Planning;

/// <summary>A layer that normalises each sample, of <c>[LayerNorm]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input and its output.</param>
/// <param name="PerPosition">Whether the channels at each position are normalised alone.</param>
/// <param name="Bias">Whether it adds a bias.</param>
/// <param name="Epsilon">What is added to the variance.</param>
internal sealed record LayerNormSpec(string Name, Shape Shape, bool PerPosition, bool Bias, float Epsilon) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new LayerNormPlan(index, Name, Shape, PerPosition, Bias, Epsilon);
}
