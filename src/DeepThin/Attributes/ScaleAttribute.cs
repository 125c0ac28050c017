namespace DeepThin;

/// <summary>
/// A layer that multiplies each channel with a weight and adds a bias, y = w∘x + b; of a vector, each value. Its tensors are <c>weight</c>, which begins with 1, and <c>bias</c>.
/// </summary>
/// <param name="inputs">The channels of the input, and of the output; of a vector, the values. At least 1, and equal to those of the layer before.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ScaleAttribute(int inputs) : TensorLayerAttribute
{
    /// <summary>The channels; of a vector, the values.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>Whether the layer adds a bias. True by default.</summary>
    public bool Bias { get; set; } = true;
}
