namespace DeepThin;

/// <summary>
/// A layer of long short-term memory (Hochreiter and Schmidhuber, 1997) with PyTorch's equations and order of gates: i, f, g and o are those four parts of
/// xW + b + h′W′ + b′, h′ and c′ are those of the step before, c = σ(f)∘c′ + σ(i)∘tanh(g), and the output is h = σ(o)∘tanh(c).
/// </summary>
/// <param name="inputs">The values of a step. At least 1, and equal to the outputs of the layer before.</param>
/// <param name="hidden">The hidden values, which are the outputs of a step. At least 1.</param>
public sealed class LstmAttribute(int inputs, int hidden) : RecurrentLayerAttribute(inputs, hidden)
{
    /// <summary>What the gates i, f and o make of their sums: <see cref="Activation.Sigmoid"/>, the default, or <see cref="Activation.HardSigmoid"/>.</summary>
    public Activation GateActivation { get; set; } = Activation.Sigmoid;

    /// <summary>
    /// The slope of <see cref="Activation.HardSigmoid"/> for gates: σ(x) = min(1, max(0, slope·x + ½)). 1/6 by default, as in PyTorch and Keras 3; Keras 2 and ONNX have 0.2.
    /// </summary>
    public double GateSlope { get; set; } = 1 / 6.0;
}
