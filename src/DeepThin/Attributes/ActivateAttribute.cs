namespace DeepThin;

/// <summary>Applies an activation to the values of the layer before, y = f(x), for layers that have none of their own, such as <c>[BatchNorm]</c> and <c>[Concat]</c>.</summary>
/// <param name="activation">The function.</param>
public sealed class ActivateAttribute(Activation activation) : LayerAttribute
{
    /// <summary>The function.</summary>
    public Activation Activation { get; } = activation;

    /// <summary>The slope of <see cref="Activation.LeakyRelu"/> below zero; 0.01 by default, at least 0 and below 1.</summary>
    public double Slope { get; set; } = 0.01;

    /// <summary>The ceiling of <see cref="Activation.ClippedRelu"/>; 20 by default, above 0.</summary>
    public double Ceiling { get; set; } = 20;

    /// <summary>What <see cref="Activation.Elu"/> approaches below zero, less the sign; 1 by default, above 0.</summary>
    public double Alpha { get; set; } = 1;
}
