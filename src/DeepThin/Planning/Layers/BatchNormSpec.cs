namespace DeepThin.Planning;

/// <summary>A layer that normalises each channel over samples and positions, of <c>[BatchNorm]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input and its output.</param>
/// <param name="Epsilon">What is added to the variance.</param>
/// <param name="Momentum">How far running statistics go toward those of a minibatch in a step.</param>
internal sealed record BatchNormSpec(string Name, Shape Shape, float Epsilon, float Momentum) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new BatchNormPlan(index, Name, Shape, Epsilon, Momentum);
}
