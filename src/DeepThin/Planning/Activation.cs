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

    /// <summary>f(z) = z/2·(1 + tanh(√(2/π)·(z + 0.044715·z³))).</summary>
    /// <remarks>The approximation of <see cref="Gelu"/> by tanh; 0 at −∞.</remarks>
    GeluTanh,

    /// <summary>f(z) = z / (1 + exp(−z)).</summary>
    /// <remarks>Also known as Swish; 0 at −∞.</remarks>
    Silu,

    /// <summary>f(z) = z for z &gt; 0, otherwise alpha·(exp(z) − 1).</summary>
    /// <remarks>Alpha is 1 unless the layer sets another.</remarks>
    Elu,

    /// <summary>f(z) = log(1 + exp(z)).</summary>
    Softplus,

    /// <summary>f(z) = min(max(0, z + 3), 6) / 6.</summary>
    HardSigmoid,

    /// <summary>f(z) = z·min(max(0, z + 3), 6) / 6.</summary>
    /// <remarks>0 at −∞.</remarks>
    HardSwish,

    /// <summary>f(z)ᵢ = exp(zᵢ) / Σⱼ exp(zⱼ) over the outputs of the layer.</summary>
    /// <remarks>NaN in all outputs where a sum is ∞ or NaN, or all are −∞.</remarks>
    Softmax,

    /// <summary>f(z)ᵢ = zᵢ − log Σⱼ exp(zⱼ) over the outputs of the layer.</summary>
    /// <remarks>NaN in all outputs where a sum is ∞ or NaN, or all are −∞.</remarks>
    LogSoftmax,
}
