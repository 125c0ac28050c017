namespace DeepThin;

/// <summary>
/// A layer of gated recurrent units (Cho et al., 2014, arXiv:1406.1078) with PyTorch's equations and order of gates: with x₁, x₂, x₃ the three parts of xW + b and h₁, h₂, h₃ those
/// of h′W′ + b′, where h′ is the output of the step before, r = σ(x₁ + h₁), z = σ(x₂ + h₂), n = tanh(x₃ + r∘h₃), and the output is h = (1 − z)∘n + z∘h′.
/// </summary>
/// <param name="inputs">The values of a step. At least 1, and equal to the outputs of the layer before.</param>
/// <param name="hidden">The hidden values, which are the outputs of a step. At least 1.</param>
public sealed class GruAttribute(int inputs, int hidden) : RecurrentLayerAttribute(inputs, hidden)
{
    /// <summary>
    /// Whether r multiplies the hidden values before the matrix rather than behind it: n = tanh(x₃ + (r∘h′)W″ + b″), as in the paper, in ONNX's <c>linear_before_reset = 0</c> and in Keras's
    /// <c>reset_after=False</c>. The recurrent matrix W′ is then over r and z alone, and W″ is one of hidden × hidden; each is compressed by itself, both by
    /// <see cref="RecurrentLayerAttribute.RecurrentRatio"/>. False by default, as in PyTorch.
    /// </summary>
    public bool ResetBefore { get; set; }

    /// <summary>What the gates r and z make of their sums: <see cref="Activation.Sigmoid"/>, the default, or <see cref="Activation.HardSigmoid"/>.</summary>
    public Activation GateActivation { get; set; } = Activation.Sigmoid;

    /// <summary>
    /// The slope of <see cref="Activation.HardSigmoid"/> for gates: σ(x) = min(1, max(0, slope·x + ½)). 1/6 by default, as in PyTorch and Keras 3; Keras 2 and ONNX have 0.2.
    /// </summary>
    public double GateSlope { get; set; } = 1 / 6.0;
}
