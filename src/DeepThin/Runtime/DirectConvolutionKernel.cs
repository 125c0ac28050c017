using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>The kernel of <see cref="DirectConvolution"/>. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DirectConvolutionKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The columns of the narrowest product, and those of a whole one.</summary>
    private const int Least = 32, Most = Panel.Size;

    /// <summary>The sums of one sample, without bias and activation, in the scratch memory.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="direct">The sizes.</param>
    /// <param name="w">W, R×Q, of which a row stands channel by channel and tap by tap.</param>
    /// <param name="scratch">The scratch memory.</param>
    public static void Sums(ref float x, in DirectConvolution direct, ref float w, ref float scratch) =>
        Sums(ref x, direct, ref w, ref scratch, ref Unsafe.Add(ref scratch, (nint)direct.PlaceOfSums));

    /// <summary>The same, with the sums in a place of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Sums(ref float x, in DirectConvolution direct, ref float w, ref float scratch, ref float sums)
    {
        if (direct.HasFewPositions)
        {
            SumsOfFew(ref x, direct, ref w, ref scratch, ref sums);
            return;
        }

        var window = direct.Window;
        Positions<TSimd, TVector>.Pad(ref x, window, ref scratch);
        ref int values = ref Unsafe.As<float, int>(ref Unsafe.Add(ref scratch, (nint)direct.PlaceOfValues));
        ref float columns = ref Unsafe.Add(ref scratch, (nint)direct.PlaceOfColumns);
        SetValues(window, ref values);
        int inputs = direct.Inputs, outputs = direct.Outputs, stride = direct.SumsStride, positions = window.Positions;
        Span<Run> runs = stackalloc Run[Most];
        for (int q = 0; q < inputs; q += DirectConvolution.Steps)
        {
            int steps = Math.Min(DirectConvolution.Steps, inputs - q);
            for (int first = 0; first < positions; first += Most)
            {
                int count = SetRuns(window, first, Math.Min(Most, positions - first), runs);
                Gather(ref scratch, runs[..count], ref Unsafe.Add(ref values, q), steps, ref columns);
                int width = positions - first > Least ? Most : Least;
                ref float to = ref Unsafe.Add(ref sums, first);
                if (q == 0) Product<TSimd, TVector>.Set(ref w, inputs, 1, ref columns, Most, ref to, stride, outputs, steps, width);
                else Product<TSimd, TVector>.Add(ref Unsafe.Add(ref w, q), inputs, 1, ref columns, Most, ref to, stride, outputs, steps, width);
            }
        }
    }

    // Four rows of W are read from memory once, and from the nearest cache for all further positions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumsOfFew(ref float x, in DirectConvolution direct, ref float w, ref float columns, ref float sums)
    {
        var window = direct.Window;
        int inputs = direct.Inputs, outputs = direct.Outputs, stride = direct.SumsStride, positions = window.Positions, columnStride = direct.ColumnStride;
        for (int position = 0; position < positions; position++) SetColumn(ref x, window, position, ref Unsafe.Add(ref columns, position * columnStride), columnStride);
        Span<float> results = stackalloc float[4];
        ref float products = ref MemoryMarshal.GetReference(results);
        int row = 0;
        for (; row + 4 <= outputs; row += 4)
        {
            ref float rows = ref Unsafe.Add(ref w, (nint)row * inputs), to = ref Unsafe.Add(ref sums, (nint)row * stride);
            int position = 0;
            for (; position + 4 <= positions; position += 4)
            {
                ref float four = ref Unsafe.Add(ref columns, position * columnStride);
                InnerProduct<TSimd, TVector>.OfTwoRowsAndFourColumns(ref rows, inputs, ref four, columnStride, inputs, ref Unsafe.Add(ref to, position), stride);
                InnerProduct<TSimd, TVector>.OfTwoRowsAndFourColumns(ref Unsafe.Add(ref rows, 2 * inputs), inputs, ref four, columnStride, inputs, ref Unsafe.Add(ref to, 2 * (nint)stride + position), stride);
            }

            for (; position < positions; position++)
            {
                InnerProduct<TSimd, TVector>.OfFourRows(ref rows, inputs, ref Unsafe.Add(ref columns, position * columnStride), inputs, ref products);
                for (int i = 0; i < 4; i++) Unsafe.Add(ref to, (nint)i * stride + position) = Unsafe.Add(ref products, i);
            }
        }

        for (; row < outputs; row++)
        {
            for (int position = 0; position < positions; position++)
                Unsafe.Add(ref sums, (nint)row * stride + position) = InnerProduct<TSimd, TVector>.Of(ref Unsafe.Add(ref w, (nint)row * inputs), ref Unsafe.Add(ref columns, position * columnStride), inputs);
        }
    }

    // The values under the window at a position, channel by channel and tap by tap, and zeros behind them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetColumn(ref float x, in SlidingWindow window, int position, ref float column, int length)
    {
        WindowAxis rows = window.Rows, columns = window.Columns;
        int taps = columns.Kernel, step = columns.Dilation, first = columns.Index(position % window.Width, 0), top = rows.Index(position / window.Width, 0), done = 0;

        // The taps of a row that stand over the input.
        int from = first >= 0 ? 0 : Math.Min(taps, (step - 1 - first) / step), to = Math.Clamp((columns.Length - first + step - 1) / step, from, taps);
        for (int channel = 0; channel < window.Channels; channel++)
        {
            for (int tap = 0; tap < rows.Kernel; tap++, done += taps)
            {
                int row = top + tap * rows.Dilation;
                ref float values = ref Unsafe.Add(ref column, done);
                if ((uint)row >= (uint)rows.Length)
                {
                    for (int i = 0; i < taps; i++) Unsafe.Add(ref values, i) = 0;
                    continue;
                }

                ref float line = ref Unsafe.Add(ref x, (nint)channel * window.Plane + row * columns.Length);
                for (int i = 0; i < from; i++) Unsafe.Add(ref values, i) = 0;
                if (step == 1 && to - from >= TSimd.Count) MemoryMarshal.CreateSpan(ref Unsafe.Add(ref line, first + from), to - from).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref values, from), to - from));
                else for (int i = from; i < to; i++) Unsafe.Add(ref values, i) = Unsafe.Add(ref line, first + i * step);
                for (int i = to; i < taps; i++) Unsafe.Add(ref values, i) = 0;
            }
        }

        for (; done < length; done++) Unsafe.Add(ref column, done) = 0;
    }

    /// <summary>Writes the sums of all positions, or what has been made of them, to the output.</summary>
    /// <param name="direct">The sizes.</param>
    /// <param name="sums">The sum of the first position of the first output.</param>
    /// <param name="y">Receives the outputs, channel by channel.</param>
    public static void Scatter(in DirectConvolution direct, ref float sums, ref float y) =>
        Positions<TSimd, TVector>.CopyChannels(ref sums, direct.Outputs, direct.SumsStride, direct.Window.Positions, ref y);

    // Where the value of each tap of each channel stands in the padded input at the first place.
    private static void SetValues(in SlidingWindow window, ref int values)
    {
        for (int channel = 0; channel < window.Channels; channel++)
        {
            for (int row = 0; row < window.Rows.Kernel; row++)
            {
                for (int column = 0; column < window.Columns.Kernel; column++)
                {
                    values = channel * window.ChannelStride + window.Offset(row, column);
                    values = ref Unsafe.Add(ref values, 1);
                }
            }
        }
    }

    // Positions of one row follow one another in the padded input as well.
    private static int SetRuns(in SlidingWindow window, int first, int length, Span<Run> runs)
    {
        int width = window.Width, count = 0;
        for (int done = 0; done < length; count++)
        {
            int position = first + done, part = Math.Min(width - position % width, length - done);
            runs[count] = new(position / width * window.Pitch + position % width, done, part);
            done += part;
        }

        return count;
    }

    // What a vector writes too much is written again by the next run, or belongs to the next row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(ref float padded, ReadOnlySpan<Run> runs, ref int values, int steps, ref float columns)
    {
        for (int step = 0; step < steps; step++)
        {
            ref float from = ref Unsafe.Add(ref padded, Unsafe.Add(ref values, step)), to = ref Unsafe.Add(ref columns, step * Most);
            foreach (ref readonly var run in runs)
            {
                for (int i = 0; i < run.Length; i += TSimd.Count) TSimd.Store(TSimd.Load(ref from, run.Place + i), ref to, run.Column + i);
            }
        }
    }

    /// <summary>Positions of one row.</summary>
    /// <param name="Place">The first place.</param>
    /// <param name="Column">Its column.</param>
    /// <param name="Length">The number of positions.</param>
    private readonly record struct Run(int Place, int Column, int Length);
}
