namespace DeepThin;

/// <summary>
/// A layer that puts values around each channel of a series or an image, and channels of zeros before and behind. Of a series <see cref="Left"/> is before the first value, and
/// <see cref="Right"/> behind the last.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PadAttribute : LayerAttribute
{
    /// <summary>The rows above an image. 0 by default.</summary>
    public int Top { get; set; }

    /// <summary>The rows below it. 0 by default.</summary>
    public int Bottom { get; set; }

    /// <summary>The columns to its left; the values before a series. 0 by default.</summary>
    public int Left { get; set; }

    /// <summary>The columns to its right; the values behind a series. 0 by default.</summary>
    public int Right { get; set; }

    /// <summary>The channels of zeros before the first one. 0 by default.</summary>
    public int ChannelsBefore { get; set; }

    /// <summary>The channels of zeros behind the last one. 0 by default.</summary>
    public int ChannelsAfter { get; set; }

    /// <summary>What stands around a channel. <see cref="PadMode.Zeros"/> by default.</summary>
    public PadMode Mode { get; set; }
}
