using System.ComponentModel;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>What a <c>[Pad]</c> reads and what it puts around that. Called by generated code.</summary>
/// <param name="Channels">The channels of the input.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Top">The rows above it.</param>
/// <param name="Bottom">The rows below it.</param>
/// <param name="Left">The columns to its left.</param>
/// <param name="Right">The columns to its right.</param>
/// <param name="ChannelsBefore">The channels before it.</param>
/// <param name="ChannelsAfter">The channels behind it.</param>
/// <param name="Mode">What stands around a channel.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct Padding(
    int Channels, int Height, int Width, int Top, int Bottom, int Left, int Right, int ChannelsBefore, int ChannelsAfter, PadMode Mode)
{
    /// <summary>The shape of the input.</summary>
    internal Shape Input => new(Channels, Height, Width);

    /// <summary>The shape of the output.</summary>
    internal Shape Output => new(ChannelsBefore + Channels + ChannelsAfter, Top + Height + Bottom, Left + Width + Right);

    /// <summary>The row of the input that a row of the output is; −1 where it has zeros.</summary>
    /// <param name="row">The row of the output.</param>
    internal int RowOf(int row) => Source(row - Top, Height);

    /// <summary>The column of the input that a column of the output is; −1 where it has zeros.</summary>
    /// <param name="column">The column of the output.</param>
    internal int ColumnOf(int column) => Source(column - Left, Width);

    private int Source(int index, int length)
    {
        if (index >= 0 && index < length) return index;
        return Mode switch
        {
            PadMode.Reflect => index < 0 ? -index : 2 * (length - 1) - index,
            PadMode.Edge => index < 0 ? 0 : length - 1,
            _ => -1,
        };
    }
}
