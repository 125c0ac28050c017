namespace DeepThin;

/// <summary>The function that is applied to the outputs of a layer.</summary>
public enum Activation
{
    /// <summary>f(z) = z.</summary>
    Identity,

    /// <summary>f(z) = max(0, z).</summary>
    Relu,

    /// <summary>f(z) = z for z &gt; 0, otherwise slope·z.</summary>
    /// <remarks>The slope is 0.01 unless the layer sets another. With a slope of 0 it is a <see cref="Relu"/>, also at −∞.</remarks>
    LeakyRelu,

    /// <summary>f(z) = min(max(0, z), ceiling).</summary>
    /// <remarks>The ceiling is 20 unless the layer sets another.</remarks>
    ClippedRelu,

    /// <summary>f(z) = 1 / (1 + exp(−z)).</summary>
    Sigmoid,

    /// <summary>f(z) = tanh(z).</summary>
    Tanh,

    /// <summary>f(z) = z·Φ(z), with Φ the distribution function of the standard normal.</summary>
    /// <remarks>The exact form, not the approximation by tanh; 0 at −∞.</remarks>
    Gelu,

    /// <summary>f(z)ᵢ = exp(zᵢ) / Σⱼ exp(zⱼ) over the outputs of the layer.</summary>
    /// <remarks>NaN in all outputs where a sum is ∞ or NaN, or all are −∞.</remarks>
    Softmax,

    /// <summary>f(z)ᵢ = zᵢ − log Σⱼ exp(zⱼ) over the outputs of the layer.</summary>
    /// <remarks>NaN in all outputs where a sum is ∞ or NaN, or all are −∞.</remarks>
    LogSoftmax,
}
