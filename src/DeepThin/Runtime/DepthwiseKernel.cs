using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>Convolutions of each channel alone. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DepthwiseKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The sums of one sample, without bias and activation: of each channel those of all places.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="window">The window.</param>
    /// <param name="w">The weights, channels × taps.</param>
    /// <param name="padded">Room for a padded channel and a panel of places.</param>
    /// <param name="places">Room for a float for each tap.</param>
    /// <param name="sums">Receives the sums.</param>
    /// <param name="stride">The distance of the sums of two channels: all places in blocks of 64, and more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sums(ref float x, in SlidingWindow window, ref float w, ref float padded, ref float places, ref float sums, int stride)
    {
        ref int offsets = ref Unsafe.As<float, int>(ref places);
        int width = window.Columns.Kernel, taps = window.Taps, plane = window.Plane, end = window.Places;
        for (int tap = 0; tap < taps; tap++) Unsafe.Add(ref offsets, tap) = window.Offset(tap / width, tap % width);
        for (int channel = 0; channel < window.Channels; channel++)
        {
            Positions<TSimd, TVector>.PadChannel(ref x, window, ref padded);
            for (int place = 0; place < end; place += 4 * TSimd.Count)
            {
                TVector a = TSimd.Zero, b = TSimd.Zero, c = TSimd.Zero, d = TSimd.Zero;
                ref float from = ref Unsafe.Add(ref padded, place);
                for (int tap = 0; tap < taps; tap++)
                {
                    ref float values = ref Unsafe.Add(ref from, Unsafe.Add(ref offsets, tap));
                    TVector weight = TSimd.Broadcast(ref w, tap);
                    a = TSimd.MultiplyAdd(weight, TSimd.Load(ref values, 0), a);
                    b = TSimd.MultiplyAdd(weight, TSimd.Load(ref values, TSimd.Count), b);
                    c = TSimd.MultiplyAdd(weight, TSimd.Load(ref values, 2 * TSimd.Count), c);
                    d = TSimd.MultiplyAdd(weight, TSimd.Load(ref values, 3 * TSimd.Count), d);
                }

                TSimd.Store(a, ref sums, place);
                TSimd.Store(b, ref sums, place + TSimd.Count);
                TSimd.Store(c, ref sums, place + 2 * TSimd.Count);
                TSimd.Store(d, ref sums, place + 3 * TSimd.Count);
            }

            x = ref Unsafe.Add(ref x, plane);
            w = ref Unsafe.Add(ref w, taps);
            sums = ref Unsafe.Add(ref sums, stride);
        }
    }

    /// <summary>The sums of one sample of a 3×3 window that moves value by value: a row of the input is loaded once for the three rows of sums that it is under.</summary>
    /// <param name="x">The sample, channel by channel; a vector before it and two behind it are readable.</param>
    /// <param name="window">The window.</param>
    /// <param name="w">The weights, channels × 9.</param>
    /// <param name="masks">Room for a float for each column, those before and behind the input included, and a vector.</param>
    /// <param name="sums">Receives the sums, row by row; where a row is shorter than a vector, up to a vector behind them is written.</param>
    /// <param name="stride">The distance of the sums of two channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumsOfThree(ref float x, in SlidingWindow window, ref float w, ref float masks, ref float sums, int stride)
    {
        var columns = window.Columns;
        int length = columns.Length, width = window.Width, before = columns.Before;
        for (int i = 0; i < before + length + columns.After + TSimd.Count; i++)
        {
            Unsafe.As<float, int>(ref Unsafe.Add(ref masks, i)) = i >= before && i < before + length ? -1 : 0;
        }

        for (int channel = 0; channel < window.Channels; channel++)
        {
            for (int first = 0; first < width; first += TSimd.Count)
            {
                // The last vector ends where the row does. Within the input nothing is masked.
                int column = Math.Max(0, Math.Min(first, width - TSimd.Count));
                ref float from = ref Unsafe.Add(ref x, column - before), mask = ref Unsafe.Add(ref masks, column), to = ref Unsafe.Add(ref sums, column);
                if (column >= before && column + TSimd.Count + 2 <= before + length) Column(ref from, window, ref w, ref mask, ref to, isInside: true);
                else Column(ref from, window, ref w, ref mask, ref to, isInside: false);
            }

            x = ref Unsafe.Add(ref x, window.Plane);
            w = ref Unsafe.Add(ref w, window.Taps);
            sums = ref Unsafe.Add(ref sums, stride);
        }
    }

    // A vector of each row of sums.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(ref float x, in SlidingWindow window, ref float w, ref float masks, ref float sums, bool isInside)
    {
        int length = window.Columns.Length, width = window.Width, above = window.Rows.Before, lines = window.Rows.Length, end = window.Height + 2 - above;
        TVector w00 = TSimd.Broadcast(ref w, 0), w01 = TSimd.Broadcast(ref w, 1), w02 = TSimd.Broadcast(ref w, 2);
        TVector w10 = TSimd.Broadcast(ref w, 3), w11 = TSimd.Broadcast(ref w, 4), w12 = TSimd.Broadcast(ref w, 5);
        TVector w20 = TSimd.Broadcast(ref w, 6), w21 = TSimd.Broadcast(ref w, 7), w22 = TSimd.Broadcast(ref w, 8);
        TVector mask0 = TSimd.Load(ref masks, 0), mask1 = TSimd.Load(ref masks, 1), mask2 = TSimd.Load(ref masks, 2), above1 = TSimd.Zero, above2 = TSimd.Zero;
        for (int line = -above; line < end; line++)
        {
            TVector next = TSimd.Zero;
            if ((uint)line < (uint)lines)
            {
                ref float at = ref Unsafe.Add(ref x, line * length);
                TVector x0 = TSimd.Load(ref at, 0), x1 = TSimd.Load(ref at, 1), x2 = TSimd.Load(ref at, 2);
                if (!isInside) (x0, x1, x2) = (TSimd.Mask(x0, mask0), TSimd.Mask(x1, mask1), TSimd.Mask(x2, mask2));
                next = TSimd.MultiplyAdd(w02, x2, TSimd.MultiplyAdd(w01, x1, TSimd.Multiply(w00, x0)));
                above1 = TSimd.MultiplyAdd(w12, x2, TSimd.MultiplyAdd(w11, x1, TSimd.MultiplyAdd(w10, x0, above1)));
                above2 = TSimd.MultiplyAdd(w22, x2, TSimd.MultiplyAdd(w21, x1, TSimd.MultiplyAdd(w20, x0, above2)));
            }

            // With this row of the input the row of sums is complete that began two rows before.
            int row = line + above - 2;
            if (row >= 0) TSimd.Store(above2, ref sums, row * width);
            (above2, above1) = (above1, next);
        }
    }

    /// <summary>The sums of a panel.</summary>
    /// <param name="x">The panel.</param>
    /// <param name="window">The window.</param>
    /// <param name="w">The weights, channels × taps.</param>
    /// <param name="y">Receives the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRows(ref float x, in SlidingWindow window, ref float w, ref float y)
    {
        int positions = window.Positions;
        for (int position = 0; position < positions; position++)
        {
            for (int channel = 0; channel < window.Channels; channel++)
            {
                nint output = ((nint)channel * positions + position) * Panel.Size;
                for (int b = 0; b < Panel.Size; b += TSimd.Count) TSimd.Store(TSimd.Zero, ref y, output + b);
            }

            var taps = new Positions<TSimd, TVector>.Taps(window, position, channelsLast: false);
            while (taps.Next())
            {
                if (!taps.IsInside) continue;
                nint from = taps.Input, to = (nint)position * Panel.Size;
                int weight = taps.Tap;
                for (int channel = 0; channel < window.Channels; channel++)
                {
                    AddScaled(ref x, from, TSimd.Broadcast(ref w, weight), ref y, to);
                    from += taps.InputStride;
                    to += (nint)positions * Panel.Size;
                    weight += window.Taps;
                }
            }
        }
    }

    /// <summary>The backward half of <see cref="SumRows"/>.</summary>
    /// <param name="x">The panel.</param>
    /// <param name="window">The window.</param>
    /// <param name="w">The weights, channels × taps.</param>
    /// <param name="g">The gradients of the sums.</param>
    /// <param name="dw">The gradients of the weights are added here.</param>
    /// <param name="gx">Receives the gradients of the panel where they are wanted.</param>
    /// <param name="wantsInput">Whether they are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRowsBackward(ref float x, in SlidingWindow window, ref float w, ref float g, ref float dw, ref float gx, bool wantsInput)
    {
        int positions = window.Positions;
        if (wantsInput) Panel.Zero(ref gx, window.Channels * window.Plane * Panel.Size);
        for (int position = 0; position < positions; position++)
        {
            var taps = new Positions<TSimd, TVector>.Taps(window, position, channelsLast: false);
            while (taps.Next())
            {
                if (!taps.IsInside) continue;
                nint input = taps.Input, output = (nint)position * Panel.Size;
                int weight = taps.Tap;
                for (int channel = 0; channel < window.Channels; channel++)
                {
                    TVector sum = TSimd.Zero;
                    for (int b = 0; b < Panel.Size; b += TSimd.Count) sum = TSimd.MultiplyAdd(TSimd.Load(ref g, output + b), TSimd.Load(ref x, input + b), sum);
                    Unsafe.Add(ref dw, weight) += TSimd.Sum(sum);
                    if (wantsInput) AddScaled(ref g, output, TSimd.Broadcast(ref w, weight), ref gx, input);
                    input += taps.InputStride;
                    output += (nint)positions * Panel.Size;
                    weight += window.Taps;
                }
            }
        }
    }

    /// <summary>Copies the values of all positions.</summary>
    /// <param name="sums">The values, channel by channel.</param>
    /// <param name="stride">The distance of two channels.</param>
    /// <param name="window">The window.</param>
    /// <param name="y">Receives the outputs, channel by channel.</param>
    public static void Copy(ref float sums, int stride, in SlidingWindow window, ref float y) =>
        Positions<TSimd, TVector>.CopyChannels(ref sums, window.Channels, stride, window.Positions, ref y);

    /// <summary>Writes what stands at all places to their positions.</summary>
    /// <param name="sums">The values, channel by channel.</param>
    /// <param name="stride">The distance of two channels.</param>
    /// <param name="window">The window.</param>
    /// <param name="y">Receives the outputs, channel by channel.</param>
    public static void Scatter(ref float sums, int stride, in SlidingWindow window, ref float y) =>
        Positions<TSimd, TVector>.CopyPlaces(ref sums, window.Channels, stride, window, ref y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(ref float x, nint from, TVector scale, ref float y, nint to)
    {
        for (int b = 0; b < Panel.Size; b += TSimd.Count) TSimd.Store(TSimd.MultiplyAdd(scale, TSimd.Load(ref x, from + b), TSimd.Load(ref y, to + b)), ref y, to + b);
    }
}
