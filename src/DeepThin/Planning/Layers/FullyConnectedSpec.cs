namespace DeepThin.Planning;

/// <summary>A fully connected layer, y = f(s∘((g∘x)W) + b), of <c>[Dense]</c>, <c>[LowRank]</c>, <c>[Hashed]</c> or <c>[Pruned]</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weights">How W is kept; of DeepThin's factors n is decided.</param>
/// <param name="Bias">The bias, or null for none.</param>
/// <param name="Activation">f.</param>
/// <param name="Kernel">The kernel that the user names.</param>
/// <param name="Gains">Which of g and s are there.</param>
internal sealed record FullyConnectedSpec(string Name, WeightsPlan Weights, BiasPlan? Bias, ActivationSpec Activation, Kernel Kernel = Kernel.Auto, Gains Gains = Gains.None)
    : LayerSpec(Name, Activation)
{
    public override Shape Input => new(Weights.Q);

    public override Shape Output => new(Weights.R);

    public override LayerPlan Plan(int index, NetworkSpec network) =>
        new FullyConnectedPlan(index, Name, LinearMap.For(Weights, Gains, Kernel, network), Bias, Activation);
}
