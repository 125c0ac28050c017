using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeepThin.Runtime;

/// <summary>
/// A panel holds the activations of up to <see cref="Size"/> samples feature by feature: value f of sample b lies at f·Size + b, so
/// that a vector holds the same feature of many samples and kernels need no shuffles.
/// </summary>
public static class Panel
{
    /// <summary>The samples of a panel.</summary>
    public const int Size = 64;

    private const int Tile = 8;

    /// <summary>Lays samples out as a panel; the lanes of absent samples become zero.</summary>
    /// <param name="samples">The samples, count × features values.</param>
    /// <param name="count">The number of samples, at most <see cref="Size"/>.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="panel">Receives features × <see cref="Size"/> values.</param>
    public static void Pack(ReadOnlySpan<float> samples, int count, int features, ref float panel)
    {
        if (count < Size)
        {
            for (int f = 0; f < features; f++) Zero(ref Unsafe.Add(ref panel, (nint)f * Size + count), Size - count);
        }

        ref float start = ref MemoryMarshal.GetReference(samples);
        for (int f = 0; f < features; f += Tile)
        {
            int width = Math.Min(Tile, features - f);
            for (int b = 0; b < count; b += Tile)
            {
                Transpose(ref Unsafe.Add(ref start, (nint)b * features + f), features, ref Unsafe.Add(ref panel, (nint)f * Size + b), Size, Math.Min(Tile, count - b), width);
            }
        }
    }

    /// <summary>Lays a panel out sample by sample.</summary>
    /// <param name="panel">The panel, features × <see cref="Size"/> values.</param>
    /// <param name="count">The number of samples, at most <see cref="Size"/>.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="samples">Receives the samples, stride values apart.</param>
    /// <param name="stride">The distance from a sample to the next, at least features.</param>
    public static void Unpack(ref float panel, int count, int features, ref float samples, int stride)
    {
        for (int b = 0; b < count; b += Tile)
        {
            int height = Math.Min(Tile, count - b);
            for (int f = 0; f < features; f += Tile)
            {
                Transpose(ref Unsafe.Add(ref panel, (nint)f * Size + b), Size, ref Unsafe.Add(ref samples, (nint)b * stride + f), stride, Math.Min(Tile, features - f), height);
            }
        }
    }

    /// <summary>Lays some of the rows of a panel out sample by sample: samples[b·stride + f] = rows[f·distance + b].</summary>
    /// <param name="rows">The first row of <see cref="Size"/> values.</param>
    /// <param name="distance">The distance of the rows, in floats.</param>
    /// <param name="count">The number of rows, a multiple of 8.</param>
    /// <param name="samples">Receives the samples, stride values apart.</param>
    /// <param name="stride">The distance from a sample to the next, at least the number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UnpackRows(ref float rows, int distance, int count, ref float samples, int stride)
    {
        for (int b = 0; b < Size; b += Tile)
        {
            for (int f = 0; f < count; f += Tile)
            {
                Transpose(ref Unsafe.Add(ref rows, (nint)f * distance + b), distance, ref Unsafe.Add(ref samples, (nint)b * stride + f), stride, Tile, Tile);
            }
        }
    }

    /// <summary>Copies values into a workspace.</summary>
    /// <param name="values">The values.</param>
    /// <param name="start">The first place.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ReadOnlySpan<float> values, ref float start) => values.CopyTo(MemoryMarshal.CreateSpan(ref start, values.Length));

    /// <summary>Copies values out of a workspace.</summary>
    /// <param name="start">The first value.</param>
    /// <param name="values">Receives the values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref float start, Span<float> values) => MemoryMarshal.CreateReadOnlySpan(ref start, values.Length).CopyTo(values);

    /// <summary>Writes zeros.</summary>
    /// <param name="start">The first float.</param>
    /// <param name="length">The number of floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Zero(ref float start, int length) => MemoryMarshal.CreateSpan(ref start, length).Clear();

    // target[column, row] = source[row, column], in squares of eight or four where vectors can turn them.
    private static void Transpose(ref float source, nint sourceRow, ref float target, nint targetRow, int rows, int columns)
    {
        if (rows == Tile && columns == Tile && Avx.IsSupported) TransposeEight(ref source, sourceRow, ref target, targetRow);
        else if (rows == Tile && columns == Tile && (Sse.IsSupported || AdvSimd.Arm64.IsSupported)) TransposeFours(ref source, sourceRow, ref target, targetRow);
        else
        {
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++) Unsafe.Add(ref target, c * targetRow + r) = Unsafe.Add(ref source, r * sourceRow + c);
            }
        }
    }

    private static void TransposeEight(ref float source, nint sourceRow, ref float target, nint targetRow)
    {
        Vector256<float> r0 = Row(ref source, 0), r1 = Row(ref source, sourceRow), r2 = Row(ref source, 2 * sourceRow), r3 = Row(ref source, 3 * sourceRow);
        Vector256<float> r4 = Row(ref source, 4 * sourceRow), r5 = Row(ref source, 5 * sourceRow), r6 = Row(ref source, 6 * sourceRow), r7 = Row(ref source, 7 * sourceRow);
        Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> a4 = Avx.UnpackLow(r4, r5), a5 = Avx.UnpackHigh(r4, r5), a6 = Avx.UnpackLow(r6, r7), a7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44), b1 = Avx.Shuffle(a0, a2, 0xEE), b2 = Avx.Shuffle(a1, a3, 0x44), b3 = Avx.Shuffle(a1, a3, 0xEE);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44), b5 = Avx.Shuffle(a4, a6, 0xEE), b6 = Avx.Shuffle(a5, a7, 0x44), b7 = Avx.Shuffle(a5, a7, 0xEE);
        Write(Avx.Permute2x128(b0, b4, 0x20), ref target, 0);
        Write(Avx.Permute2x128(b1, b5, 0x20), ref target, targetRow);
        Write(Avx.Permute2x128(b2, b6, 0x20), ref target, 2 * targetRow);
        Write(Avx.Permute2x128(b3, b7, 0x20), ref target, 3 * targetRow);
        Write(Avx.Permute2x128(b0, b4, 0x31), ref target, 4 * targetRow);
        Write(Avx.Permute2x128(b1, b5, 0x31), ref target, 5 * targetRow);
        Write(Avx.Permute2x128(b2, b6, 0x31), ref target, 6 * targetRow);
        Write(Avx.Permute2x128(b3, b7, 0x31), ref target, 7 * targetRow);

        static Vector256<float> Row(ref float start, nint index) => Simd256.Load(ref start, index);

        static void Write(Vector256<float> value, ref float start, nint index) => Simd256.Store(value, ref start, index);
    }

    private static void TransposeFours(ref float source, nint sourceRow, ref float target, nint targetRow)
    {
        for (int r = 0; r < Tile; r += 4)
        {
            for (int c = 0; c < Tile; c += 4)
            {
                ref float from = ref Unsafe.Add(ref source, r * sourceRow + c);
                Vector128<float> r0 = Simd128.Load(ref from, 0), r1 = Simd128.Load(ref from, sourceRow), r2 = Simd128.Load(ref from, 2 * sourceRow), r3 = Simd128.Load(ref from, 3 * sourceRow);
                var (a0, a1) = Zip(r0, r2);
                var (a2, a3) = Zip(r1, r3);
                var (c0, c1) = Zip(a0, a2);
                var (c2, c3) = Zip(a1, a3);
                ref float to = ref Unsafe.Add(ref target, c * targetRow + r);
                Simd128.Store(c0, ref to, 0);
                Simd128.Store(c1, ref to, targetRow);
                Simd128.Store(c2, ref to, 2 * targetRow);
                Simd128.Store(c3, ref to, 3 * targetRow);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> Low, Vector128<float> High) Zip(Vector128<float> a, Vector128<float> b) => Sse.IsSupported
        ? (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b))
        : (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));
}
