using System.ComponentModel;
using System.Runtime.CompilerServices;
using DeepThin.Planning;

namespace DeepThin.Runtime;

/// <summary>The kernel of <see cref="WinogradConvolution"/>; lanes run over channels. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WinogradKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Together = WinogradConvolution.Together, Places = WinogradConvolution.Places, Square = WinogradConvolution.Square;

    /// <summary>Transforms W: of the 3×3 values g of a channel and an output G·g·Gᵀ, with 1, 0, 0; ½, ½, ½; ½, −½, ½; 0, 0, 1 in the rows of G.</summary>
    /// <param name="winograd">The sizes.</param>
    /// <param name="w">W, outputs × channels × 9.</param>
    /// <param name="prepared">Receives what is prepared.</param>
    public static void Prepare(in WinogradConvolution winograd, ref float w, ref float prepared)
    {
        int channels = winograd.Window.Channels, filters = winograd.Filters, outputs = winograd.Outputs;
        Span<float> rows = stackalloc float[12];
        for (int place = 0; place < Places && outputs < filters; place++)
        {
            Panel.Zero(ref Unsafe.Add(ref prepared, ((nint)(place + 1) * filters - Together) * channels), Together * channels);
        }

        for (int output = 0; output < outputs; output++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                for (int i = 0; i < 3; i++)
                {
                    float a = Unsafe.Add(ref w, i), b = Unsafe.Add(ref w, i + 3), c = Unsafe.Add(ref w, i + 6);
                    (rows[i], rows[i + 3], rows[i + 6], rows[i + 9]) = (a, (a + c + b) / 2, (a + c - b) / 2, c);
                }

                ref float to = ref Unsafe.Add(ref prepared, ((nint)(output / Together) * channels + channel) * Together + output % Together);
                for (int i = 0; i < 4; i++)
                {
                    float a = rows[3 * i], b = rows[3 * i + 1], c = rows[3 * i + 2];
                    Set(ref to, 4 * i, a);
                    Set(ref to, 4 * i + 1, (a + c + b) / 2);
                    Set(ref to, 4 * i + 2, (a + c - b) / 2);
                    Set(ref to, 4 * i + 3, c);
                }

                w = ref Unsafe.Add(ref w, 9);
            }
        }

        void Set(ref float to, int place, float value) => Unsafe.Add(ref to, (nint)place * channels * filters) = value;
    }

    /// <summary>The sums of one sample, without bias and activation, in the scratch memory.</summary>
    /// <param name="x">The sample, channel by channel; a vector behind it is readable.</param>
    /// <param name="winograd">The sizes.</param>
    /// <param name="prepared">What is prepared.</param>
    /// <param name="scratch">The scratch memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sums(ref float x, in WinogradConvolution winograd, ref float prepared, ref float scratch)
    {
        ref float inputs = ref Unsafe.Add(ref scratch, (nint)winograd.PlaceOfInputs), outputs = ref Unsafe.Add(ref scratch, (nint)winograd.PlaceOfOutputs);
        ref float positions = ref Unsafe.Add(ref scratch, (nint)winograd.PlaceOfPositions), sums = ref Unsafe.Add(ref scratch, (nint)winograd.PlaceOfSums);
        int channels = winograd.Window.Channels, stride = winograd.Channels, filters = winograd.Filters;
        SetPixels(ref x, winograd, ref scratch);
        for (int first = 0; first < winograd.Tiles; first += winograd.Block)
        {
            int count = Math.Min(winograd.Block, winograd.Tiles - first);
            TransformInputs(winograd, first, count, ref scratch, ref inputs);
            ref float w = ref prepared;
            for (int place = 0; place < Places; place++)
            {
                ref float from = ref Unsafe.Add(ref inputs, (nint)place * winograd.InputStride), to = ref Unsafe.Add(ref outputs, (nint)place * winograd.OutputStride);
                for (int filter = 0; filter < filters; filter += Together)
                {
                    Product<TSimd, TVector>.Set(ref from, stride, 1, ref w, Together, ref Unsafe.Add(ref to, filter), filters, count, channels, Together);
                    w = ref Unsafe.Add(ref w, (nint)channels * Together);
                }
            }

            TransformOutputs(winograd, first, count, ref outputs, ref positions);
        }

        SetSums(winograd, ref positions, ref sums);
    }

    /// <summary>Writes the sums of all positions, or what has been made of them, to the output.</summary>
    /// <param name="winograd">The sizes.</param>
    /// <param name="sums">The sum of the first position of the first output.</param>
    /// <param name="y">Receives the outputs, channel by channel.</param>
    public static void Scatter(in WinogradConvolution winograd, ref float sums, ref float y) =>
        Positions<TSimd, TVector>.CopyChannels(ref sums, winograd.Outputs, winograd.SumsStride, winograd.Window.Positions, ref y);

    // Pixel by pixel, with zeros around. A row is written in full squares, and what they write too much is written again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetPixels(ref float x, in WinogradConvolution winograd, ref float pixels)
    {
        var (rows, columns) = (winograd.Window.Rows, winograd.Window.Columns);
        int plane = winograd.Window.Plane, channels = winograd.Window.Channels, stride = winograd.Channels, pitch = winograd.Pitch, length = columns.Length;
        int at = rows.Before * pitch + columns.Before, end = winograd.Lines * pitch;
        Panel.Zero(ref pixels, at * stride);
        for (int row = 0; row < rows.Length; row++, at += pitch)
        {
            Panel.Transpose(ref Unsafe.Add(ref x, row * length), plane, channels, ReLayout.RoundUp(length, Square), ref Unsafe.Add(ref pixels, (nint)at * stride), stride);
            Zero(at + length, at + pitch, ref pixels);
        }

        Zero(at, end, ref pixels);

        void Zero(int from, int to, ref float pixels) => Panel.Zero(ref Unsafe.Add(ref pixels, (nint)from * stride), Math.Max(0, Math.Min(to, end) - from) * stride);
    }

    // Bᵀ·d·B of the 4×4 pixels d of a tile, with 1, 0, −1, 0; 0, 1, 1, 0; 0, −1, 1, 0; 0, 1, 0, −1 in the rows of Bᵀ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformInputs(in WinogradConvolution winograd, int first, int count, ref float pixels, ref float inputs)
    {
        int stride = winograd.Channels, width = winograd.TileColumns;
        nint pitch = (nint)winograd.Pitch * stride, next = winograd.InputStride;
        for (int tile = first; tile < first + count; tile++)
        {
            ref float from = ref Unsafe.Add(ref pixels, tile / width * 2 * pitch + tile % width * 2 * stride);
            for (int channel = 0; channel < stride; channel += TSimd.Count)
            {
                for (int column = 0; column < 4; column++)
                {
                    // A column of d·B is a sum or a difference of two columns of d.
                    ref float plus = ref Unsafe.Add(ref from, (column == 0 ? 0 : column == 2 ? 2 : 1) * stride + channel);
                    ref float other = ref Unsafe.Add(ref from, (column == 2 ? 1 : column == 3 ? 3 : 2) * stride + channel);
                    TVector d0, d1, d2, d3;
                    if (column == 1)
                    {
                        d0 = TSimd.Add(TSimd.Load(ref plus, 0), TSimd.Load(ref other, 0));
                        d1 = TSimd.Add(TSimd.Load(ref plus, pitch), TSimd.Load(ref other, pitch));
                        d2 = TSimd.Add(TSimd.Load(ref plus, 2 * pitch), TSimd.Load(ref other, 2 * pitch));
                        d3 = TSimd.Add(TSimd.Load(ref plus, 3 * pitch), TSimd.Load(ref other, 3 * pitch));
                    }
                    else
                    {
                        d0 = TSimd.Subtract(TSimd.Load(ref plus, 0), TSimd.Load(ref other, 0));
                        d1 = TSimd.Subtract(TSimd.Load(ref plus, pitch), TSimd.Load(ref other, pitch));
                        d2 = TSimd.Subtract(TSimd.Load(ref plus, 2 * pitch), TSimd.Load(ref other, 2 * pitch));
                        d3 = TSimd.Subtract(TSimd.Load(ref plus, 3 * pitch), TSimd.Load(ref other, 3 * pitch));
                    }

                    ref float to = ref Unsafe.Add(ref inputs, column * next + channel);
                    TSimd.Store(TSimd.Subtract(d0, d2), ref to, 0);
                    TSimd.Store(TSimd.Add(d1, d2), ref to, 4 * next);
                    TSimd.Store(TSimd.Subtract(d2, d1), ref to, 8 * next);
                    TSimd.Store(TSimd.Subtract(d1, d3), ref to, 12 * next);
                }
            }

            inputs = ref Unsafe.Add(ref inputs, stride);
        }
    }

    // Aᵀ·m·A of the 4×4 products m of a tile, with 1, 1, 1, 0; 0, 1, −1, −1 in the rows of Aᵀ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformOutputs(in WinogradConvolution winograd, int first, int count, ref float outputs, ref float positions)
    {
        int stride = winograd.Filters, width = winograd.TileColumns;
        nint pitch = 2 * (nint)width * stride, next = winograd.OutputStride;
        for (int tile = first; tile < first + count; tile++)
        {
            ref float to = ref Unsafe.Add(ref positions, tile / width * 2 * pitch + tile % width * 2 * stride);
            for (int filter = 0; filter < stride; filter += TSimd.Count)
            {
                ref float from = ref Unsafe.Add(ref outputs, filter);
                var (a0, b0) = Column(ref from, next);
                var (a1, b1) = Column(ref Unsafe.Add(ref from, next), next);
                var (a2, b2) = Column(ref Unsafe.Add(ref from, 2 * next), next);
                var (a3, b3) = Column(ref Unsafe.Add(ref from, 3 * next), next);
                TSimd.Store(TSimd.Add(TSimd.Add(a0, a1), a2), ref to, filter);
                TSimd.Store(TSimd.Subtract(TSimd.Subtract(a1, a2), a3), ref to, stride + filter);
                TSimd.Store(TSimd.Add(TSimd.Add(b0, b1), b2), ref to, pitch + filter);
                TSimd.Store(TSimd.Subtract(TSimd.Subtract(b1, b2), b3), ref to, pitch + stride + filter);
            }

            outputs = ref Unsafe.Add(ref outputs, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector First, TVector Second) Column(ref float from, nint next)
    {
        TVector m1 = TSimd.Load(ref from, 4 * next), m2 = TSimd.Load(ref from, 8 * next);
        return (TSimd.Add(TSimd.Load(ref from, 0), TSimd.Add(m1, m2)), TSimd.Subtract(TSimd.Subtract(m1, m2), TSimd.Load(ref from, 12 * next)));
    }

    // Output by output. What squares write too much is written again by the next row, or belongs to no position.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetSums(in WinogradConvolution winograd, ref float positions, ref float sums)
    {
        int width = winograd.Window.Width, height = winograd.Window.Height, filters = winograd.Filters;
        nint pitch = 2 * (nint)winograd.TileColumns * filters;
        for (int row = 0; row < height; row++)
        {
            Panel.Transpose(
                ref Unsafe.Add(ref positions, row * pitch), filters, ReLayout.RoundUp(width, Square), ReLayout.RoundUp(winograd.Outputs, Square), ref Unsafe.Add(ref sums, row * width), winograd.SumsStride);
        }
    }
}
