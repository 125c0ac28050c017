namespace DeepThin;

/// <summary>Adds two values of one shape, y = f(x + z): that of the layer before, and that of another layer or an input.</summary>
/// <param name="from">The name of the other layer, or of the input. It stands before this layer.</param>
public sealed class ResidualAttribute(string from) : LayerAttribute
{
    /// <summary>The name of the other layer, or of the input.</summary>
    public new string From { get; } = from;

    /// <summary>The function applied to the sums. <see cref="Activation.Identity"/> by default.</summary>
    public Activation Activation { get; set; }

    /// <summary>The slope of <see cref="Activation.LeakyRelu"/> below zero; 0.01 by default, at least 0 and below 1.</summary>
    public double Slope { get; set; } = 0.01;

    /// <summary>The ceiling of <see cref="Activation.ClippedRelu"/>; 20 by default, above 0.</summary>
    public double Ceiling { get; set; } = 20;

    /// <summary>What <see cref="Activation.Elu"/> approaches below zero, less the sign; 1 by default, above 0.</summary>
    public double Alpha { get; set; } = 1;

    /// <summary>Whether the value that has fewer channels gets channels of zeros behind its own. False by default: both have as many.</summary>
    public bool PadChannels { get; set; }
}
