using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>
/// One sample's values as integers of 16 bits, whose products with weights of 8 bits are summed in 32 bits. That is a hundred times finer than the
/// weights are. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Integers<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Values one after the other: q[u] = x[u] / unit, rounded, and zeros up to a multiple of 32. Where x is not finite, the unit is not a number.</summary>
    /// <param name="x">The values.</param>
    /// <param name="length">Their number.</param>
    /// <param name="largest">The largest integer.</param>
    /// <param name="integers">Receives the integers, two in the place of a float.</param>
    /// <returns>The unit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Round(ref float x, int length, int largest, ref float integers)
    {
        float unit = UnitOf(ref x, length, largest, ref integers);
        TVector inverse = Inverse(unit);
        for (int u = 0; u < length; u += 2 * TSimd.Count)
        {
            TVector low = TSimd.Multiply(Part(ref x, u, length), inverse), high = TSimd.Multiply(Part(ref x, u + TSimd.Count, length), inverse);
            TSimd.Store(TSimd.ToShorts(low, high), ref integers, u / 2);
        }

        return unit;
    }

    /// <summary>
    /// Sums each beside the one that is a step behind it: pairs[u] = (s[u], s[u + step]) / unit, rounded. Where s is not finite, the unit is not a number.
    /// </summary>
    /// <param name="s">The sums; what lies behind their end does not matter.</param>
    /// <param name="step">The distance of the two of a pair.</param>
    /// <param name="length">The number of sums, a multiple of 16.</param>
    /// <param name="largest">The largest integer.</param>
    /// <param name="pairs">Receives the pairs.</param>
    /// <returns>The unit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float RoundPairs(ref float s, int step, int length, int largest, ref float pairs)
    {
        float unit = UnitOf(ref s, length, largest, ref pairs);
        TVector inverse = Inverse(unit);
        for (int u = 0; u < length; u += TSimd.Count)
        {
            TSimd.Store(TSimd.ToPairs(TSimd.Multiply(TSimd.Load(ref s, u), inverse), TSimd.Multiply(TSimd.Load(ref s, u + step), inverse)), ref pairs, u);
        }

        return unit;
    }

    /// <summary>c[i] = Σ_q a[i·stride + q]·b[q] for some rows i, up to four, which share what is read of b.</summary>
    /// <param name="a">The first of the rows.</param>
    /// <param name="stride">The distance of the rows, in values.</param>
    /// <param name="b">Integers, as <see cref="Round"/> gives them.</param>
    /// <param name="length">The length of the rows.</param>
    /// <param name="rows">The number of rows: sums of rows beyond are those of the last.</param>
    /// <param name="c">Receives four sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfFourRows(ref sbyte a, nint stride, ref float b, int length, int rows, ref float c)
    {
        TVector s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero;
        ref sbyte a1 = ref Unsafe.Add(ref a, rows > 1 ? stride : 0), a2 = ref Unsafe.Add(ref a1, rows > 2 ? stride : 0), a3 = ref Unsafe.Add(ref a2, rows > 3 ? stride : 0);
        for (nint q = 0; q < length; q += 2 * TSimd.Count)
        {
            TVector x = TSimd.Load(ref b, q / 2);
            s0 = TSimd.MultiplyAddPairs(ref a, q, x, s0);
            s1 = TSimd.MultiplyAddPairs(ref a1, q, x, s1);
            s2 = TSimd.MultiplyAddPairs(ref a2, q, x, s2);
            s3 = TSimd.MultiplyAddPairs(ref a3, q, x, s3);
        }

        TSimd.StoreSums(TSimd.ToFloats(s0), TSimd.ToFloats(s1), TSimd.ToFloats(s2), TSimd.ToFloats(s3), ref c, 0);
    }

    // The largest magnitude is the largest integer. An infinity has no integer with its sign. Room for a vector is taken to find it.
    private static float UnitOf(ref float x, int length, int largest, ref float room)
    {
        TVector most = TSimd.Zero;
        for (int u = 0; u < length; u += TSimd.Count) most = TSimd.MaxMagnitude(Part(ref x, u, length), most);
        TSimd.Store(most, ref room, 0);
        int bits = 0;
        for (int lane = 0; lane < TSimd.Count; lane++) bits = Math.Max(bits, BitConverter.SingleToInt32Bits(Unsafe.Add(ref room, lane)));
        float size = BitConverter.Int32BitsToSingle(bits);
        return float.IsFinite(size) ? size / largest : float.NaN;
    }

    // A unit of 0, or so small that its inverse is not finite, is that of values which are no numbers worth the name.
    private static TVector Inverse(float unit) => TSimd.Broadcast(float.IsNormal(unit) ? 1 / unit : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Part(ref float x, int index, int length) => index + TSimd.Count <= length ? TSimd.Load(ref x, index)
        : index < length ? TSimd.LoadPartial(ref x, index, length - index)
        : TSimd.Zero;
}
