using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>
/// A correlation of one sample, S[u] = Σ_p w[p]·x[u + p], in register blocks of eight vectors of shifts: they stay in registers while the
/// taps pass. Taps that are a vector apart share what is read of x, so four or two of them pass together. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Correlation<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>S[u] = Σ_p w[p]·x[u + p] for a block of shifts.</summary>
    /// <param name="w">The taps.</param>
    /// <param name="taps">The number of taps.</param>
    /// <param name="x">The first value of the block; eight vectors and as many values as there are taps are readable.</param>
    /// <param name="s">Receives eight vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Set(ref float w, int taps, ref float x, ref float s)
    {
        TVector zero = TSimd.Zero;
        Block(ref w, taps, ref x, zero, zero, zero, zero, zero, zero, zero, zero, ref s);
    }

    /// <summary>S[u] = start[u] + Σ_p w[p]·x[u + p] for a block of shifts.</summary>
    /// <param name="w">The taps.</param>
    /// <param name="taps">The number of taps.</param>
    /// <param name="x">The first value of the block; eight vectors and as many values as there are taps are readable.</param>
    /// <param name="start">Eight vectors.</param>
    /// <param name="s">Receives eight vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref float w, int taps, ref float x, ref float start, ref float s)
    {
        TVector s0 = TSimd.Load(ref start, 0), s1 = TSimd.Load(ref start, TSimd.Count), s2 = TSimd.Load(ref start, 2 * TSimd.Count);
        TVector s3 = TSimd.Load(ref start, 3 * TSimd.Count), s4 = TSimd.Load(ref start, 4 * TSimd.Count), s5 = TSimd.Load(ref start, 5 * TSimd.Count);
        TVector s6 = TSimd.Load(ref start, 6 * TSimd.Count), s7 = TSimd.Load(ref start, 7 * TSimd.Count);
        Block(ref w, taps, ref x, s0, s1, s2, s3, s4, s5, s6, s7, ref s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(
        ref float tap,
        int taps,
        ref float from,
        TVector s0,
        TVector s1,
        TVector s2,
        TVector s3,
        TVector s4,
        TVector s5,
        TVector s6,
        TVector s7,
        ref float s)
    {
        int left = taps;
        for (; left >= 4 * TSimd.Count; left -= 4 * TSimd.Count)
        {
            for (int i = 0; i < TSimd.Count; i++)
            {
                TVector w0 = TSimd.Broadcast(ref tap, 0);
                TVector w1 = TSimd.Broadcast(ref tap, TSimd.Count);
                TVector w2 = TSimd.Broadcast(ref tap, 2 * TSimd.Count);
                TVector w3 = TSimd.Broadcast(ref tap, 3 * TSimd.Count);
                TVector v = TSimd.Load(ref from, 0);
                s0 = TSimd.MultiplyAdd(w0, v, s0);
                v = TSimd.Load(ref from, TSimd.Count);
                s1 = TSimd.MultiplyAdd(w0, v, s1);
                s0 = TSimd.MultiplyAdd(w1, v, s0);
                v = TSimd.Load(ref from, 2 * TSimd.Count);
                s2 = TSimd.MultiplyAdd(w0, v, s2);
                s1 = TSimd.MultiplyAdd(w1, v, s1);
                s0 = TSimd.MultiplyAdd(w2, v, s0);
                v = TSimd.Load(ref from, 3 * TSimd.Count);
                s3 = TSimd.MultiplyAdd(w0, v, s3);
                s2 = TSimd.MultiplyAdd(w1, v, s2);
                s1 = TSimd.MultiplyAdd(w2, v, s1);
                s0 = TSimd.MultiplyAdd(w3, v, s0);
                v = TSimd.Load(ref from, 4 * TSimd.Count);
                s4 = TSimd.MultiplyAdd(w0, v, s4);
                s3 = TSimd.MultiplyAdd(w1, v, s3);
                s2 = TSimd.MultiplyAdd(w2, v, s2);
                s1 = TSimd.MultiplyAdd(w3, v, s1);
                v = TSimd.Load(ref from, 5 * TSimd.Count);
                s5 = TSimd.MultiplyAdd(w0, v, s5);
                s4 = TSimd.MultiplyAdd(w1, v, s4);
                s3 = TSimd.MultiplyAdd(w2, v, s3);
                s2 = TSimd.MultiplyAdd(w3, v, s2);
                v = TSimd.Load(ref from, 6 * TSimd.Count);
                s6 = TSimd.MultiplyAdd(w0, v, s6);
                s5 = TSimd.MultiplyAdd(w1, v, s5);
                s4 = TSimd.MultiplyAdd(w2, v, s4);
                s3 = TSimd.MultiplyAdd(w3, v, s3);
                v = TSimd.Load(ref from, 7 * TSimd.Count);
                s7 = TSimd.MultiplyAdd(w0, v, s7);
                s6 = TSimd.MultiplyAdd(w1, v, s6);
                s5 = TSimd.MultiplyAdd(w2, v, s5);
                s4 = TSimd.MultiplyAdd(w3, v, s4);
                v = TSimd.Load(ref from, 8 * TSimd.Count);
                s7 = TSimd.MultiplyAdd(w1, v, s7);
                s6 = TSimd.MultiplyAdd(w2, v, s6);
                s5 = TSimd.MultiplyAdd(w3, v, s5);
                v = TSimd.Load(ref from, 9 * TSimd.Count);
                s7 = TSimd.MultiplyAdd(w2, v, s7);
                s6 = TSimd.MultiplyAdd(w3, v, s6);
                v = TSimd.Load(ref from, 10 * TSimd.Count);
                s7 = TSimd.MultiplyAdd(w3, v, s7);
                tap = ref Unsafe.Add(ref tap, 1);
                from = ref Unsafe.Add(ref from, 1);
            }

            tap = ref Unsafe.Add(ref tap, 3 * TSimd.Count);
            from = ref Unsafe.Add(ref from, 3 * TSimd.Count);
        }

        for (; left >= 2 * TSimd.Count; left -= 2 * TSimd.Count)
        {
            for (int i = 0; i < TSimd.Count; i++)
            {
                TVector w0 = TSimd.Broadcast(ref tap, 0);
                TVector w1 = TSimd.Broadcast(ref tap, TSimd.Count);
                TVector v = TSimd.Load(ref from, 0);
                s0 = TSimd.MultiplyAdd(w0, v, s0);
                v = TSimd.Load(ref from, TSimd.Count);
                s1 = TSimd.MultiplyAdd(w0, v, s1);
                s0 = TSimd.MultiplyAdd(w1, v, s0);
                v = TSimd.Load(ref from, 2 * TSimd.Count);
                s2 = TSimd.MultiplyAdd(w0, v, s2);
                s1 = TSimd.MultiplyAdd(w1, v, s1);
                v = TSimd.Load(ref from, 3 * TSimd.Count);
                s3 = TSimd.MultiplyAdd(w0, v, s3);
                s2 = TSimd.MultiplyAdd(w1, v, s2);
                v = TSimd.Load(ref from, 4 * TSimd.Count);
                s4 = TSimd.MultiplyAdd(w0, v, s4);
                s3 = TSimd.MultiplyAdd(w1, v, s3);
                v = TSimd.Load(ref from, 5 * TSimd.Count);
                s5 = TSimd.MultiplyAdd(w0, v, s5);
                s4 = TSimd.MultiplyAdd(w1, v, s4);
                v = TSimd.Load(ref from, 6 * TSimd.Count);
                s6 = TSimd.MultiplyAdd(w0, v, s6);
                s5 = TSimd.MultiplyAdd(w1, v, s5);
                v = TSimd.Load(ref from, 7 * TSimd.Count);
                s7 = TSimd.MultiplyAdd(w0, v, s7);
                s6 = TSimd.MultiplyAdd(w1, v, s6);
                v = TSimd.Load(ref from, 8 * TSimd.Count);
                s7 = TSimd.MultiplyAdd(w1, v, s7);
                tap = ref Unsafe.Add(ref tap, 1);
                from = ref Unsafe.Add(ref from, 1);
            }

            tap = ref Unsafe.Add(ref tap, TSimd.Count);
            from = ref Unsafe.Add(ref from, TSimd.Count);
        }

        for (; left > 0; left--)
        {
            TVector w0 = TSimd.Broadcast(ref tap, 0);
            TVector v = TSimd.Load(ref from, 0);
            s0 = TSimd.MultiplyAdd(w0, v, s0);
            v = TSimd.Load(ref from, TSimd.Count);
            s1 = TSimd.MultiplyAdd(w0, v, s1);
            v = TSimd.Load(ref from, 2 * TSimd.Count);
            s2 = TSimd.MultiplyAdd(w0, v, s2);
            v = TSimd.Load(ref from, 3 * TSimd.Count);
            s3 = TSimd.MultiplyAdd(w0, v, s3);
            v = TSimd.Load(ref from, 4 * TSimd.Count);
            s4 = TSimd.MultiplyAdd(w0, v, s4);
            v = TSimd.Load(ref from, 5 * TSimd.Count);
            s5 = TSimd.MultiplyAdd(w0, v, s5);
            v = TSimd.Load(ref from, 6 * TSimd.Count);
            s6 = TSimd.MultiplyAdd(w0, v, s6);
            v = TSimd.Load(ref from, 7 * TSimd.Count);
            s7 = TSimd.MultiplyAdd(w0, v, s7);
            tap = ref Unsafe.Add(ref tap, 1);
            from = ref Unsafe.Add(ref from, 1);
        }

        TSimd.Store(s0, ref s, 0);
        TSimd.Store(s1, ref s, TSimd.Count);
        TSimd.Store(s2, ref s, 2 * TSimd.Count);
        TSimd.Store(s3, ref s, 3 * TSimd.Count);
        TSimd.Store(s4, ref s, 4 * TSimd.Count);
        TSimd.Store(s5, ref s, 5 * TSimd.Count);
        TSimd.Store(s6, ref s, 6 * TSimd.Count);
        TSimd.Store(s7, ref s, 7 * TSimd.Count);
    }
}
