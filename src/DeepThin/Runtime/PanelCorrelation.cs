using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepThin.Runtime;

/// <summary>
/// The correlation of the rows of a panel with a few taps, and the inner products at growing lags that its taps have as their gradients. Called by
/// generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PanelCorrelation<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The rows u of a block at most.</summary>
    private const int MostRows = 4;

    private const int Lags = 8;

    /// <summary>S[u, v] = Σ_p w[p] · x[u + p, v] for a panel: a correlation along the rows.</summary>
    /// <param name="w">The taps, with <see cref="TapMargin"/> zeros before and after them.</param>
    /// <param name="taps">The number of taps.</param>
    /// <param name="x">The rows, <paramref name="rows"/> + taps − 1 of them and <see cref="TapMargin"/> more.</param>
    /// <param name="s">Receives the correlation, up to <see cref="TapMargin"/> rows more than asked.</param>
    /// <param name="rows">The number of rows u.</param>
    /// <param name="columns">The number of columns v, a multiple of 32: the distance of rows in x and S.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Set(ref float w, int taps, ref float x, ref float s, int rows, int columns) =>
        Shifts<Overwrite>(ref w, taps, ref x, ref s, rows, columns);

    /// <summary>S[u, v] += Σ_p w[p] · x[u + p, v] for a panel, as <see cref="Set"/>.</summary>
    /// <param name="w">The taps, with <see cref="TapMargin"/> zeros before and after them.</param>
    /// <param name="taps">The number of taps.</param>
    /// <param name="x">The rows, <paramref name="rows"/> + taps − 1 of them and <see cref="TapMargin"/> more.</param>
    /// <param name="s">The correlation is added here, and something to up to <see cref="TapMargin"/> rows more than asked.</param>
    /// <param name="rows">The number of rows u.</param>
    /// <param name="columns">The number of columns v, a multiple of 32: the distance of rows in x and S.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref float w, int taps, ref float x, ref float s, int rows, int columns) =>
        Shifts<Accumulate>(ref w, taps, ref x, ref s, rows, columns);

    /// <summary>The zeros that <see cref="Set"/> needs on each side of the taps.</summary>
    public static int TapMargin => MostRows - 1;

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

    // A few rows share the rows of x: row i of the block is the taps moved by i places, zeros around them. The fewer, the fewer zeros.
    private static void Shifts<TMode>(ref float w, int taps, ref float x, ref float s, int rows, int columns)
        where TMode : struct, IWriteMode
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
            for (int u = 0; u < rows; u += MostRows)
            {
                nint at = (nint)u * columns + v;
                Product<TSimd, TVector>.Block4<TMode>(ref w, -1, 1, ref Unsafe.Add(ref x, at), columns, ref Unsafe.Add(ref s, at), columns, taps + 3);
            }
        }
    }

    // Three shifts by four vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Taps3<TMode>(ref float w, ref float x, ref float s, nint row, int steps)
        where TMode : struct, IWriteMode
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

        Product<TSimd, TVector>.Write<TMode>(ref s, s00, s01);
        Product<TSimd, TVector>.Write<TMode>(ref Unsafe.Add(ref s, 2 * TSimd.Count), s02, s03);
        Product<TSimd, TVector>.Write<TMode>(ref Unsafe.Add(ref s, row), s10, s11);
        Product<TSimd, TVector>.Write<TMode>(ref Unsafe.Add(ref s, row + 2 * TSimd.Count), s12, s13);
        Product<TSimd, TVector>.Write<TMode>(ref Unsafe.Add(ref s, 2 * row), s20, s21);
        Product<TSimd, TVector>.Write<TMode>(ref Unsafe.Add(ref s, 2 * row + 2 * TSimd.Count), s22, s23);
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
}
