using System.ComponentModel;
using System.Runtime.CompilerServices;
using DeepThin.Planning;

namespace DeepThin.Runtime;

/// <summary>
/// The columns of a convolution: the values under its window. Of one sample the input is laid out with its zeros, phase by phase where the window moves more
/// than one value, so that a tap reads one stretch for a panel of places. Of a panel of samples the rows of a position are copied. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Positions<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Lays one sample out with the zeros around it.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="window">The window.</param>
    /// <param name="padded">Receives the padded input; what no window reads at a position is left as it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pad(ref float x, in SlidingWindow window, ref float padded)
    {
        for (int channel = 0; channel < window.Channels; channel++)
        {
            PadChannel(ref Unsafe.Add(ref x, channel * window.Plane), window, ref Unsafe.Add(ref padded, channel * window.ChannelStride));
        }

        // What a panel of places reads behind the last channel is finite, and reaches no position.
        Panel.Zero(ref Unsafe.Add(ref padded, window.Channels * window.ChannelStride), Panel.Size);
    }

    /// <summary>Lays one sample out with the zeros around it, each channel multiplied with a gain of its own.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="gains">The gains, one for each channel.</param>
    /// <param name="window">The window.</param>
    /// <param name="padded">Receives the padded input; what no window reads at a position is left as it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pad(ref float x, ref float gains, in SlidingWindow window, ref float padded)
    {
        Pad(ref x, window, ref padded);
        for (int channel = 0; channel < window.Channels; channel++)
        {
            TVector gain = TSimd.Broadcast(ref gains, channel);
            ref float values = ref Unsafe.Add(ref padded, channel * window.ChannelStride);
            for (int i = 0; i < window.ChannelStride; i += TSimd.Count) TSimd.Store(TSimd.Multiply(gain, TSimd.Load(ref values, i)), ref values, i);
        }
    }

    /// <summary>The columns of a panel of places of one sample: 64 values of each tap.</summary>
    /// <param name="padded">The padded sample.</param>
    /// <param name="window">The window.</param>
    /// <param name="place">The first place.</param>
    /// <param name="channelsLast">Whether the channels of a tap stand side by side; otherwise the taps of a channel.</param>
    /// <param name="columns">Receives a row of 64 values for each channel and tap.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ref float padded, in SlidingWindow window, int place, bool channelsLast, ref float columns)
    {
        int tapStride = (channelsLast ? window.Channels : 1) * Panel.Size, columnStride = (channelsLast ? 1 : window.Taps) * Panel.Size;
        int channels = window.Channels, channelStride = window.ChannelStride;
        for (int row = 0, tap = 0; row < window.Rows.Kernel; row++)
        {
            for (int column = 0; column < window.Columns.Kernel; column++, tap++)
            {
                ref float from = ref Unsafe.Add(ref padded, place + window.Offset(row, column));
                ref float to = ref Unsafe.Add(ref columns, tap * tapStride);
                for (int channel = 0; channel < channels; channel++)
                {
                    CopyRow(ref from, ref to);
                    from = ref Unsafe.Add(ref from, channelStride);
                    to = ref Unsafe.Add(ref to, columnStride);
                }
            }
        }
    }

    /// <summary>Writes what a layer has made of a panel of places to their positions.</summary>
    /// <param name="outputs">A row of 64 values for each output.</param>
    /// <param name="count">The number of outputs.</param>
    /// <param name="window">The window.</param>
    /// <param name="place">The first place.</param>
    /// <param name="y">Receives the outputs, channel by channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(ref float outputs, int count, in SlidingWindow window, int place, ref float y)
    {
        int pitch = window.Pitch, width = window.Width, positions = window.Positions;
        int end = Math.Min(place + Panel.Size, window.Places);
        for (int row = place / pitch; row * pitch < end; row++)
        {
            int first = Math.Max(place, row * pitch), length = Math.Min(end, row * pitch + width) - first;
            if (length <= 0) continue;
            ref float from = ref Unsafe.Add(ref outputs, first - place);
            ref float to = ref Unsafe.Add(ref y, row * width + first - row * pitch);
            for (int i = 0; i < count; i++) CopyPart(ref Unsafe.Add(ref from, i * Panel.Size), ref Unsafe.Add(ref to, i * positions), length);
        }
    }

    /// <summary>The columns of one position of a panel of samples.</summary>
    /// <param name="x">The panel.</param>
    /// <param name="window">The window.</param>
    /// <param name="position">The position.</param>
    /// <param name="channelsLast">Whether the channels of a tap stand side by side; otherwise the taps of a channel.</param>
    /// <param name="columns">Receives a row of 64 values for each channel and tap.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GatherRows(ref float x, in SlidingWindow window, int position, bool channelsLast, ref float columns)
    {
        var taps = new Taps(window, position, channelsLast);
        while (taps.Next())
        {
            ref float to = ref Unsafe.Add(ref columns, taps.Column);
            if (taps.IsInside)
            {
                ref float from = ref Unsafe.Add(ref x, taps.Input);
                for (int channel = 0; channel < window.Channels; channel++)
                {
                    CopyRow(ref from, ref to);
                    from = ref Unsafe.Add(ref from, taps.InputStride);
                    to = ref Unsafe.Add(ref to, taps.ColumnStride);
                }
            }
            else
            {
                for (int channel = 0; channel < window.Channels; channel++) Panel.Zero(ref Unsafe.Add(ref to, channel * taps.ColumnStride), Panel.Size);
            }
        }
    }

    /// <summary>The columns of one position of a panel of samples, each channel multiplied with a gain of its own.</summary>
    /// <param name="x">The panel.</param>
    /// <param name="gains">The gains, one for each channel.</param>
    /// <param name="window">The window.</param>
    /// <param name="position">The position.</param>
    /// <param name="channelsLast">Whether the channels of a tap stand side by side; otherwise the taps of a channel.</param>
    /// <param name="columns">Receives a row of 64 values for each channel and tap.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GatherRows(ref float x, ref float gains, in SlidingWindow window, int position, bool channelsLast, ref float columns)
    {
        GatherRows(ref x, window, position, channelsLast, ref columns);
        int columnStride = (channelsLast ? 1 : window.Taps) * Panel.Size, tapStride = (channelsLast ? window.Channels : 1) * Panel.Size;
        for (int channel = 0; channel < window.Channels; channel++)
        {
            TVector gain = TSimd.Broadcast(ref gains, channel);
            for (int tap = 0; tap < window.Taps; tap++)
            {
                ref float row = ref Unsafe.Add(ref columns, channel * columnStride + tap * tapStride);
                for (int b = 0; b < Panel.Size; b += TSimd.Count) TSimd.Store(TSimd.Multiply(gain, TSimd.Load(ref row, b)), ref row, b);
            }
        }
    }

    /// <summary>Adds the gradients of the columns of one position to those of the panel that they were gathered from.</summary>
    /// <param name="columns">The gradients of the columns.</param>
    /// <param name="window">The window.</param>
    /// <param name="position">The position.</param>
    /// <param name="channelsLast">Whether the channels of a tap stand side by side; otherwise the taps of a channel.</param>
    /// <param name="gx">The gradients are added here.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(ref float columns, in SlidingWindow window, int position, bool channelsLast, ref float gx)
    {
        var taps = new Taps(window, position, channelsLast);
        while (taps.Next())
        {
            if (!taps.IsInside) continue;
            ref float from = ref Unsafe.Add(ref columns, taps.Column), to = ref Unsafe.Add(ref gx, taps.Input);
            for (int channel = 0; channel < window.Channels; channel++)
            {
                for (int b = 0; b < Panel.Size; b += TSimd.Count) TSimd.Store(TSimd.Add(TSimd.Load(ref to, b), TSimd.Load(ref from, b)), ref to, b);
                from = ref Unsafe.Add(ref from, taps.ColumnStride);
                to = ref Unsafe.Add(ref to, taps.InputStride);
            }
        }
    }

    /// <summary>Copies the values of all places to their positions.</summary>
    /// <param name="places">The values of the first channel; a vector behind those of each is readable.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="stride">The distance of two channels.</param>
    /// <param name="window">The window.</param>
    /// <param name="y">Receives them, channel by channel.</param>
    internal static void CopyPlaces(ref float places, int channels, int stride, in SlidingWindow window, ref float y)
    {
        int pitch = window.Pitch, width = window.Width, height = window.Height, vectors = ReLayout.RoundUp(width, TSimd.Count), left = channels * height * width;
        for (int c = 0; c < channels; c++)
        {
            ref float from = ref Unsafe.Add(ref places, (nint)c * stride);
            for (int row = 0; row < height; row++)
            {
                // What a vector writes too much is written again by the next row.
                for (int i = 0; i < width && left >= vectors; i += TSimd.Count) TSimd.Store(TSimd.Load(ref from, row * pitch + i), ref y, i);
                if (left < vectors) CopyPart(ref Unsafe.Add(ref from, row * pitch), ref y, width);
                y = ref Unsafe.Add(ref y, width);
                left -= width;
            }
        }
    }

    /// <summary>Copies channels that lie apart.</summary>
    /// <param name="from">The first channel.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="stride">The distance of two channels.</param>
    /// <param name="length">The values of a channel.</param>
    /// <param name="y">Receives them, channel by channel.</param>
    internal static void CopyChannels(ref float from, int channels, int stride, int length, ref float y)
    {
        for (int c = 0; c < channels; c++) CopyPart(ref Unsafe.Add(ref from, (nint)c * stride), ref Unsafe.Add(ref y, (nint)c * length), length);
    }

    /// <summary>Copies rows of a panel that lie apart.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="fromRows">The rows from one to the next.</param>
    /// <param name="to">Receives the first row.</param>
    /// <param name="toRows">The rows from one to the next.</param>
    /// <param name="count">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyRows(ref float from, int fromRows, ref float to, int toRows, int count)
    {
        for (int i = 0; i < count; i++)
        {
            CopyRow(ref from, ref to);
            from = ref Unsafe.Add(ref from, fromRows * Panel.Size);
            to = ref Unsafe.Add(ref to, toRows * Panel.Size);
        }
    }

    // Everything is written in full vectors, and what a vector writes too much is written again by what follows.
    internal static void PadChannel(ref float x, in SlidingWindow window, ref float padded)
    {
        var (rows, columns) = (window.Rows, window.Columns);
        int pitch = window.Pitch, lines = rows.Pitch, rowPhases = rows.Phases, columnPhases = columns.Phases, stride = columns.Stride;
        for (int rowPhase = 0; rowPhase < rowPhases; rowPhase++)
        {
            for (int columnPhase = 0; columnPhase < columnPhases; columnPhase++)
            {
                int first = columns.First(columnPhase), row = rows.First(rowPhase);

                // The part of a row of the phase that lies in the input.
                int start = Math.Min(pitch, first >= 0 ? 0 : (stride - 1 - first) / stride);
                int end = Math.Clamp((columns.Length - first + stride - 1) / stride, start, pitch);
                Zero(ref padded, 0, start);
                for (int i = 0; i < lines; i++, row += rows.Stride)
                {
                    // Up to the part of the next row.
                    int next = i + 1 < lines ? pitch + start : pitch;
                    if ((uint)row >= (uint)rows.Length) Zero(ref padded, start, next);
                    else
                    {
                        int written = CopyEvery(ref Unsafe.Add(ref x, row * columns.Length + first + start * stride), stride, ref Unsafe.Add(ref padded, start), end - start);
                        Zero(ref padded, start + written, next);
                    }

                    padded = ref Unsafe.Add(ref padded, pitch);
                }
            }
        }

        // A kernel may multiply what stands up to the next channel with 0.
        Zero(ref padded, 0, window.ChannelStride - rowPhases * columnPhases * lines * pitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Zero(ref float start, int from, int to)
    {
        for (int i = from; i < to; i += TSimd.Count) TSimd.Store(TSimd.Zero, ref start, i);
    }

    // Returns what is written: of values side by side the last vector has zeros behind them.
    private static int CopyEvery(ref float from, int stride, ref float to, int count)
    {
        int i = 0;
        if (stride == 1)
        {
            for (; i + TSimd.Count <= count; i += TSimd.Count) TSimd.Store(TSimd.Load(ref from, i), ref to, i);
            if (i == count) return count;
            TSimd.Store(TSimd.LoadPartial(ref from, i, count - i), ref to, i);
            return i + TSimd.Count;
        }

        if (stride == 2)
        {
            for (; i + TSimd.Count < count; i += TSimd.Count) TSimd.Store(TSimd.LoadEveryOther(ref from, 2 * i), ref to, i);
        }

        for (; i < count; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i * stride);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CopyPart(ref float from, ref float to, int count)
    {
        if (count < TSimd.Count)
        {
            for (int i = 0; i < count; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
            return;
        }

        // The last vector ends where the values do.
        for (int i = 0; i < count - TSimd.Count; i += TSimd.Count) TSimd.Store(TSimd.Load(ref from, i), ref to, i);
        TSimd.Store(TSimd.Load(ref from, count - TSimd.Count), ref to, count - TSimd.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(ref float from, ref float to)
    {
        for (int b = 0; b < Panel.Size; b += TSimd.Count) TSimd.Store(TSimd.Load(ref from, b), ref to, b);
    }

    // The taps of a window at a position of a panel, one after the other.
    internal ref struct Taps(in SlidingWindow window, int position, bool channelsLast)
    {
        private readonly ref readonly SlidingWindow _window = ref window;
        private readonly int _row = position / window.Width, _column = position % window.Width;
        private readonly int _tapStride = (channelsLast ? window.Channels : 1) * Panel.Size;

        /// <summary>The tap.</summary>
        public int Tap { get; private set; } = -1;

        /// <summary>The distance of channels in the columns.</summary>
        public readonly int ColumnStride = (channelsLast ? 1 : window.Taps) * Panel.Size;

        /// <summary>The distance of channels in the panel.</summary>
        public readonly nint InputStride = (nint)window.Plane * Panel.Size;

        /// <summary>Whether the tap reads the input, and not the zeros around it.</summary>
        public bool IsInside { get; private set; }

        /// <summary>Where the first channel of the tap stands in the panel.</summary>
        public nint Input { get; private set; }

        /// <summary>Where it stands in the columns.</summary>
        public readonly int Column => Tap * _tapStride;

        public bool Next()
        {
            if (++Tap == _window.Taps) return false;
            int row = _window.Rows.Index(_row, Tap / _window.Columns.Kernel), column = _window.Columns.Index(_column, Tap % _window.Columns.Kernel);
            IsInside = (uint)row < (uint)_window.Rows.Length && (uint)column < (uint)_window.Columns.Length;
            Input = ((nint)row * _window.Columns.Length + column) * Panel.Size;
            return true;
        }
    }
}
