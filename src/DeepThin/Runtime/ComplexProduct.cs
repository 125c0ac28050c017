using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>
/// Products of complex matrices for a panel, in register blocks of two rows by two vectors. A complex value of a panel is the row of its real parts,
/// then the row of its imaginary parts. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ComplexProduct<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Steps = 48;

    /// <summary>c[i] = Σ_t a[i, t] · conj(b[t]).</summary>
    /// <param name="a">The left factor: real parts, and from <paramref name="aImaginary"/> on their imaginary parts.</param>
    /// <param name="aImaginary">The distance of the imaginary parts, in floats.</param>
    /// <param name="aRow">The distance of its rows i, in floats.</param>
    /// <param name="aStep">The distance of its columns t, in floats.</param>
    /// <param name="b">The right factor, <paramref name="steps"/> complex values of a panel.</param>
    /// <param name="c">Receives <paramref name="rows"/> complex values of a panel.</param>
    /// <param name="rows">The number of rows i.</param>
    /// <param name="steps">The number of terms t.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Set(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps) =>
        Blocks<Overwrite>(ref a, aImaginary, aRow, aStep, ref b, ref c, rows, steps);

    /// <summary>c[i] += Σ_t a[i, t] · conj(b[t]).</summary>
    /// <param name="a">The left factor: real parts, and from <paramref name="aImaginary"/> on their imaginary parts.</param>
    /// <param name="aImaginary">The distance of the imaginary parts, in floats.</param>
    /// <param name="aRow">The distance of its rows i, in floats.</param>
    /// <param name="aStep">The distance of its columns t, in floats.</param>
    /// <param name="b">The right factor, <paramref name="steps"/> complex values of a panel.</param>
    /// <param name="c">The product is added to <paramref name="rows"/> complex values of a panel.</param>
    /// <param name="rows">The number of rows i.</param>
    /// <param name="steps">The number of terms t.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps) =>
        Blocks<Accumulate>(ref a, aImaginary, aRow, aStep, ref b, ref c, rows, steps);

    /// <summary>
    /// Products over the samples of a panel: c[i, v] = Σ_b a[i, b] · b[v, b]. The right factor is laid out sample by sample, so
    /// that lanes run over v.
    /// </summary>
    /// <param name="a">The left factor, <paramref name="rows"/> complex values of a panel.</param>
    /// <param name="b">The right factor, <paramref name="columns"/> complex values of a panel.</param>
    /// <param name="c">Receives for each i the real parts, then the imaginary parts.</param>
    /// <param name="rows">The number of rows i.</param>
    /// <param name="columns">The number of columns v, a multiple of 16.</param>
    /// <param name="scratch">Room for 2·columns times the samples and twice the rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SetOverSamples(ref float a, ref float b, ref float c, int rows, int columns, ref float scratch)
    {
        const int Size = Panel.Size;
        int stride = 2 * columns;
        Panel.UnpackRows(ref b, 2 * Size, columns, ref scratch, stride);
        Panel.UnpackRows(ref Unsafe.Add(ref b, Size), 2 * Size, columns, ref Unsafe.Add(ref scratch, columns), stride);
        ref float products = ref Unsafe.Add(ref scratch, Size * stride);
        Product<TSimd, TVector>.Set(ref a, Size, 1, ref scratch, stride, ref products, stride, 2 * rows, Size, stride);
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

    // Steps in equal blocks, so that what is read of b stays in the first-level cache while the rows pass.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks<TMode>(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps)
        where TMode : struct, IWriteMode
    {
        int blocks = (steps + Steps - 1) / Steps;
        for (int block = 0; block < blocks; block++)
        {
            int start = (int)((long)block * steps / blocks), count = (int)((block + 1L) * steps / blocks) - start;
            ref float at = ref Unsafe.Add(ref a, start * aStep);
            ref float bt = ref Unsafe.Add(ref b, (nint)start * 2 * Panel.Size);
            if (block == 0) Columns<TMode>(ref at, aImaginary, aRow, aStep, ref bt, ref c, rows, count);
            else Columns<Accumulate>(ref at, aImaginary, aRow, aStep, ref bt, ref c, rows, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns<TMode>(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int rows, int steps)
        where TMode : struct, IWriteMode
    {
        for (int v = 0; v < Panel.Size; v += 2 * TSimd.Count)
        {
            ref float at = ref a;
            ref float bv = ref Unsafe.Add(ref b, v);
            ref float to = ref Unsafe.Add(ref c, v);
            for (int i = 0; i + 2 <= rows; i += 2)
            {
                TwoRows<TMode>(ref at, aImaginary, aRow, aStep, ref bv, ref to, steps);
                at = ref Unsafe.Add(ref at, 2 * aRow);
                to = ref Unsafe.Add(ref to, 4 * Panel.Size);
            }

            if (rows % 2 > 0) OneRow<TMode>(ref at, aImaginary, aStep, ref bv, ref to, steps);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoRows<TMode>(ref float a, nint aImaginary, nint aRow, nint aStep, ref float b, ref float c, int steps)
        where TMode : struct, IWriteMode
    {
        TVector r00 = TSimd.Zero, r01 = TSimd.Zero, r10 = TSimd.Zero, r11 = TSimd.Zero, i00 = TSimd.Zero, i01 = TSimd.Zero, i10 = TSimd.Zero, i11 = TSimd.Zero;
        for (int t = 0; t < steps; t++)
        {
            TVector re0 = TSimd.Load(ref b, 0), re1 = TSimd.Load(ref b, TSimd.Count);
            TVector im0 = TSimd.Load(ref b, Panel.Size), im1 = TSimd.Load(ref b, Panel.Size + TSimd.Count);
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
            b = ref Unsafe.Add(ref b, 2 * Panel.Size);
        }

        Product<TSimd, TVector>.Write<TMode>(ref c, r00, r01);
        Product<TSimd, TVector>.Write<TMode>(ref Unsafe.Add(ref c, Panel.Size), i00, i01);
        Product<TSimd, TVector>.Write<TMode>(ref Unsafe.Add(ref c, 2 * Panel.Size), r10, r11);
        Product<TSimd, TVector>.Write<TMode>(ref Unsafe.Add(ref c, 3 * Panel.Size), i10, i11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TMode>(ref float a, nint aImaginary, nint aStep, ref float b, ref float c, int steps)
        where TMode : struct, IWriteMode
    {
        TVector rr0 = TSimd.Zero, rr1 = TSimd.Zero, ii0 = TSimd.Zero, ii1 = TSimd.Zero, ri0 = TSimd.Zero, ri1 = TSimd.Zero, ir0 = TSimd.Zero, ir1 = TSimd.Zero;
        for (int t = 0; t < steps; t++)
        {
            TVector re0 = TSimd.Load(ref b, 0), re1 = TSimd.Load(ref b, TSimd.Count);
            TVector im0 = TSimd.Load(ref b, Panel.Size), im1 = TSimd.Load(ref b, Panel.Size + TSimd.Count);
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
            b = ref Unsafe.Add(ref b, 2 * Panel.Size);
        }

        Product<TSimd, TVector>.Write<TMode>(ref c, TSimd.Add(rr0, ii0), TSimd.Add(rr1, ii1));
        Product<TSimd, TVector>.Write<TMode>(ref Unsafe.Add(ref c, Panel.Size), TSimd.Subtract(ir0, ri0), TSimd.Subtract(ir1, ri1));
    }
}
