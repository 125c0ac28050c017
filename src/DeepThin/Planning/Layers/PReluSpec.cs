namespace DeepThin.Planning;

/// <summary>An activation whose slopes below zero are trained, of <c>[PRelu]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">The shape of its input and its output.</param>
/// <param name="Shared">Whether all channels share one slope.</param>
internal sealed record PReluSpec(string Name, Shape Shape, bool Shared = false) : LayerSpec(Name, default)
{
    public override Shape Input => Shape;

    public override Shape Output => Shape;

    public override LayerPlan Plan(int index, NetworkSpec network) => new PReluPlan(index, Name, Shape, Shared);
}
