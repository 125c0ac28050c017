namespace DeepThin;

/// <summary>
/// The shape of what a model is given, for layers that need more than a number of values: channels, then height and width of an image, or the length of a series. The values of
/// a sample stand channel by channel and row by row, as PyTorch's (N, C, H, W) has them. Without it the inputs of the first layer say it. Several of them lie one after the
/// other in a sample.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute : Attribute
{
    /// <summary>A vector.</summary>
    /// <param name="channels">The number of values. At least 1.</param>
    public InputAttribute(int channels)
    {
        Channels = channels;
    }

    /// <summary>A series.</summary>
    /// <param name="channels">The channels. At least 1.</param>
    /// <param name="length">The values of each channel. At least 1.</param>
    public InputAttribute(int channels, int length)
    {
        Channels = channels;
        Width = length;
    }

    /// <summary>An image.</summary>
    /// <param name="channels">The channels. At least 1.</param>
    /// <param name="height">The rows of each channel. At least 1.</param>
    /// <param name="width">The columns of each channel. At least 1.</param>
    public InputAttribute(int channels, int height, int width)
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

    /// <summary>A name for the input, by which layers read it. Unless given it is <c>input</c>, and of several inputs <c>input0</c>, <c>input1</c> and so on.</summary>
    public string? Name { get; set; }
}
