using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>Inner products of vectors of any length. Called by generated code.</summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class InnerProduct<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Σ_q a[q]·b[q]. Reads full vectors; what lies behind the end of a does not matter, b must be finite there.</summary>
    /// <typeparam name="T">The type of the first vector's values, which are widened in registers.</typeparam>
    /// <param name="a">The first vector.</param>
    /// <param name="b">The second vector.</param>
    /// <param name="length">Their length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of<T>(ref T a, ref float b, int length)
        where T : unmanaged
    {
        TVector s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero;
        nint q = 0;
        for (; q + 4 * TSimd.Count <= length; q += 4 * TSimd.Count)
        {
            s0 = TSimd.MultiplyAdd(TSimd.Load(ref a, q), TSimd.Load(ref b, q), s0);
            s1 = TSimd.MultiplyAdd(TSimd.Load(ref a, q + TSimd.Count), TSimd.Load(ref b, q + TSimd.Count), s1);
            s2 = TSimd.MultiplyAdd(TSimd.Load(ref a, q + 2 * TSimd.Count), TSimd.Load(ref b, q + 2 * TSimd.Count), s2);
            s3 = TSimd.MultiplyAdd(TSimd.Load(ref a, q + 3 * TSimd.Count), TSimd.Load(ref b, q + 3 * TSimd.Count), s3);
        }

        for (; q + TSimd.Count <= length; q += TSimd.Count) s0 = TSimd.MultiplyAdd(TSimd.Load(ref a, q), TSimd.Load(ref b, q), s0);
        if (q < length) s1 = TSimd.MultiplyAdd(TSimd.LoadPartial(ref a, q, length - (int)q), TSimd.Load(ref b, q), s1);
        return TSimd.Sum(TSimd.Add(TSimd.Add(s0, s1), TSimd.Add(s2, s3)));
    }

    /// <summary>c[i] = Σ_q a[i·stride + q]·b[q] for four rows i, which share what is read of b.</summary>
    /// <typeparam name="T">The type of the rows' values, which are widened in registers.</typeparam>
    /// <param name="a">The first of the rows.</param>
    /// <param name="stride">The distance of the rows, in values.</param>
    /// <param name="b">The vector; finite for a vector behind its end.</param>
    /// <param name="length">The length of the rows.</param>
    /// <param name="c">Receives four inner products.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfFourRows<T>(ref T a, nint stride, ref float b, int length, ref float c)
        where T : unmanaged
    {
        TVector s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero, t0 = TSimd.Zero, t1 = TSimd.Zero, t2 = TSimd.Zero, t3 = TSimd.Zero;
        ref T a2 = ref Unsafe.Add(ref a, 2 * stride);
        nint q = 0;
        for (; q + 2 * TSimd.Count <= length; q += 2 * TSimd.Count)
        {
            TVector x = TSimd.Load(ref b, q), z = TSimd.Load(ref b, q + TSimd.Count);
            s0 = TSimd.MultiplyAdd(TSimd.Load(ref a, q), x, s0);
            s1 = TSimd.MultiplyAdd(TSimd.Load(ref a, q + stride), x, s1);
            s2 = TSimd.MultiplyAdd(TSimd.Load(ref a2, q), x, s2);
            s3 = TSimd.MultiplyAdd(TSimd.Load(ref a2, q + stride), x, s3);
            t0 = TSimd.MultiplyAdd(TSimd.Load(ref a, q + TSimd.Count), z, t0);
            t1 = TSimd.MultiplyAdd(TSimd.Load(ref a, q + TSimd.Count + stride), z, t1);
            t2 = TSimd.MultiplyAdd(TSimd.Load(ref a2, q + TSimd.Count), z, t2);
            t3 = TSimd.MultiplyAdd(TSimd.Load(ref a2, q + TSimd.Count + stride), z, t3);
        }

        for (; q < length; q += TSimd.Count)
        {
            int count = Math.Min(TSimd.Count, length - (int)q);
            TVector x = TSimd.Load(ref b, q);
            s0 = TSimd.MultiplyAdd(TSimd.LoadPartial(ref a, q, count), x, s0);
            s1 = TSimd.MultiplyAdd(TSimd.LoadPartial(ref a, q + stride, count), x, s1);
            s2 = TSimd.MultiplyAdd(TSimd.LoadPartial(ref a2, q, count), x, s2);
            s3 = TSimd.MultiplyAdd(TSimd.LoadPartial(ref a2, q + stride, count), x, s3);
        }

        c = TSimd.Sum(TSimd.Add(s0, t0));
        Unsafe.Add(ref c, 1) = TSimd.Sum(TSimd.Add(s1, t1));
        Unsafe.Add(ref c, 2) = TSimd.Sum(TSimd.Add(s2, t2));
        Unsafe.Add(ref c, 3) = TSimd.Sum(TSimd.Add(s3, t3));
    }

    /// <summary>c[i·cStride + k] = Σ_q a[i·stride + q]·b[k·bStride + q] for two rows i and four columns k: what is read of a row serves four columns.</summary>
    /// <param name="a">The first of the rows.</param>
    /// <param name="stride">The distance of the rows, in values.</param>
    /// <param name="b">The first of the columns, which have zeros behind their end for a vector.</param>
    /// <param name="bStride">The distance of the columns, in values.</param>
    /// <param name="length">The length of the rows.</param>
    /// <param name="c">Receives four inner products of each row.</param>
    /// <param name="cStride">The distance of those of the rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void OfTwoRowsAndFourColumns(ref float a, nint stride, ref float b, nint bStride, int length, ref float c, nint cStride)
    {
        TVector s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero, t0 = TSimd.Zero, t1 = TSimd.Zero, t2 = TSimd.Zero, t3 = TSimd.Zero;
        ref float b2 = ref Unsafe.Add(ref b, 2 * bStride);
        nint q = 0;
        for (; q + TSimd.Count <= length; q += TSimd.Count)
        {
            TVector first = TSimd.Load(ref a, q), second = TSimd.Load(ref a, q + stride), x = TSimd.Load(ref b, q);
            s0 = TSimd.MultiplyAdd(first, x, s0);
            t0 = TSimd.MultiplyAdd(second, x, t0);
            x = TSimd.Load(ref b, q + bStride);
            s1 = TSimd.MultiplyAdd(first, x, s1);
            t1 = TSimd.MultiplyAdd(second, x, t1);
            x = TSimd.Load(ref b2, q);
            s2 = TSimd.MultiplyAdd(first, x, s2);
            t2 = TSimd.MultiplyAdd(second, x, t2);
            x = TSimd.Load(ref b2, q + bStride);
            s3 = TSimd.MultiplyAdd(first, x, s3);
            t3 = TSimd.MultiplyAdd(second, x, t3);
        }

        if (q < length)
        {
            TVector first = TSimd.LoadPartial(ref a, q, length - (int)q), second = TSimd.LoadPartial(ref a, q + stride, length - (int)q);
            TVector x0 = TSimd.Load(ref b, q), x1 = TSimd.Load(ref b, q + bStride), x2 = TSimd.Load(ref b2, q), x3 = TSimd.Load(ref b2, q + bStride);
            s0 = TSimd.MultiplyAdd(first, x0, s0);
            t0 = TSimd.MultiplyAdd(second, x0, t0);
            s1 = TSimd.MultiplyAdd(first, x1, s1);
            t1 = TSimd.MultiplyAdd(second, x1, t1);
            s2 = TSimd.MultiplyAdd(first, x2, s2);
            t2 = TSimd.MultiplyAdd(second, x2, t2);
            s3 = TSimd.MultiplyAdd(first, x3, s3);
            t3 = TSimd.MultiplyAdd(second, x3, t3);
        }

        TSimd.StoreSums(s0, s1, s2, s3, ref c, 0);
        TSimd.StoreSums(t0, t1, t2, t3, ref c, cStride);
    }

    /// <summary>c[v] = Σ_t a[t]·b[t·stride + v]: rows scaled and added.</summary>
    /// <typeparam name="T">The type of the rows' values, which are widened in registers.</typeparam>
    /// <param name="a">The scales.</param>
    /// <param name="b">The rows; a vector behind the last value is readable.</param>
    /// <param name="stride">The distance of the rows, in values.</param>
    /// <param name="terms">The number of rows.</param>
    /// <param name="c">Receives the sum, in full vectors.</param>
    /// <param name="length">The length of the rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine<T>(ref float a, ref T b, nint stride, int terms, ref float c, int length)
        where T : unmanaged
    {
        nint v = 0;
        for (; v + 4 * TSimd.Count <= length; v += 4 * TSimd.Count)
        {
            TVector s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero;
            ref T row = ref Unsafe.Add(ref b, v);
            for (int t = 0; t < terms; t++)
            {
                TVector scale = TSimd.Broadcast(ref a, t);
                s0 = TSimd.MultiplyAdd(scale, TSimd.Load(ref row, 0), s0);
                s1 = TSimd.MultiplyAdd(scale, TSimd.Load(ref row, TSimd.Count), s1);
                s2 = TSimd.MultiplyAdd(scale, TSimd.Load(ref row, 2 * TSimd.Count), s2);
                s3 = TSimd.MultiplyAdd(scale, TSimd.Load(ref row, 3 * TSimd.Count), s3);
                row = ref Unsafe.Add(ref row, stride);
            }

            TSimd.Store(s0, ref c, v);
            TSimd.Store(s1, ref c, v + TSimd.Count);
            TSimd.Store(s2, ref c, v + 2 * TSimd.Count);
            TSimd.Store(s3, ref c, v + 3 * TSimd.Count);
        }

        for (; v < length; v += TSimd.Count)
        {
            TVector sum = TSimd.Zero;
            for (nint t = 0; t < terms; t++) sum = TSimd.MultiplyAdd(TSimd.Broadcast(ref a, t), TSimd.Load(ref b, t * stride + v), sum);
            TSimd.Store(sum, ref c, v);
        }
    }
}
