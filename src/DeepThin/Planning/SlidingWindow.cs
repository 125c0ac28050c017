using System;
using System.ComponentModel;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>
/// One axis of a window that passes over a value: tap k of position p reads index p·stride + k·dilation − before; outside of the value there are zeros.
/// Called by generated code.
/// </summary>
/// <param name="Length">The length of the value along the axis.</param>
/// <param name="Kernel">The taps.</param>
/// <param name="Stride">The distance of positions.</param>
/// <param name="Dilation">The distance of taps.</param>
/// <param name="Before">The zeros before the value.</param>
/// <param name="After">The zeros behind it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WindowAxis(int Length, int Kernel, int Stride, int Dilation, int Before, int After)
{
    /// <summary>What a window reaches over.</summary>
    internal long Reach => (Kernel - 1L) * Dilation + 1;

    /// <summary>The number of positions; less than 1 where the window is longer than the value with its zeros.</summary>
    internal int Positions => (long)Length + Before + After < Reach ? 0 : (int)(((long)Length + Before + After - Reach) / Stride) + 1;

    /// <summary>
    /// The phases of the padded axis that are read. Laid out phase by phase, what a tap reads at neighbouring positions lies side by side.
    /// </summary>
    internal int Phases => Math.Min(Kernel, Period);

    /// <summary>The length of a phase.</summary>
    internal int Pitch => Positions + Shift(Kernel - 1);

    private int Period => Stride / ReLayout.Gcd(Dilation, Stride);

    /// <summary>The phase that a tap reads.</summary>
    /// <param name="tap">The tap k.</param>
    internal int Phase(int tap) => tap % Period;

    /// <summary>How far behind the index of its position a tap reads in its phase.</summary>
    /// <param name="tap">The tap k.</param>
    internal int Shift(int tap) => (int)((long)tap * Dilation / Stride);

    /// <summary>The index of the value at the beginning of a phase; negative in the zeros before it.</summary>
    /// <param name="phase">The phase.</param>
    internal int First(int phase) => (int)((long)phase * Dilation % Stride) - Before;

    /// <summary>The index of the value that a tap reads.</summary>
    /// <param name="position">The position p.</param>
    /// <param name="tap">The tap k.</param>
    internal int Index(int position, int tap) => position * Stride + tap * Dilation - Before;
}

/// <summary>The window that a convolution or a pooling passes over the channels of its input. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct SlidingWindow
{
    /// <summary>A window.</summary>
    /// <param name="channels">The channels.</param>
    /// <param name="rows">The axis of rows; of one row for a series.</param>
    /// <param name="columns">The axis of columns.</param>
    public SlidingWindow(int channels, WindowAxis rows, WindowAxis columns)
    {
        (Channels, Rows, Columns) = (channels, rows, columns);
        (Height, Width, Pitch) = (rows.Positions, columns.Positions, columns.Pitch);
        PhaseLength = rows.Pitch * Pitch;
        PaddedPlane = ReLayout.CeilDiv((long)rows.Phases * columns.Phases * rows.Pitch * Pitch, 2 * KernelShape.Lanes) * 2 * KernelShape.Lanes + KernelShape.Lanes;
    }

    /// <summary>The channels.</summary>
    public int Channels { get; }

    /// <summary>The axis of rows.</summary>
    public WindowAxis Rows { get; }

    /// <summary>The axis of columns.</summary>
    public WindowAxis Columns { get; }

    /// <summary>The rows of positions.</summary>
    internal int Height { get; }

    /// <summary>The positions of a row.</summary>
    internal int Width { get; }

    /// <summary>The places of a row: its positions, and what windows reach over its end.</summary>
    internal int Pitch { get; }

    /// <summary>The taps of a channel.</summary>
    internal int Taps => Rows.Kernel * Columns.Kernel;

    /// <summary>The values of a channel of the input.</summary>
    internal int Plane => Rows.Length * Columns.Length;

    /// <summary>The positions, row by row.</summary>
    internal int Positions => Height * Width;

    /// <summary>The places of one sample, row by row, so that a tap reads one stretch of its phase for all of them.</summary>
    internal int Places => (Height - 1) * Pitch + Width;

    /// <summary>The distance of the channels of a padded input: full vectors, and no power of two, at which all channels would share a few sets of the cache.</summary>
    internal int ChannelStride => (int)PaddedPlane;

    /// <summary>The floats of a padded input: from each place a panel of places can be read.</summary>
    internal long PaddedLength => Channels * PaddedPlane + KernelShape.PanelSize;

    /// <summary>The floats of a row of the input under which a row of positions stands, with what full vectors of positions read behind it.</summary>
    internal int LineLength => ReLayout.RoundUp(Columns.Before + Math.Max(Columns.Length, (int)Columns.Reach + (Width - 1) * Columns.Stride), KernelShape.Lanes) + 2 * KernelShape.Lanes;

    /// <summary>The floats that a pooling of one sample works in: a factor for each position of a row and a row of outputs, in full vectors, then such a row for each row of positions.</summary>
    internal long PoolingScratch => 2 * ReLayout.RoundUp(Width, KernelShape.Lanes) + (long)Height * LineLength;

    private int PhaseLength { get; }

    /// <summary>The same for a window that may be too large to be used.</summary>
    internal long PaddedPlane { get; }

    /// <summary>Where in its channel of the padded input a tap reads at the first place.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    internal int Offset(int row, int column) =>
        (Rows.Phase(row) * Columns.Phases + Columns.Phase(column)) * PhaseLength + Rows.Shift(row) * Pitch + Columns.Shift(column);
}
