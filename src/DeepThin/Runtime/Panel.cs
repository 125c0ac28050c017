using System.ComponentModel;
using System.Numerics.Tensors;
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
[EditorBrowsable(EditorBrowsableState.Never)]
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
    public static void Pack(ReadOnlySpan<float> samples, int count, int features, ref float panel) => Pack(samples, features, count, features, ref panel);

    /// <summary>Lays a part of samples out as a panel; the lanes of absent samples become zero.</summary>
    /// <param name="samples">The samples from the first value of the part on, stride values apart.</param>
    /// <param name="stride">The distance from a sample to the next, at least features.</param>
    /// <param name="count">The number of samples, at most <see cref="Size"/>.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="panel">Receives features × <see cref="Size"/> values.</param>
    public static void Pack(ReadOnlySpan<float> samples, int stride, int count, int features, ref float panel) => PackRows(samples, stride, count, features, 0, features, ref panel);

    /// <summary>Lays some features of samples out as rows of a panel.</summary>
    /// <param name="samples">The samples, stride values apart.</param>
    /// <param name="stride">The distance from a sample to the next, at least features.</param>
    /// <param name="count">The number of samples, at most <see cref="Size"/>.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="first">The first feature that is laid out, a multiple of 16.</param>
    /// <param name="end">The feature behind the last one that is laid out, a multiple of 16 or all of them.</param>
    /// <param name="panel">Receives the rows in their places.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void PackRows(ReadOnlySpan<float> samples, int stride, int count, int features, int first, int end, ref float panel)
    {
        if (count < Size)
        {
            for (int f = first; f < end; f++) Zero(ref Unsafe.Add(ref panel, (nint)f * Size + count), Size - count);
        }

        // Whole cache lines of eight samples at a time: where the distance of samples is a power of two, their lines share a set of the cache.
        ref float start = ref MemoryMarshal.GetReference(samples);
        for (int b = 0; b < count; b += 2 * Tile)
        {
            for (int f = first; f < end; f += 2 * Tile)
            {
                for (int i = 0; i < 4; i++)
                {
                    int row = b + i / 2 * Tile, column = f + i % 2 * Tile;
                    ref float from = ref Unsafe.Add(ref start, (nint)row * stride + column);
                    Transpose(ref from, stride, ref Unsafe.Add(ref panel, (nint)column * Size + row), Size, count - row, features - column);
                }
            }
        }
    }

    /// <summary>Lays a panel out sample by sample.</summary>
    /// <param name="panel">The panel, features × <see cref="Size"/> values.</param>
    /// <param name="count">The number of samples, at most <see cref="Size"/>.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="samples">Receives the samples, stride values apart.</param>
    /// <param name="stride">The distance from a sample to the next, at least features.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(ref float panel, int count, int features, ref float samples, int stride)
    {
        // Eight samples at a time: each is a stream of its own into another page.
        for (int b = 0; b < count; b += Tile)
        {
            for (int f = 0; f < features; f += Tile)
            {
                ref float to = ref Unsafe.Add(ref samples, (nint)b * stride + f);
                Transpose(ref Unsafe.Add(ref panel, (nint)f * Size + b), Size, ref to, stride, features - f, count - b);
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

    /// <summary>Copies values into a workspace, each multiplied with a gain of its own.</summary>
    /// <param name="values">The values.</param>
    /// <param name="gains">The gains, as many as values.</param>
    /// <param name="start">The first place.</param>
    public static void Copy(ReadOnlySpan<float> values, ref float gains, ref float start) =>
        TensorPrimitives.Multiply(values, MemoryMarshal.CreateReadOnlySpan(ref gains, values.Length), MemoryMarshal.CreateSpan(ref start, values.Length));

    /// <summary>Multiplies values with gains, in place.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="gains">The first gain.</param>
    /// <param name="length">The number of values.</param>
    public static void Scale(ref float values, ref float gains, int length) => Copy(MemoryMarshal.CreateReadOnlySpan(ref values, length), ref gains, ref values);

    /// <summary>Copies values within a workspace.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="start">The first place.</param>
    /// <param name="length">The number of values.</param>
    public static void Copy(ref float values, ref float start, int length) => Copy(MemoryMarshal.CreateReadOnlySpan(ref values, length), ref start);

    /// <summary>Copies values within a workspace, each multiplied with a gain of its own.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="gains">The first gain.</param>
    /// <param name="start">The first place.</param>
    /// <param name="length">The number of values.</param>
    public static void Copy(ref float values, ref float gains, ref float start, int length) => Copy(MemoryMarshal.CreateReadOnlySpan(ref values, length), ref gains, ref start);

    /// <summary>sums += values.</summary>
    /// <param name="values">The first value.</param>
    /// <param name="sums">The first sum.</param>
    /// <param name="length">The number of values.</param>
    public static void Add(ref float values, ref float sums, int length)
    {
        var all = MemoryMarshal.CreateSpan(ref sums, length);
        TensorPrimitives.Add(all, MemoryMarshal.CreateReadOnlySpan(ref values, length), all);
    }

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

    /// <summary>Transposes a matrix: y[column·rows + row] = x[row·columns + column].</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="y">Receives the columns, one after the other.</param>
    public static void Transpose(ref float x, int rows, int columns, ref float y) => Transpose(ref x, columns, rows, columns, ref y, rows);

    /// <summary>Transposes a matrix: to[column·toStride + row] = rows[row·stride + column].</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">The distance of the rows, in floats.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="to">Receives the first column.</param>
    /// <param name="toStride">The distance of the columns there, in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Transpose(ref float rows, nint stride, int count, int columns, ref float to, nint toStride)
    {
        for (int row = 0; row < count; row += Tile)
        {
            for (int column = 0; column < columns; column += Tile)
            {
                Transpose(ref Unsafe.Add(ref rows, row * stride + column), stride, ref Unsafe.Add(ref to, column * toStride + row), toStride, count - row, columns - column);
            }
        }
    }

    // target[column, row] = source[row, column] of up to eight rows and columns, by vectors where there are eight.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref float source, nint sourceRow, ref float target, nint targetRow, int rows, int columns)
    {
        if (rows >= Tile && columns >= Tile && Avx.IsSupported) TransposeEight(ref source, sourceRow, ref target, targetRow);
        else if (rows >= Tile && columns >= Tile && (Sse.IsSupported || AdvSimd.Arm64.IsSupported)) TransposeFours(ref source, sourceRow, ref target, targetRow);
        else
        {
            for (int r = 0; r < Math.Min(Tile, rows); r++)
            {
                for (int c = 0; c < Math.Min(Tile, columns); c++) Unsafe.Add(ref target, c * targetRow + r) = Unsafe.Add(ref source, r * sourceRow + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeEight(ref float source, nint sourceRow, ref float target, nint targetRow)
    {
        for (int c = 0; c < Tile; c += 4)
        {
            ref float from = ref Unsafe.Add(ref source, c), to = ref Unsafe.Add(ref target, c * targetRow);
            Vector256<float> r0 = Pair(ref from, 4 * sourceRow), r1 = Pair(ref Unsafe.Add(ref from, sourceRow), 4 * sourceRow);
            Vector256<float> r2 = Pair(ref Unsafe.Add(ref from, 2 * sourceRow), 4 * sourceRow), r3 = Pair(ref Unsafe.Add(ref from, 3 * sourceRow), 4 * sourceRow);
            Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
            Simd256.Store(Avx.Shuffle(a0, a2, 0x44), ref to, 0);
            Simd256.Store(Avx.Shuffle(a0, a2, 0xEE), ref to, targetRow);
            Simd256.Store(Avx.Shuffle(a1, a3, 0x44), ref to, 2 * targetRow);
            Simd256.Store(Avx.Shuffle(a1, a3, 0xEE), ref to, 3 * targetRow);
        }

        // Four values of a row, and four of the row below the next three.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<float> Pair(ref float low, nint high) =>
            Avx.InsertVector128(Vector256.Create(Simd128.Load(ref low, 0), default), Simd128.Load(ref low, high), 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
