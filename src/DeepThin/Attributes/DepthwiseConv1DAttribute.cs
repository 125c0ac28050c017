namespace DeepThin;

/// <summary>
/// A convolution of each channel of a series alone: y = f(w·x + b) of the values under a window, with weights of its own for each channel. Its tensor is PyTorch's of as many groups as
/// channels, channels × 1 × taps. It has few weights, and they are not compressed.
/// </summary>
/// <param name="inputs">The channels of the input, and of the output. At least 1, and equal to those of the layer before.</param>
/// <param name="kernel">The taps of the window. At least 1.</param>
public sealed class DepthwiseConv1DAttribute(int inputs, int kernel) : WeightedLayerAttribute(inputs, inputs)
{
    /// <summary>The taps of the window.</summary>
    public int KernelLength { get; } = kernel;

    /// <summary>The distance of positions. 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The zeros on each side. 0 by default.</summary>
    public int Padding { get; set; }

    /// <summary>The zeros before the series; <see cref="Padding"/> unless given.</summary>
    public int PaddingBefore { get; set; }

    /// <summary>The zeros behind it; <see cref="Padding"/> unless given.</summary>
    public int PaddingAfter { get; set; }

    /// <summary>
    /// Whether an output depends on no later input: the window ends at its position, and as many zeros stand before the series as it reaches back. Then no padding is given.
    /// False by default.
    /// </summary>
    public bool Causal { get; set; }

    /// <summary>The distance of taps. 1 by default.</summary>
    public int Dilation { get; set; } = 1;
}
