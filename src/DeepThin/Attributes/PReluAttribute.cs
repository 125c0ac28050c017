namespace DeepThin;

/// <summary>
/// An activation whose slope below zero is trained: y = x above 0, otherwise slope·x (arXiv:1502.01852). Each channel has a slope of its own, of a vector each value, or all share one. Its
/// tensor <c>weight</c> is that of PyTorch's <c>PReLU</c>, and begins with 0.25.
/// </summary>
/// <param name="inputs">The channels of the input, and of the output; of a vector, the values. At least 1, and equal to those of the layer before.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PReluAttribute(int inputs) : TensorLayerAttribute
{
    /// <summary>The channels; of a vector, the values.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>Whether all channels share one slope, as in a <c>PReLU()</c> of PyTorch without an argument. False by default.</summary>
    public bool Shared { get; set; }
}
