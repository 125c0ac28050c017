namespace DeepThin;

/// <summary>The function that is applied to the outputs of a layer.</summary>
public enum Activation
{
    /// <summary>f(z) = z.</summary>
    Identity,

    /// <summary>f(z) = max(0, z).</summary>
    Relu,

    /// <summary>f(z) = z for z &gt; 0, otherwise slope·z; the slope is 0.01 unless the layer sets another.</summary>
    LeakyRelu,

    /// <summary>f(z) = min(max(0, z), ceiling); the ceiling is 20 unless the layer sets another.</summary>
    ClippedRelu,

    /// <summary>f(z) = 1 / (1 + exp(−z)).</summary>
    Sigmoid,

    /// <summary>f(z) = tanh(z).</summary>
    Tanh,

    /// <summary>f(z) = z·Φ(z), with Φ the distribution function of the standard normal (the exact form, not the tanh approximation).</summary>
    Gelu,

    /// <summary>f(z)ᵢ = exp(zᵢ) / Σⱼ exp(zⱼ) over the outputs of the layer.</summary>
    Softmax,

    /// <summary>f(z)ᵢ = zᵢ − log Σⱼ exp(zⱼ) over the outputs of the layer.</summary>
    LogSoftmax,
}
