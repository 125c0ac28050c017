using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// Matrix products in register blocks of six rows by two vectors, over rows and steps at any stride: the stages of all batch kernels
/// differ in their strides only. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Product<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Rows = 6;
    private const int Steps = 128;
    private const int PackedRows = 48;
    private const int MostApart = 512;

    /// <summary>c[i, v] = Σ_t a[i·aRow + t·aStep] · b[t·bStep + v].</summary>
    /// <param name="a">The left factor.</param>
    /// <param name="aRow">The distance of its rows i, in floats.</param>
    /// <param name="aStep">The distance of its columns t, in floats.</param>
    /// <param name="b">The right factor.</param>
    /// <param name="bStep">The distance of its rows t, in floats.</param>
    /// <param name="c">Receives the product.</param>
    /// <param name="cRow">The distance of its rows i, in floats.</param>
    /// <param name="rows">The number of rows i.</param>
    /// <param name="steps">The number of terms t.</param>
    /// <param name="columns">The number of columns v, a multiple of 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Set(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps, int columns) =>
        Blocks<Overwrite>(ref a, aRow, aStep, ref b, bStep, ref c, cRow, rows, steps, columns);

    /// <summary>c[i, v] += Σ_t a[i·aRow + t·aStep] · b[t·bStep + v].</summary>
    /// <param name="a">The left factor.</param>
    /// <param name="aRow">The distance of its rows i, in floats.</param>
    /// <param name="aStep">The distance of its columns t, in floats.</param>
    /// <param name="b">The right factor; a vector behind its last value is readable.</param>
    /// <param name="bStep">The distance of its rows t, in floats.</param>
    /// <param name="c">The product is added here. Zeros are added to the rest of the last vector of a row, so it must be writable.</param>
    /// <param name="cRow">The distance of its rows i, in floats.</param>
    /// <param name="rows">The number of rows i.</param>
    /// <param name="steps">The number of terms t.</param>
    /// <param name="columns">The number of columns v.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps, int columns)
    {
        int v = columns / (2 * TSimd.Count) * (2 * TSimd.Count);
        if (v > 0) Blocks<Accumulate>(ref a, aRow, aStep, ref b, bStep, ref c, cRow, rows, steps, v);
        for (; v < columns; v += TSimd.Count)
        {
            int count = Math.Min(TSimd.Count, columns - v);
            for (int i = 0; i < rows; i++)
            {
                AddPartial(ref Unsafe.Add(ref a, i * aRow), aStep, ref Unsafe.Add(ref b, v), bStep, ref Unsafe.Add(ref c, i * cRow + v), steps, count);
            }
        }
    }

    // Steps in blocks, so that what is read of b stays in the first-level cache while the rows pass.
    private static void Blocks<TMode>(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps, int columns)
        where TMode : struct, IWriteMode
    {
        for (int t = 0; t < steps; t += Steps)
        {
            int count = Math.Min(Steps, steps - t);
            ref float at = ref Unsafe.Add(ref a, t * aStep);
            ref float bt = ref Unsafe.Add(ref b, t * bStep);
            if (t == 0) Columns<TMode>(ref at, aRow, aStep, ref bt, bStep, ref c, cRow, rows, count, columns);
            else Columns<Accumulate>(ref at, aRow, aStep, ref bt, bStep, ref c, cRow, rows, count, columns);
        }
    }

    private static void Columns<TMode>(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps, int columns)
        where TMode : struct, IWriteMode
    {
        if (aRow == 1 && rows >= PackedRows && !AreApart(aStep))
        {
            Packed<TMode>(ref a, aStep, ref b, bStep, ref c, cRow, rows, steps, columns);
            return;
        }

        for (int v = 0; v < columns; v += 2 * TSimd.Count)
        {
            Panel<TMode>(ref a, aRow, aStep, ref Unsafe.Add(ref b, v), bStep, ref Unsafe.Add(ref c, v), cRow, rows, steps);
        }
    }

    // Columns of a that lie an odd number of vectors of 16 apart, and not far, meet in no set of the cache.
    private static bool AreApart(nint step) => step <= MostApart && step % (2 * Planning.KernelShape.Lanes) == Planning.KernelShape.Lanes;

    // Where the rows of a are its columns in memory, what a block needs of them is packed first: at a stride of a power of two they would
    // share a few sets of the cache.
    [SkipLocalsInit]
    private static void Packed<TMode>(ref float a, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps, int columns)
        where TMode : struct, IWriteMode
    {
        Span<float> buffer = stackalloc float[PackedRows * Steps];
        ref float packed = ref MemoryMarshal.GetReference(buffer);
        for (int i = 0; i < rows; i += PackedRows)
        {
            int count = Math.Min(PackedRows, rows - i);
            for (int t = 0; t < steps; t++)
            {
                ref float from = ref Unsafe.Add(ref a, t * aStep + i);
                ref float to = ref Unsafe.Add(ref packed, t * PackedRows);
                for (int lane = 0; lane < count; lane += TSimd.Count)
                {
                    TSimd.Store(TSimd.LoadPartial(ref from, lane, Math.Min(TSimd.Count, count - lane)), ref to, lane);
                }
            }

            for (int v = 0; v < columns; v += 2 * TSimd.Count)
            {
                Panel<TMode>(ref packed, 1, PackedRows, ref Unsafe.Add(ref b, v), bStep, ref Unsafe.Add(ref c, i * cRow + v), cRow, count, steps);
            }
        }
    }

    private static void Panel<TMode>(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps)
        where TMode : struct, IWriteMode
    {
        int i = 0;
        for (; i + Rows <= rows; i += Rows)
        {
            Block6<TMode>(ref Unsafe.Add(ref a, i * aRow), aRow, aStep, ref b, bStep, ref Unsafe.Add(ref c, i * cRow), cRow, steps);
        }

        if (i + 4 <= rows)
        {
            Block4<TMode>(ref Unsafe.Add(ref a, i * aRow), aRow, aStep, ref b, bStep, ref Unsafe.Add(ref c, i * cRow), cRow, steps);
            i += 4;
        }

        if (i + 2 <= rows)
        {
            Block2<TMode>(ref Unsafe.Add(ref a, i * aRow), aRow, aStep, ref b, bStep, ref Unsafe.Add(ref c, i * cRow), cRow, steps);
            i += 2;
        }

        if (i < rows) Block1<TMode>(ref Unsafe.Add(ref a, i * aRow), aStep, ref b, bStep, ref Unsafe.Add(ref c, i * cRow), steps);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block6<TMode>(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int steps)
        where TMode : struct, IWriteMode
    {
        TVector c00 = TSimd.Zero, c01 = TSimd.Zero, c10 = TSimd.Zero, c11 = TSimd.Zero, c20 = TSimd.Zero, c21 = TSimd.Zero;
        TVector c30 = TSimd.Zero, c31 = TSimd.Zero, c40 = TSimd.Zero, c41 = TSimd.Zero, c50 = TSimd.Zero, c51 = TSimd.Zero;
        ref float a3 = ref Unsafe.Add(ref a, 3 * aRow);
        for (int t = 0; t < steps; t++)
        {
            TVector b0 = TSimd.Load(ref b, 0), b1 = TSimd.Load(ref b, TSimd.Count);
            TVector w = TSimd.Broadcast(ref a, 0);
            c00 = TSimd.MultiplyAdd(w, b0, c00);
            c01 = TSimd.MultiplyAdd(w, b1, c01);
            w = TSimd.Broadcast(ref a, aRow);
            c10 = TSimd.MultiplyAdd(w, b0, c10);
            c11 = TSimd.MultiplyAdd(w, b1, c11);
            w = TSimd.Broadcast(ref a, 2 * aRow);
            c20 = TSimd.MultiplyAdd(w, b0, c20);
            c21 = TSimd.MultiplyAdd(w, b1, c21);
            w = TSimd.Broadcast(ref a3, 0);
            c30 = TSimd.MultiplyAdd(w, b0, c30);
            c31 = TSimd.MultiplyAdd(w, b1, c31);
            w = TSimd.Broadcast(ref a3, aRow);
            c40 = TSimd.MultiplyAdd(w, b0, c40);
            c41 = TSimd.MultiplyAdd(w, b1, c41);
            w = TSimd.Broadcast(ref a3, 2 * aRow);
            c50 = TSimd.MultiplyAdd(w, b0, c50);
            c51 = TSimd.MultiplyAdd(w, b1, c51);
            a = ref Unsafe.Add(ref a, aStep);
            a3 = ref Unsafe.Add(ref a3, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        Write<TMode>(ref c, c00, c01);
        Write<TMode>(ref Unsafe.Add(ref c, cRow), c10, c11);
        Write<TMode>(ref Unsafe.Add(ref c, 2 * cRow), c20, c21);
        Write<TMode>(ref Unsafe.Add(ref c, 3 * cRow), c30, c31);
        Write<TMode>(ref Unsafe.Add(ref c, 4 * cRow), c40, c41);
        Write<TMode>(ref Unsafe.Add(ref c, 5 * cRow), c50, c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Block4<TMode>(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int steps)
        where TMode : struct, IWriteMode
    {
        TVector c00 = TSimd.Zero, c01 = TSimd.Zero, c10 = TSimd.Zero, c11 = TSimd.Zero;
        TVector c20 = TSimd.Zero, c21 = TSimd.Zero, c30 = TSimd.Zero, c31 = TSimd.Zero;
        ref float a3 = ref Unsafe.Add(ref a, 3 * aRow);
        for (int t = 0; t < steps; t++)
        {
            TVector b0 = TSimd.Load(ref b, 0), b1 = TSimd.Load(ref b, TSimd.Count);
            TVector w = TSimd.Broadcast(ref a, 0);
            c00 = TSimd.MultiplyAdd(w, b0, c00);
            c01 = TSimd.MultiplyAdd(w, b1, c01);
            w = TSimd.Broadcast(ref a, aRow);
            c10 = TSimd.MultiplyAdd(w, b0, c10);
            c11 = TSimd.MultiplyAdd(w, b1, c11);
            w = TSimd.Broadcast(ref a, 2 * aRow);
            c20 = TSimd.MultiplyAdd(w, b0, c20);
            c21 = TSimd.MultiplyAdd(w, b1, c21);
            w = TSimd.Broadcast(ref a3, 0);
            c30 = TSimd.MultiplyAdd(w, b0, c30);
            c31 = TSimd.MultiplyAdd(w, b1, c31);
            a = ref Unsafe.Add(ref a, aStep);
            a3 = ref Unsafe.Add(ref a3, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        Write<TMode>(ref c, c00, c01);
        Write<TMode>(ref Unsafe.Add(ref c, cRow), c10, c11);
        Write<TMode>(ref Unsafe.Add(ref c, 2 * cRow), c20, c21);
        Write<TMode>(ref Unsafe.Add(ref c, 3 * cRow), c30, c31);
    }

    // Fewer rows than hide the latency of a multiply-add: two or four steps at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block2<TMode>(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int steps)
        where TMode : struct, IWriteMode
    {
        TVector c00 = TSimd.Zero, c01 = TSimd.Zero, c10 = TSimd.Zero, c11 = TSimd.Zero;
        TVector d00 = TSimd.Zero, d01 = TSimd.Zero, d10 = TSimd.Zero, d11 = TSimd.Zero;
        for (int t = 0; t < steps; t++)
        {
            TVector b0 = TSimd.Load(ref b, 0), b1 = TSimd.Load(ref b, TSimd.Count);
            TVector w = TSimd.Broadcast(ref a, 0), z = TSimd.Broadcast(ref a, aRow);
            c00 = TSimd.MultiplyAdd(w, b0, c00);
            c01 = TSimd.MultiplyAdd(w, b1, c01);
            c10 = TSimd.MultiplyAdd(z, b0, c10);
            c11 = TSimd.MultiplyAdd(z, b1, c11);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
            if (++t == steps) break;
            b0 = TSimd.Load(ref b, 0);
            b1 = TSimd.Load(ref b, TSimd.Count);
            w = TSimd.Broadcast(ref a, 0);
            z = TSimd.Broadcast(ref a, aRow);
            d00 = TSimd.MultiplyAdd(w, b0, d00);
            d01 = TSimd.MultiplyAdd(w, b1, d01);
            d10 = TSimd.MultiplyAdd(z, b0, d10);
            d11 = TSimd.MultiplyAdd(z, b1, d11);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        Write<TMode>(ref c, TSimd.Add(c00, d00), TSimd.Add(c01, d01));
        Write<TMode>(ref Unsafe.Add(ref c, cRow), TSimd.Add(c10, d10), TSimd.Add(c11, d11));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block1<TMode>(ref float a, nint aStep, ref float b, nint bStep, ref float c, int steps)
        where TMode : struct, IWriteMode
    {
        TVector c0 = TSimd.Zero, c1 = TSimd.Zero, d0 = TSimd.Zero, d1 = TSimd.Zero, e0 = TSimd.Zero, e1 = TSimd.Zero, f0 = TSimd.Zero, f1 = TSimd.Zero;
        int t = 0;
        for (; t + 4 <= steps; t += 4)
        {
            TVector w = TSimd.Broadcast(ref a, 0);
            c0 = TSimd.MultiplyAdd(w, TSimd.Load(ref b, 0), c0);
            c1 = TSimd.MultiplyAdd(w, TSimd.Load(ref b, TSimd.Count), c1);
            w = TSimd.Broadcast(ref a, aStep);
            d0 = TSimd.MultiplyAdd(w, TSimd.Load(ref b, bStep), d0);
            d1 = TSimd.MultiplyAdd(w, TSimd.Load(ref b, bStep + TSimd.Count), d1);
            a = ref Unsafe.Add(ref a, 2 * aStep);
            b = ref Unsafe.Add(ref b, 2 * bStep);
            w = TSimd.Broadcast(ref a, 0);
            e0 = TSimd.MultiplyAdd(w, TSimd.Load(ref b, 0), e0);
            e1 = TSimd.MultiplyAdd(w, TSimd.Load(ref b, TSimd.Count), e1);
            w = TSimd.Broadcast(ref a, aStep);
            f0 = TSimd.MultiplyAdd(w, TSimd.Load(ref b, bStep), f0);
            f1 = TSimd.MultiplyAdd(w, TSimd.Load(ref b, bStep + TSimd.Count), f1);
            a = ref Unsafe.Add(ref a, 2 * aStep);
            b = ref Unsafe.Add(ref b, 2 * bStep);
        }

        for (; t < steps; t++)
        {
            TVector w = TSimd.Broadcast(ref a, 0);
            c0 = TSimd.MultiplyAdd(w, TSimd.Load(ref b, 0), c0);
            c1 = TSimd.MultiplyAdd(w, TSimd.Load(ref b, TSimd.Count), c1);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        Write<TMode>(ref c, TSimd.Add(TSimd.Add(c0, d0), TSimd.Add(e0, f0)), TSimd.Add(TSimd.Add(c1, d1), TSimd.Add(e1, f1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPartial(ref float a, nint aStep, ref float b, nint bStep, ref float c, int steps, int count)
    {
        // From zero, not from c: a gradient that thousands of products are added to would lose a rounding for each of their terms.
        TVector sum = TSimd.Zero;
        for (int t = 0; t < steps; t++)
        {
            sum = TSimd.MultiplyAdd(TSimd.Broadcast(ref a, t * aStep), TSimd.LoadPartial(ref b, t * bStep, count), sum);
        }

        TSimd.Store(TSimd.Add(TSimd.Load(ref c, 0), sum), ref c, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write<TMode>(ref float c, TVector v0, TVector v1)
        where TMode : struct, IWriteMode
    {
        // One row at a time: where columns is no multiple of a vector, a row's last vector reaches into the next row.
        if (TMode.Accumulates)
        {
            v0 = TSimd.Add(TSimd.Load(ref c, 0), v0);
            v1 = TSimd.Add(TSimd.Load(ref c, TSimd.Count), v1);
        }

        TSimd.Store(v0, ref c, 0);
        TSimd.Store(v1, ref c, TSimd.Count);
    }
}
