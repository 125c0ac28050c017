using System.ComponentModel;
using System.Runtime.CompilerServices;
using DeepThin.Planning;

namespace DeepThin.Runtime;

/// <summary>The largest value, or the mean, of the values under a window that passes over each channel alone. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Pooling<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The largest values of one sample. What lies outside of the input does not count; not a number is larger than any.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="window">The window, of which a part lies in the input at each position.</param>
    /// <param name="y">Receives the outputs, channel by channel.</param>
    /// <param name="scratch">The scratch memory.</param>
    public static void Max(ref float x, in SlidingWindow window, ref float y, ref float scratch) => OneSample<Largest>(ref x, window, ref y, ref scratch, countsZeros: false);

    /// <summary>The means of one sample.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="window">The window.</param>
    /// <param name="countsZeros">Whether the zeros around the input count.</param>
    /// <param name="y">Receives the outputs, channel by channel.</param>
    /// <param name="scratch">The scratch memory.</param>
    public static void Average(ref float x, in SlidingWindow window, bool countsZeros, ref float y, ref float scratch) => OneSample<Sum>(ref x, window, ref y, ref scratch, countsZeros);

    /// <summary>The largest values of a panel.</summary>
    /// <param name="x">The panel.</param>
    /// <param name="window">The window.</param>
    /// <param name="y">Receives the outputs.</param>
    public static void MaxRows(ref float x, in SlidingWindow window, ref float y) => Rows<Largest>(ref x, window, ref y, countsZeros: false);

    /// <summary>The means of a panel.</summary>
    /// <param name="x">The panel.</param>
    /// <param name="window">The window.</param>
    /// <param name="countsZeros">Whether the zeros around the input count.</param>
    /// <param name="y">Receives the outputs.</param>
    public static void AverageRows(ref float x, in SlidingWindow window, bool countsZeros, ref float y) => Rows<Sum>(ref x, window, ref y, countsZeros);

    /// <summary>The backward half of <see cref="MaxRows"/>: a gradient goes to the first of the values that are the largest; where that is no number, to the first value.</summary>
    /// <param name="x">The panel.</param>
    /// <param name="y">The outputs.</param>
    /// <param name="g">Their gradients.</param>
    /// <param name="window">The window.</param>
    /// <param name="gx">Receives the gradients of the panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaxRowsBackward(ref float x, ref float y, ref float g, in SlidingWindow window, ref float gx)
    {
        TVector one = TSimd.Broadcast(1f);
        Panel.Zero(ref gx, window.Channels * window.Plane * Panel.Size);
        for (int output = 0; output < window.Channels * window.Positions; output++)
        {
            var part = new Part(window, output);
            for (int b = 0; b < Panel.Size; b += TSimd.Count)
            {
                TVector largest = TSimd.Load(ref y, (nint)output * Panel.Size + b), gradient = TSimd.Load(ref g, (nint)output * Panel.Size + b), left = one;
                for (int row = part.FirstRow; row < part.EndRow; row += part.RowStep)
                {
                    for (int column = part.FirstColumn; column < part.EndColumn; column += part.ColumnStep)
                    {
                        nint at = part.Place(row, column) + b;

                        // 1 where the value is the largest and none before it was. The difference of equal infinite values is no number, nor is it where the largest is none.
                        TVector value = TSimd.Load(ref x, at);
                        TVector taken = TSimd.IfPositive(TSimd.Subtract(largest, value), TSimd.IfPositive(TSimd.Subtract(value, largest), left, TSimd.Zero), left);
                        TSimd.Store(TSimd.MultiplyAdd(gradient, taken, TSimd.Load(ref gx, at)), ref gx, at);
                        left = TSimd.Subtract(left, taken);
                    }
                }
            }
        }
    }

    /// <summary>The backward half of <see cref="AverageRows"/>.</summary>
    /// <param name="g">The gradients of the outputs.</param>
    /// <param name="window">The window.</param>
    /// <param name="countsZeros">Whether the zeros around the input count.</param>
    /// <param name="gx">Receives the gradients of the panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AverageRowsBackward(ref float g, in SlidingWindow window, bool countsZeros, ref float gx)
    {
        Panel.Zero(ref gx, window.Channels * window.Plane * Panel.Size);
        for (int output = 0; output < window.Channels * window.Positions; output++)
        {
            var part = new Part(window, output);
            TVector share = TSimd.Broadcast(1f / (countsZeros ? window.Taps : part.Count));
            for (int b = 0; b < Panel.Size; b += TSimd.Count)
            {
                TVector gradient = TSimd.Multiply(share, TSimd.Load(ref g, (nint)output * Panel.Size + b));
                for (int row = part.FirstRow; row < part.EndRow; row += part.RowStep)
                {
                    for (int column = part.FirstColumn; column < part.EndColumn; column += part.ColumnStep)
                    {
                        nint at = part.Place(row, column) + b;
                        TSimd.Store(TSimd.Add(TSimd.Load(ref gx, at), gradient), ref gx, at);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TOperation>(ref float x, in SlidingWindow window, ref float y, bool countsZeros)
        where TOperation : struct, IOperation
    {
        for (int output = 0; output < window.Channels * window.Positions; output++)
        {
            var part = new Part(window, output);
            TVector share = TSimd.Broadcast(1f / (countsZeros ? window.Taps : part.Count));
            for (int b = 0; b < Panel.Size; b += TSimd.Count)
            {
                TVector value = TSimd.Load(ref x, part.Place(part.FirstRow, part.FirstColumn) + b);
                for (int row = part.FirstRow; row < part.EndRow; row += part.RowStep)
                {
                    // The first value of the first row is there already.
                    for (int column = row == part.FirstRow ? part.FirstColumn + part.ColumnStep : part.FirstColumn; column < part.EndColumn; column += part.ColumnStep)
                    {
                        value = TOperation.Of(value, TSimd.Load(ref x, part.Place(row, column) + b));
                    }
                }

                TSimd.Store(TOperation.IsMean ? TSimd.Multiply(value, share) : value, ref y, (nint)output * Panel.Size + b);
            }
        }
    }

    // The rows under the windows of a row of positions are combined first, in full vectors, then the columns. Outside of the input stands what changes nothing.
    // What a vector writes too much is written again by the next row of positions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneSample<TOperation>(ref float x, in SlidingWindow window, ref float y, ref float scratch, bool countsZeros)
        where TOperation : struct, IOperation
    {
        var columns = window.Columns;
        int width = window.Width, height = window.Height, stride = window.LineLength, vectors = ReLayout.RoundUp(width, TSimd.Count), left = window.Channels * window.Positions;
        ref float lines = ref Unsafe.Add(ref scratch, 2 * ReLayout.RoundUp(width, KernelShape.Lanes)), last = ref Unsafe.Add(ref scratch, vectors);
        for (int position = 0; position < width && TOperation.IsMean; position++) Unsafe.Add(ref scratch, position) = countsZeros ? 1 : 1f / Count(columns, position);
        for (int channel = 0; channel < window.Channels; channel++)
        {
            SetLines<TOperation>(ref x, window, ref lines);
            for (int line = 0; line < height; line++)
            {
                // Of the last rows a vector would write behind the outputs.
                ref float values = ref Unsafe.Add(ref lines, line * stride), to = ref left >= vectors ? ref y : ref last;
                float share = !TOperation.IsMean ? 1 : countsZeros ? 1f / window.Taps : 1f / Count(window.Rows, line);
                if (columns.Stride > 2) SetEach<TOperation>(ref values, columns, width, ref to, ref scratch, share);
                else SetVectors<TOperation>(ref values, columns.Kernel, columns.Dilation, columns.Stride == 2, width, ref to, ref scratch, share);
                for (int position = 0; position < width && left < vectors; position++) Unsafe.Add(ref y, position) = Unsafe.Add(ref last, position);
                y = ref Unsafe.Add(ref y, width);
                left -= width;
            }

            x = ref Unsafe.Add(ref x, window.Plane);
        }
    }

    // For each row of positions of a channel the rows under its windows combined.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetLines<TOperation>(ref float x, in SlidingWindow window, ref float lines)
        where TOperation : struct, IOperation
    {
        var (rows, columns) = (window.Rows, window.Columns);
        int length = columns.Length, before = columns.Before, stride = window.LineLength, end = columns.Index(window.Width - 1, columns.Kernel - 1) + 1, step = rows.Dilation * length;
        for (int line = 0; line < window.Height; line++)
        {
            var (first, behind) = Inside(rows, line);
            for (int i = 0; i < before; i++) Unsafe.Add(ref lines, i) = TOperation.Nothing;
            for (int i = 0; i < length; i += TSimd.Count)
            {
                TVector value = TSimd.Load(ref x, first * length + i);
                for (int row = first * length + step; row < behind * length; row += step) value = TOperation.Of(value, TSimd.Load(ref x, row + i));
                TSimd.Store(value, ref lines, before + i);
            }

            for (int i = length; i < end; i++) Unsafe.Add(ref lines, before + i) = TOperation.Nothing;
            lines = ref Unsafe.Add(ref lines, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetVectors<TOperation>(ref float values, int taps, int dilation, bool skips, int width, ref float y, ref float shares, float share)
        where TOperation : struct, IOperation
    {
        for (int position = 0; position < width; position += TSimd.Count)
        {
            TVector value = Load(ref values, 0, skips);
            for (int tap = 1; tap < taps; tap++) value = TOperation.Of(value, Load(ref values, tap * dilation, skips));
            TSimd.Store(TOperation.IsMean ? TSimd.Multiply(value, TSimd.Multiply(TSimd.Load(ref shares, position), TSimd.Broadcast(share))) : value, ref y, position);
            values = ref Unsafe.Add(ref values, skips ? 2 * TSimd.Count : TSimd.Count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static TVector Load(ref float from, int index, bool skips) => skips ? TSimd.LoadEveryOther(ref from, index) : TSimd.Load(ref from, index);
    }

    private static void SetEach<TOperation>(ref float values, WindowAxis columns, int width, ref float y, ref float shares, float share)
        where TOperation : struct, IOperation
    {
        for (int position = 0; position < width; position++)
        {
            float value = Unsafe.Add(ref values, position * columns.Stride);
            for (int tap = 1; tap < columns.Kernel; tap++) value = TOperation.Of(value, Unsafe.Add(ref values, position * columns.Stride + tap * columns.Dilation));
            Unsafe.Add(ref y, position) = TOperation.IsMean ? value * Unsafe.Add(ref shares, position) * share : value;
        }
    }

    // The values under a window that lie in the input.
    private static int Count(WindowAxis axis, int position)
    {
        var (first, end) = Inside(axis, position);
        return (end - first + axis.Dilation - 1) / axis.Dilation;
    }

    // The first index under a window that lies in the input, and the index behind the last one.
    private static (int First, int End) Inside(WindowAxis axis, int position)
    {
        int first = axis.Index(position, 0);
        if (first < 0) first += (-first + axis.Dilation - 1) / axis.Dilation * axis.Dilation;
        return (first, Math.Min(axis.Length, axis.Index(position, axis.Kernel - 1) + 1));
    }

    private interface IOperation
    {
        static abstract bool IsMean { get; }

        static abstract float Nothing { get; }

        static abstract TVector Of(TVector a, TVector b);

        static abstract float Of(float a, float b);
    }

    private readonly struct Largest : IOperation
    {
        public static bool IsMean => false;

        public static float Nothing => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector a, TVector b) => TSimd.Maximum(a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Of(float a, float b) => Math.Max(a, b);
    }

    private readonly struct Sum : IOperation
    {
        public static bool IsMean => true;

        public static float Nothing => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector a, TVector b) => TSimd.Add(a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Of(float a, float b) => a + b;
    }

    // The part of a window at an output of a panel that lies in the input.
    private readonly struct Part
    {
        private readonly nint _plane;
        private readonly int _length;

        public Part(in SlidingWindow window, int output)
        {
            int position = output % window.Positions;
            (_plane, _length, RowStep, ColumnStep) = ((nint)(output / window.Positions) * window.Plane, window.Columns.Length, window.Rows.Dilation, window.Columns.Dilation);
            (FirstRow, EndRow) = Inside(window.Rows, position / window.Width);
            (FirstColumn, EndColumn) = Inside(window.Columns, position % window.Width);
        }

        public int FirstRow { get; }

        public int EndRow { get; }

        public int RowStep { get; }

        public int FirstColumn { get; }

        public int EndColumn { get; }

        public int ColumnStep { get; }

        public int Count => ((EndRow - FirstRow + RowStep - 1) / RowStep) * ((EndColumn - FirstColumn + ColumnStep - 1) / ColumnStep);

        public nint Place(int row, int column) => (_plane + (nint)row * _length + column) * Panel.Size;
    }
}
