namespace DeepThin.Planning;

/// <summary>What a step makes of the sums of its weights, behind its own gains and bias: y = f(factor∘z + summand), or without a norm y = f(z).</summary>
/// <param name="Norm">The step that prepares factors and summands, of a <c>[BatchNorm]</c> that is folded into this one; null for none.</param>
/// <param name="Activation">f: the activation of the layer, or of an <c>[Activate]</c> that is folded into it.</param>
internal readonly record struct EpiloguePlan(int? Norm, ActivationSpec Activation)
{
    /// <summary>Whether it ends with sums, or with a norm of them.</summary>
    public bool IsLinear => Activation.Kind == DeepThin.Activation.Identity;
}
