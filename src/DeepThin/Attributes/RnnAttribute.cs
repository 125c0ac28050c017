namespace DeepThin;

/// <summary>A simple recurrent layer (Elman, 1990): the output is h = f(xW + b + h′W′ + b′), where h′ is that of the step before and f is tanh or the ReLU.</summary>
/// <param name="inputs">The values of a step. At least 1, and equal to the outputs of the layer before.</param>
/// <param name="hidden">The hidden values, which are the outputs of a step. At least 1.</param>
public sealed class RnnAttribute(int inputs, int hidden) : RecurrentLayerAttribute(inputs, hidden)
{
    /// <summary>f: <see cref="Activation.Tanh"/>, the default, or <see cref="Activation.Relu"/>.</summary>
    public Activation Activation { get; set; } = Activation.Tanh;
}
