namespace DeepThin;

/// <summary>
/// A layer that normalises each channel, y = w∘(x − mean) / √(variance + epsilon) + b (arXiv:1502.03167); of a vector, each value. In a prediction mean and variance are running ones, which stand in the
/// weights file. In training they are those of a panel of up to 64 samples at all positions, and the running ones follow them. Its tensors are those of PyTorch's <c>BatchNorm1d</c> and <c>BatchNorm2d</c>.
/// </summary>
/// <param name="inputs">The channels of the input, and of the output; of a vector, the values. At least 1, and equal to those of the layer before.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BatchNormAttribute(int inputs) : TensorLayerAttribute
{
    /// <summary>The channels; of a vector, the values.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>What is added to the variance; 1e-5 by default, above 0.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>The share of the way to the statistics of a minibatch that the running ones go in a step of training; 0.1 by default, above 0 and at most 1.</summary>
    public double Momentum { get; set; } = 0.1;
}
