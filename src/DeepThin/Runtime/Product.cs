using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    private const int ComplexSteps = 48;
    private const int PackedRows = 48;
    private const int MostApart = 512;

    private const int Lags = 8;

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

    /// <summary>S[u, v] = Σ_p w[p] · x[u + p, v] for a panel: a correlation along the rows.</summary>
    /// <param name="w">The taps, with <see cref="TapMargin"/> zeros before and after them.</param>
    /// <param name="taps">The number of taps.</param>
    /// <param name="x">The rows, <paramref name="rows"/> + taps − 1 of them and <see cref="TapMargin"/> more.</param>
    /// <param name="s">Receives the correlation, up to <see cref="TapMargin"/> rows more than asked.</param>
    /// <param name="rows">The number of rows u.</param>
    /// <param name="columns">The number of columns v, a multiple of 32: the distance of rows in x and S.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Correlate(ref float w, int taps, ref float x, ref float s, int rows, int columns) =>
        Correlation<Overwrite>(ref w, taps, ref x, ref s, rows, columns);

    /// <summary>S[u, v] += Σ_p w[p] · x[u + p, v] for a panel, as <see cref="Correlate"/>.</summary>
    /// <param name="w">The taps, with <see cref="TapMargin"/> zeros before and after them.</param>
    /// <param name="taps">The number of taps.</param>
    /// <param name="x">The rows, <paramref name="rows"/> + taps − 1 of them and <see cref="TapMargin"/> more.</param>
    /// <param name="s">The correlation is added here, and something to up to <see cref="TapMargin"/> rows more than asked.</param>
    /// <param name="rows">The number of rows u.</param>
    /// <param name="columns">The number of columns v, a multiple of 32: the distance of rows in x and S.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddCorrelation(ref float w, int taps, ref float x, ref float s, int rows, int columns) =>
        Correlation<Accumulate>(ref w, taps, ref x, ref s, rows, columns);

    /// <summary>
    /// Products of complex matrices for a panel: c[i] = Σ_t a[i, t] · conj(b[t]). A complex value of a panel is the row of its real parts, then
    /// the row of its imaginary parts.
    /// </summary>
    /// <param name="a">The left factor: real parts, and from <paramref name="aImaginary"/> on their imaginary parts.</param>
    /// <param name="aImaginary">The distance of the imaginary parts, in floats.</param>
    /// <param name="aRow">The distance of its rows i, in floats.</param>
    /// <param name="aStep">The distance of its columns t, in floats.</param>
    /// <param name="b">The right factor, <paramref name="steps"/> complex values of a panel.</param>
    /// <param name="c">Receives <paramref name="rows"/> complex values of a panel.</param>
    /// <param name="rows">The number of rows i.</param>
    /// <param name="steps">The number of terms t.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SetComplex(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps) =>
        ComplexBlocks<Overwrite>(ref a, aImaginary, aRow, aStep, ref b, ref c, rows, steps);

    /// <summary>c[i] += Σ_t a[i, t] · conj(b[t]) for complex values of a panel, as <see cref="SetComplex"/>.</summary>
    /// <param name="a">The left factor: real parts, and from <paramref name="aImaginary"/> on their imaginary parts.</param>
    /// <param name="aImaginary">The distance of the imaginary parts, in floats.</param>
    /// <param name="aRow">The distance of its rows i, in floats.</param>
    /// <param name="aStep">The distance of its columns t, in floats.</param>
    /// <param name="b">The right factor, <paramref name="steps"/> complex values of a panel.</param>
    /// <param name="c">The product is added to <paramref name="rows"/> complex values of a panel.</param>
    /// <param name="rows">The number of rows i.</param>
    /// <param name="steps">The number of terms t.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddComplex(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps) =>
        ComplexBlocks<Accumulate>(ref a, aImaginary, aRow, aStep, ref b, ref c, rows, steps);

    /// <summary>
    /// Products of complex matrices over the samples of a panel: c[i, v] = Σ_b a[i, b] · b[v, b]. The right factor is laid out sample by sample, so
    /// that lanes run over v.
    /// </summary>
    /// <param name="a">The left factor, <paramref name="rows"/> complex values of a panel.</param>
    /// <param name="b">The right factor, <paramref name="columns"/> complex values of a panel.</param>
    /// <param name="c">Receives for each i the real parts, then the imaginary parts.</param>
    /// <param name="rows">The number of rows i.</param>
    /// <param name="columns">The number of columns v, a multiple of 16.</param>
    /// <param name="scratch">Room for 2·columns times the samples and twice the rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SetComplexOverSamples(ref float a, ref float b, ref float c, int rows, int columns, ref float scratch)
    {
        const int Size = Runtime.Panel.Size;
        int stride = 2 * columns;
        Runtime.Panel.UnpackRows(ref b, 2 * Size, columns, ref scratch, stride);
        Runtime.Panel.UnpackRows(ref Unsafe.Add(ref b, Size), 2 * Size, columns, ref Unsafe.Add(ref scratch, columns), stride);
        ref float products = ref Unsafe.Add(ref scratch, Size * stride);
        Set(ref a, Size, 1, ref scratch, stride, ref products, stride, 2 * rows, Size, stride);
        for (int i = 0; i < rows; i++)
        {
            ref float re = ref Unsafe.Add(ref products, (nint)2 * i * stride), im = ref Unsafe.Add(ref re, stride), to = ref Unsafe.Add(ref c, (nint)i * stride);
            for (int v = 0; v < columns; v += TSimd.Count)
            {
                TSimd.Store(TSimd.Subtract(TSimd.Load(ref re, v), TSimd.Load(ref im, columns + v)), ref to, v);
                TSimd.Store(TSimd.Add(TSimd.Load(ref re, columns + v), TSimd.Load(ref im, v)), ref to, columns + v);
            }
        }
    }

    /// <summary>The zeros that <see cref="Correlate"/> needs on each side of the taps.</summary>
    public static int TapMargin => Rows - 1;

    /// <summary>c[p·cStep] += Σ_v d[v] · x[v + p·lag]: inner products of d with x at growing lags.</summary>
    /// <param name="d">The left vector.</param>
    /// <param name="x">The right vector.</param>
    /// <param name="lag">The distance of the lags, in floats.</param>
    /// <param name="c">The inner products are added here.</param>
    /// <param name="cStep">Their distance, in floats.</param>
    /// <param name="lags">The number of lags p.</param>
    /// <param name="length">The length of d, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLagged(ref float d, ref float x, nint lag, ref float c, nint cStep, int lags, int length)
    {
        int p = 0;
        for (; p + Lags <= lags; p += Lags) AddLags8(ref d, ref Unsafe.Add(ref x, p * lag), lag, ref Unsafe.Add(ref c, p * cStep), cStep, length);
        for (; p < lags; p++) Unsafe.Add(ref c, p * cStep) += InnerProduct<TSimd, TVector>.Of(ref d, ref Unsafe.Add(ref x, p * lag), length);
    }

    // Steps in equal blocks, so that what is read of b stays in the first-level cache while the rows pass.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComplexBlocks<TMode>(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps)
        where TMode : struct, IMode
    {
        int blocks = (steps + ComplexSteps - 1) / ComplexSteps;
        for (int block = 0; block < blocks; block++)
        {
            int start = (int)((long)block * steps / blocks), count = (int)((block + 1L) * steps / blocks) - start;
            ref float at = ref Unsafe.Add(ref a, start * aStep);
            ref float bt = ref Unsafe.Add(ref b, (nint)start * 2 * Runtime.Panel.Size);
            if (block == 0) ComplexColumns<TMode>(ref at, aImaginary, aRow, aStep, ref bt, ref c, rows, count);
            else ComplexColumns<Accumulate>(ref at, aImaginary, aRow, aStep, ref bt, ref c, rows, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComplexColumns<TMode>(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps)
        where TMode : struct, IMode
    {
        for (int v = 0; v < Runtime.Panel.Size; v += 2 * TSimd.Count)
        {
            ref float at = ref a;
            ref float bv = ref Unsafe.Add(ref b, v);
            ref float to = ref Unsafe.Add(ref c, v);
            for (int i = 0; i + 2 <= rows; i += 2)
            {
                ComplexBlock<TMode>(ref at, aImaginary, aRow, aStep, ref bv, ref to, steps);
                at = ref Unsafe.Add(ref at, 2 * aRow);
                to = ref Unsafe.Add(ref to, 4 * Runtime.Panel.Size);
            }

            if (rows % 2 > 0) ComplexRow<TMode>(ref at, aImaginary, aStep, ref bv, ref to, steps);
        }
    }

    // A few rows share the rows of x: row i of the block is the taps moved by i places, zeros around them. The fewer, the fewer zeros.
    private static void Correlation<TMode>(ref float w, int taps, ref float x, ref float s, int rows, int columns)
        where TMode : struct, IMode
    {
        if (TSimd.Count == Vector512<float>.Count && columns % (4 * TSimd.Count) == 0)
        {
            for (int v = 0; v < columns; v += 4 * TSimd.Count)
            {
                for (int u = 0; u < rows; u += 3)
                {
                    nint at = (nint)u * columns + v;
                    Taps3<TMode>(ref w, ref Unsafe.Add(ref x, at), ref Unsafe.Add(ref s, at), columns, taps + 2);
                }
            }

            return;
        }

        for (int v = 0; v < columns; v += 2 * TSimd.Count)
        {
            for (int u = 0; u < rows; u += 4)
            {
                nint at = (nint)u * columns + v;
                Block4<TMode>(ref w, -1, 1, ref Unsafe.Add(ref x, at), columns, ref Unsafe.Add(ref s, at), columns, taps + 3);
            }
        }
    }

    // Steps in blocks, so that what is read of b stays in the first-level cache while the rows pass.
    private static void Blocks<TMode>(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int rows, int steps, int columns)
        where TMode : struct, IMode
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
        where TMode : struct, IMode
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
        where TMode : struct, IMode
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
        where TMode : struct, IMode
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
        where TMode : struct, IMode
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
    private static void Block4<TMode>(ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float c, nint cRow, int steps)
        where TMode : struct, IMode
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
        where TMode : struct, IMode
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
        where TMode : struct, IMode
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

    // Three shifts by four vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Taps3<TMode>(ref float w, ref float x, ref float s, nint row, int steps)
        where TMode : struct, IMode
    {
        TVector s00 = TSimd.Zero, s01 = TSimd.Zero, s02 = TSimd.Zero, s03 = TSimd.Zero;
        TVector s10 = TSimd.Zero, s11 = TSimd.Zero, s12 = TSimd.Zero, s13 = TSimd.Zero;
        TVector s20 = TSimd.Zero, s21 = TSimd.Zero, s22 = TSimd.Zero, s23 = TSimd.Zero;
        for (int t = 0; t < steps; t++)
        {
            TVector x0 = TSimd.Load(ref x, 0), x1 = TSimd.Load(ref x, TSimd.Count), x2 = TSimd.Load(ref x, 2 * TSimd.Count), x3 = TSimd.Load(ref x, 3 * TSimd.Count);
            TVector tap = TSimd.Broadcast(ref w, 0);
            s00 = TSimd.MultiplyAdd(tap, x0, s00);
            s01 = TSimd.MultiplyAdd(tap, x1, s01);
            s02 = TSimd.MultiplyAdd(tap, x2, s02);
            s03 = TSimd.MultiplyAdd(tap, x3, s03);
            tap = TSimd.Broadcast(ref w, -1);
            s10 = TSimd.MultiplyAdd(tap, x0, s10);
            s11 = TSimd.MultiplyAdd(tap, x1, s11);
            s12 = TSimd.MultiplyAdd(tap, x2, s12);
            s13 = TSimd.MultiplyAdd(tap, x3, s13);
            tap = TSimd.Broadcast(ref w, -2);
            s20 = TSimd.MultiplyAdd(tap, x0, s20);
            s21 = TSimd.MultiplyAdd(tap, x1, s21);
            s22 = TSimd.MultiplyAdd(tap, x2, s22);
            s23 = TSimd.MultiplyAdd(tap, x3, s23);
            w = ref Unsafe.Add(ref w, 1);
            x = ref Unsafe.Add(ref x, row);
        }

        Write<TMode>(ref s, s00, s01);
        Write<TMode>(ref Unsafe.Add(ref s, 2 * TSimd.Count), s02, s03);
        Write<TMode>(ref Unsafe.Add(ref s, row), s10, s11);
        Write<TMode>(ref Unsafe.Add(ref s, row + 2 * TSimd.Count), s12, s13);
        Write<TMode>(ref Unsafe.Add(ref s, 2 * row), s20, s21);
        Write<TMode>(ref Unsafe.Add(ref s, 2 * row + 2 * TSimd.Count), s22, s23);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComplexBlock<TMode>(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int steps)
        where TMode : struct, IMode
    {
        TVector r00 = TSimd.Zero, r01 = TSimd.Zero, r10 = TSimd.Zero, r11 = TSimd.Zero, i00 = TSimd.Zero, i01 = TSimd.Zero, i10 = TSimd.Zero, i11 = TSimd.Zero;
        for (int t = 0; t < steps; t++)
        {
            TVector re0 = TSimd.Load(ref b, 0), re1 = TSimd.Load(ref b, TSimd.Count);
            TVector im0 = TSimd.Load(ref b, Runtime.Panel.Size), im1 = TSimd.Load(ref b, Runtime.Panel.Size + TSimd.Count);
            TVector w = TSimd.Broadcast(ref a, 0), z = TSimd.Broadcast(ref a, aImaginary);
            r00 = TSimd.MultiplyAdd(w, re0, r00);
            r01 = TSimd.MultiplyAdd(w, re1, r01);
            i00 = TSimd.MultiplyAdd(z, re0, i00);
            i01 = TSimd.MultiplyAdd(z, re1, i01);
            r00 = TSimd.MultiplyAdd(z, im0, r00);
            r01 = TSimd.MultiplyAdd(z, im1, r01);
            i00 = TSimd.MultiplySubtractFrom(w, im0, i00);
            i01 = TSimd.MultiplySubtractFrom(w, im1, i01);
            w = TSimd.Broadcast(ref a, aRow);
            z = TSimd.Broadcast(ref a, aImaginary + aRow);
            r10 = TSimd.MultiplyAdd(w, re0, r10);
            r11 = TSimd.MultiplyAdd(w, re1, r11);
            i10 = TSimd.MultiplyAdd(z, re0, i10);
            i11 = TSimd.MultiplyAdd(z, re1, i11);
            r10 = TSimd.MultiplyAdd(z, im0, r10);
            r11 = TSimd.MultiplyAdd(z, im1, r11);
            i10 = TSimd.MultiplySubtractFrom(w, im0, i10);
            i11 = TSimd.MultiplySubtractFrom(w, im1, i11);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, 2 * Runtime.Panel.Size);
        }

        Write<TMode>(ref c, r00, r01);
        Write<TMode>(ref Unsafe.Add(ref c, Runtime.Panel.Size), i00, i01);
        Write<TMode>(ref Unsafe.Add(ref c, 2 * Runtime.Panel.Size), r10, r11);
        Write<TMode>(ref Unsafe.Add(ref c, 3 * Runtime.Panel.Size), i10, i11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComplexRow<TMode>(ref float a, nint aImaginary, nint aStep, ref float b, ref float c, int steps)
        where TMode : struct, IMode
    {
        TVector rr0 = TSimd.Zero, rr1 = TSimd.Zero, ii0 = TSimd.Zero, ii1 = TSimd.Zero, ri0 = TSimd.Zero, ri1 = TSimd.Zero, ir0 = TSimd.Zero, ir1 = TSimd.Zero;
        for (int t = 0; t < steps; t++)
        {
            TVector re0 = TSimd.Load(ref b, 0), re1 = TSimd.Load(ref b, TSimd.Count);
            TVector im0 = TSimd.Load(ref b, Runtime.Panel.Size), im1 = TSimd.Load(ref b, Runtime.Panel.Size + TSimd.Count);
            TVector w = TSimd.Broadcast(ref a, 0), z = TSimd.Broadcast(ref a, aImaginary);
            rr0 = TSimd.MultiplyAdd(w, re0, rr0);
            rr1 = TSimd.MultiplyAdd(w, re1, rr1);
            ir0 = TSimd.MultiplyAdd(z, re0, ir0);
            ir1 = TSimd.MultiplyAdd(z, re1, ir1);
            ii0 = TSimd.MultiplyAdd(z, im0, ii0);
            ii1 = TSimd.MultiplyAdd(z, im1, ii1);
            ri0 = TSimd.MultiplyAdd(w, im0, ri0);
            ri1 = TSimd.MultiplyAdd(w, im1, ri1);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, 2 * Runtime.Panel.Size);
        }

        Write<TMode>(ref c, TSimd.Add(rr0, ii0), TSimd.Add(rr1, ii1));
        Write<TMode>(ref Unsafe.Add(ref c, Runtime.Panel.Size), TSimd.Subtract(ir0, ri0), TSimd.Subtract(ir1, ri1));
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLags8(ref float d, ref float x, nint lag, ref float c, nint cStep, int length)
    {
        TVector s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero, s4 = TSimd.Zero, s5 = TSimd.Zero, s6 = TSimd.Zero, s7 = TSimd.Zero;
        ref float x4 = ref Unsafe.Add(ref x, 4 * lag);
        for (nint v = 0; v < length; v += TSimd.Count)
        {
            TVector left = TSimd.Load(ref d, v);
            s0 = TSimd.MultiplyAdd(left, TSimd.Load(ref x, v), s0);
            s1 = TSimd.MultiplyAdd(left, TSimd.Load(ref x, v + lag), s1);
            s2 = TSimd.MultiplyAdd(left, TSimd.Load(ref x, v + 2 * lag), s2);
            s3 = TSimd.MultiplyAdd(left, TSimd.Load(ref x, v + 3 * lag), s3);
            s4 = TSimd.MultiplyAdd(left, TSimd.Load(ref x4, v), s4);
            s5 = TSimd.MultiplyAdd(left, TSimd.Load(ref x4, v + lag), s5);
            s6 = TSimd.MultiplyAdd(left, TSimd.Load(ref x4, v + 2 * lag), s6);
            s7 = TSimd.MultiplyAdd(left, TSimd.Load(ref x4, v + 3 * lag), s7);
        }

        c += TSimd.Sum(s0);
        Unsafe.Add(ref c, cStep) += TSimd.Sum(s1);
        Unsafe.Add(ref c, 2 * cStep) += TSimd.Sum(s2);
        Unsafe.Add(ref c, 3 * cStep) += TSimd.Sum(s3);
        Unsafe.Add(ref c, 4 * cStep) += TSimd.Sum(s4);
        Unsafe.Add(ref c, 5 * cStep) += TSimd.Sum(s5);
        Unsafe.Add(ref c, 6 * cStep) += TSimd.Sum(s6);
        Unsafe.Add(ref c, 7 * cStep) += TSimd.Sum(s7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TMode>(ref float c, TVector v0, TVector v1)
        where TMode : struct, IMode
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

    private interface IMode
    {
        static abstract bool Accumulates { get; }
    }

    private readonly struct Overwrite : IMode
    {
        public static bool Accumulates => false;
    }

    private readonly struct Accumulate : IMode
    {
        public static bool Accumulates => true;
    }
}
