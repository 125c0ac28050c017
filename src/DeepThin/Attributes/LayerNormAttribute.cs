namespace DeepThin;

/// <summary>
/// A layer that normalises each sample, y = w∘(x − mean) / √(variance + epsilon) + b (arXiv:1607.06450): over all values of the sample, or at each position over its channels. Its tensors are
/// those of PyTorch's <c>LayerNorm</c>.
/// </summary>
/// <param name="inputs">The channels of the input, and of the output; of a vector, the values. At least 1, and equal to those of the layer before.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LayerNormAttribute(int inputs) : TensorLayerAttribute
{
    /// <summary>The channels; of a vector, the values.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>
    /// Whether the channels at each position of a series or an image are normalised alone, with a weight and a bias for each channel. Otherwise all values of a sample are, with a weight and a bias for
    /// each. False by default.
    /// </summary>
    public bool PerPosition { get; set; }

    /// <summary>What is added to the variance; 1e-5 by default, above 0.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether the layer adds a bias. True by default.</summary>
    public bool Bias { get; set; } = true;
}
