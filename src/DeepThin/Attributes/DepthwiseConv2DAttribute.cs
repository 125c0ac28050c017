namespace DeepThin;

/// <summary>
/// A convolution of each channel of an image alone: y = f(w·x + b) of the values under a window, with weights of its own for each channel. Its tensor is PyTorch's of as many groups as
/// channels, channels × 1 × height × width. It has few weights, and they are not compressed.
/// </summary>
/// <param name="inputs">The channels of the input, and of the output. At least 1, and equal to those of the layer before.</param>
/// <param name="kernel">The rows and the columns of the window. At least 1.</param>
public sealed class DepthwiseConv2DAttribute(int inputs, int kernel) : WeightedLayerAttribute(inputs, inputs)
{
    /// <summary>The rows of the window; the constructor's kernel unless given.</summary>
    public int KernelHeight { get; set; } = kernel;

    /// <summary>The columns of the window; the constructor's kernel unless given.</summary>
    public int KernelWidth { get; set; } = kernel;

    /// <summary>The distance of positions in both directions. 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The distance of positions from row to row; <see cref="Stride"/> unless given.</summary>
    public int StrideHeight { get; set; }

    /// <summary>The distance of positions from column to column; <see cref="Stride"/> unless given.</summary>
    public int StrideWidth { get; set; }

    /// <summary>The zeros on each side. 0 by default.</summary>
    public int Padding { get; set; }

    /// <summary>The rows of zeros above; <see cref="Padding"/> unless given.</summary>
    public int PaddingTop { get; set; }

    /// <summary>The rows of zeros below; <see cref="Padding"/> unless given.</summary>
    public int PaddingBottom { get; set; }

    /// <summary>The columns of zeros to the left; <see cref="Padding"/> unless given.</summary>
    public int PaddingLeft { get; set; }

    /// <summary>The columns of zeros to the right; <see cref="Padding"/> unless given.</summary>
    public int PaddingRight { get; set; }

    /// <summary>The distance of taps in both directions. 1 by default.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The distance of taps from row to row; <see cref="Dilation"/> unless given.</summary>
    public int DilationHeight { get; set; }

    /// <summary>The distance of taps from column to column; <see cref="Dilation"/> unless given.</summary>
    public int DilationWidth { get; set; }
}
