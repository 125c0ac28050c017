namespace DeepThin;

/// <summary>
/// Multiplies two values place by place, y = f(x∘z): that of the layer before, and that of another layer or an input. Both have one shape, or one of them is a vector with a value for each channel of the other, a gate that
/// multiplies all values of its channel.
/// </summary>
/// <param name="from">The name of the other layer, or of the input. It stands before this layer.</param>
public sealed class MultiplyAttribute(string from) : LayerAttribute
{
    /// <summary>The name of the other layer, or of the input.</summary>
    public new string From { get; } = from;

    /// <summary>The function applied to the products. <see cref="Activation.Identity"/> by default.</summary>
    public Activation Activation { get; set; }

    /// <summary>The slope of <see cref="Activation.LeakyRelu"/> below zero; 0.01 by default, at least 0 and below 1.</summary>
    public double Slope { get; set; } = 0.01;

    /// <summary>The ceiling of <see cref="Activation.ClippedRelu"/>; 20 by default, above 0.</summary>
    public double Ceiling { get; set; } = 20;

    /// <summary>What <see cref="Activation.Elu"/> approaches below zero, less the sign; 1 by default, above 0.</summary>
    public double Alpha { get; set; } = 1;
}
