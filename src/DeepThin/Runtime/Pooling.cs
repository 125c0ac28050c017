using System.ComponentModel;
using System.Runtime.CompilerServices;

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
    /// <param name="scratch">A row of the input and two vectors.</param>
    public static void Max(ref float x, in SlidingWindow window, ref float y, ref float scratch) => OneSample<Largest>(ref x, window, ref y, ref scratch, countsZeros: false);

    /// <summary>The means of one sample.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="window">The window.</param>
    /// <param name="countsZeros">Whether the zeros around the input count.</param>
    /// <param name="y">Receives the outputs, channel by channel.</param>
    /// <param name="scratch">A row of the input and two vectors.</param>
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

    // The rows under the windows of a row of positions are combined first, in full vectors, then the columns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneSample<TOperation>(ref float x, in SlidingWindow window, ref float y, ref float scratch, bool countsZeros)
        where TOperation : struct, IOperation
    {
        int length = window.Columns.Length;
        for (int line = 0; line < window.Channels * window.Height; line++)
        {
            ref float plane = ref Unsafe.Add(ref x, line / window.Height * window.Plane);
            var (firstRow, endRow) = Inside(window.Rows, line % window.Height);
            for (int i = 0; i < length; i += TSimd.Count)
            {
                TVector value = TSimd.Load(ref plane, firstRow * length + i);
                for (int row = firstRow + window.Rows.Dilation; row < endRow; row += window.Rows.Dilation) value = TOperation.Of(value, TSimd.Load(ref plane, row * length + i));
                TSimd.Store(value, ref scratch, i);
            }

            int rows = (endRow - firstRow + window.Rows.Dilation - 1) / window.Rows.Dilation;
            Line<TOperation>(ref scratch, window.Columns, ref Unsafe.Add(ref y, line * window.Width), countsZeros ? 1f / window.Taps : 1f / rows, !countsZeros);
        }
    }

    private static void Line<TOperation>(ref float values, WindowAxis columns, ref float y, float share, bool divides)
        where TOperation : struct, IOperation
    {
        int position = 0, positions = columns.Positions, inner = Math.Min(positions, (columns.Length + columns.Before - (int)columns.Reach) / columns.Stride + 1);
        if (columns.Stride <= 2)
        {
            // The positions whose whole window lies in the input.
            for (; position < positions && columns.Index(position, 0) < 0; position++) One(ref values, ref y, position);
            TVector factor = TSimd.Broadcast(divides ? share / columns.Kernel : share);
            for (; position + TSimd.Count <= inner; position += TSimd.Count)
            {
                TVector value = Load(ref values, columns.Index(position, 0));
                for (int tap = 1; tap < columns.Kernel; tap++) value = TOperation.Of(value, Load(ref values, columns.Index(position, tap)));
                TSimd.Store(TOperation.IsMean ? TSimd.Multiply(value, factor) : value, ref y, position);
            }
        }

        for (; position < positions; position++) One(ref values, ref y, position);

        TVector Load(ref float from, int index) => columns.Stride == 1 ? TSimd.Load(ref from, index) : TSimd.LoadEveryOther(ref from, index);

        void One(ref float from, ref float to, int at)
        {
            var (first, end) = Inside(columns, at);
            float value = Unsafe.Add(ref from, first);
            int count = 1;
            for (int i = first + columns.Dilation; i < end; i += columns.Dilation, count++) value = TOperation.Of(value, Unsafe.Add(ref from, i));
            Unsafe.Add(ref to, at) = TOperation.IsMean ? value * (divides ? share / count : share) : value;
        }
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

        static abstract TVector Of(TVector a, TVector b);

        static abstract float Of(float a, float b);
    }

    private readonly struct Largest : IOperation
    {
        public static bool IsMean => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector a, TVector b) => TSimd.Maximum(a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Of(float a, float b) => Math.Max(a, b);
    }

    private readonly struct Sum : IOperation
    {
        public static bool IsMean => true;

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
