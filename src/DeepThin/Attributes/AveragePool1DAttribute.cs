namespace DeepThin;

/// <summary>The mean of the values under a window that passes over each channel of a series alone.</summary>
/// <param name="kernel">The taps of the window. At least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AveragePool1DAttribute(int kernel) : LayerAttribute
{
    /// <summary>The taps of the window.</summary>
    public int KernelLength { get; } = kernel;

    /// <summary>The distance of positions. The size of the window by default.</summary>
    public int Stride { get; set; }

    /// <summary>The zeros on each side. 0 by default.</summary>
    public int Padding { get; set; }

    /// <summary>The zeros before the series; <see cref="Padding"/> unless given.</summary>
    public int PaddingBefore { get; set; }

    /// <summary>The zeros behind it; <see cref="Padding"/> unless given.</summary>
    public int PaddingAfter { get; set; }

    /// <summary>Whether the zeros around the input count in a mean. True by default, as in PyTorch.</summary>
    public bool CountPadding { get; set; } = true;
}
