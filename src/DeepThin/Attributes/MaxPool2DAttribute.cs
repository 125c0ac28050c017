namespace DeepThin;

/// <summary>The largest value under a window that passes over each channel of an image alone.</summary>
/// <param name="kernel">The rows and the columns of the window. At least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxPool2DAttribute(int kernel) : LayerAttribute
{
    /// <summary>The rows of the window; the constructor's kernel unless given.</summary>
    public int KernelHeight { get; set; } = kernel;

    /// <summary>The columns of the window; the constructor's kernel unless given.</summary>
    public int KernelWidth { get; set; } = kernel;

    /// <summary>The distance of positions in both directions. The size of the window by default.</summary>
    public int Stride { get; set; }

    /// <summary>The distance of positions from row to row; <see cref="Stride"/> unless given.</summary>
    public int StrideHeight { get; set; }

    /// <summary>The distance of positions from column to column; <see cref="Stride"/> unless given.</summary>
    public int StrideWidth { get; set; }

    /// <summary>The places without a value on each side. 0 by default.</summary>
    public int Padding { get; set; }

    /// <summary>The rows of places without a value above; <see cref="Padding"/> unless given.</summary>
    public int PaddingTop { get; set; }

    /// <summary>The rows of places without a value below; <see cref="Padding"/> unless given.</summary>
    public int PaddingBottom { get; set; }

    /// <summary>The columns of places without a value to the left; <see cref="Padding"/> unless given.</summary>
    public int PaddingLeft { get; set; }

    /// <summary>The columns of places without a value to the right; <see cref="Padding"/> unless given.</summary>
    public int PaddingRight { get; set; }

    /// <summary>The distance of taps in both directions. 1 by default.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The distance of taps from row to row; <see cref="Dilation"/> unless given.</summary>
    public int DilationHeight { get; set; }

    /// <summary>The distance of taps from column to column; <see cref="Dilation"/> unless given.</summary>
    public int DilationWidth { get; set; }
}
