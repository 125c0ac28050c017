namespace DeepThin;

/// <summary>
/// Takes the same values, channel by channel and row by row, for another shape, as <c>reshape</c> of PyTorch does with those of a sample. The shape has as many values as before; nothing is computed, and nothing is
/// copied.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReshapeAttribute : LayerAttribute
{
    /// <summary>A vector, as <see cref="FlattenAttribute"/> makes it.</summary>
    /// <param name="channels">The number of values. At least 1.</param>
    public ReshapeAttribute(int channels)
    {
        Channels = channels;
    }

    /// <summary>A series.</summary>
    /// <param name="channels">The channels. At least 1.</param>
    /// <param name="length">The values of each channel. At least 1.</param>
    public ReshapeAttribute(int channels, int length)
    {
        Channels = channels;
        Width = length;
    }

    /// <summary>An image.</summary>
    /// <param name="channels">The channels. At least 1.</param>
    /// <param name="height">The rows of each channel. At least 1.</param>
    /// <param name="width">The columns of each channel. At least 1.</param>
    public ReshapeAttribute(int channels, int height, int width)
    {
        Channels = channels;
        Height = height;
        Width = width;
    }

    /// <summary>The channels; of a vector, its values.</summary>
    public int Channels { get; }

    /// <summary>The rows of an image; 1 for a series or a vector.</summary>
    public int Height { get; } = 1;

    /// <summary>The columns of an image, the length of a series; 1 for a vector.</summary>
    public int Width { get; } = 1;
}
