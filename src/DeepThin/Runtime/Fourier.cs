using System.ComponentModel;
using System.Runtime.CompilerServices;
using DeepThin.Planning;

namespace DeepThin.Runtime;

/// <summary>
/// Real transforms of any length N = 2·half with the prime factors 2, 3 and 5, one vector of lanes at a time: what a Fourier kernel prepares,
/// and its way back. Called by generated code.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Fourier<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// Cosines and sines of the transforms: for each pass those of the powers of its twiddles, butterfly by butterfly, then those of 2π·f / N.
    /// </summary>
    /// <param name="table">Receives the values.</param>
    /// <param name="half">N / 2, the length of the complex transforms.</param>
    /// <param name="radices">The radix of each pass.</param>
    public static void PrepareTwiddles(ref float table, int half, ReadOnlySpan<byte> radices)
    {
        int length = half;
        foreach (int radix in radices)
        {
            for (int p = 0; p < length / radix; p++)
            {
                for (int k = 1; k < radix; k++) table = ref WriteTwiddle(ref table, (long)k * p, length);
            }

            length /= radix;
        }

        for (int f = 1; f <= half / 2; f++) table = ref WriteTwiddle(ref table, f, 2 * half);
    }

    /// <summary>
    /// V̂_i[f, φ] / 2N = Σ_v V_i[v, φ]·exp(−2πi·f·v / N) / 2N for the bands i of all residues ρ side by side, with
    /// V_i[v, φ] = W_f[i·Q − ρ·n + stride·v + φ + offset] and W_f zero outside [0, n): what the transforms of the kernel leave out is brought in here.
    /// </summary>
    /// <param name="wf">A row of W_f.</param>
    /// <param name="n">Its length.</param>
    /// <param name="q">Q.</param>
    /// <param name="stride">The number of channels φ.</param>
    /// <param name="taps">The number of v, no more than N.</param>
    /// <param name="offset">Where v = 0 lies in W_f, against the window of a residue's first row.</param>
    /// <param name="firstBands">The first band i of each residue.</param>
    /// <param name="bands">The number of bands of each residue.</param>
    /// <param name="half">N / 2, the length of the complex transforms.</param>
    /// <param name="radices">The radix of each pass.</param>
    /// <param name="twiddle">The twiddles.</param>
    /// <param name="spectrum">Receives bins × stride × (real parts of the bands, imaginary parts of the bands), the bands in multiples of 16.</param>
    public static void PrepareSpectrum(
        ref float wf, int n, int q, int stride, int taps, int offset, int[] firstBands, int[] bands,
        int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float spectrum)
    {
        long[] starts = Starts(n, q, offset, firstBands, bands);
        int lanes = ReLayout.RoundUp(starts.Length, KernelShape.Lanes);
        int length = 2 * half * TSimd.Count;
        ref float values = ref Workspace.Rent(2 * length);
        ref float other = ref Unsafe.Add(ref values, length);
        ref float halving = ref Unsafe.Add(ref twiddle, HalvingTwiddles(half, radices));
        for (int phi = 0; phi < stride; phi++)
        {
            for (int lane = 0; lane < lanes; lane += TSimd.Count)
            {
                Panel.Zero(ref values, length);
                for (int i = lane; i < Math.Min(lane + TSimd.Count, starts.Length); i++)
                {
                    Gather(ref wf, n, stride, taps, starts[i] + phi, ref Unsafe.Add(ref values, i - lane));
                }

                ref float transformed = ref Transform(ref values, ref other, ref values, half, radices, ref twiddle);
                ref float to = ref Unsafe.Add(ref spectrum, (nint)phi * 2 * lanes + lane);
                Halve(ref transformed, half, 1f / (4 * 2 * half), ref halving, ref to, (nint)stride * 2 * lanes, lanes);
            }
        }
    }

    /// <summary>
    /// The same as <see cref="PrepareSpectrum"/>, in half the bytes: bins × stride × bands, a real part in the lower half of a float, as bfloat16, and the
    /// imaginary part as the float itself.
    /// </summary>
    /// <param name="wf">A row of W_f.</param>
    /// <param name="n">Its length.</param>
    /// <param name="q">Q.</param>
    /// <param name="stride">The number of channels φ.</param>
    /// <param name="taps">The number of v, no more than N.</param>
    /// <param name="offset">Where v = 0 lies in W_f, against the window of a residue's first row.</param>
    /// <param name="firstBands">The first band i of each residue.</param>
    /// <param name="bands">The number of bands of each residue.</param>
    /// <param name="half">N / 2, the length of the complex transforms.</param>
    /// <param name="radices">The radix of each pass.</param>
    /// <param name="twiddle">The twiddles.</param>
    /// <param name="spectrum">Receives the pairs, the bands in multiples of 16.</param>
    public static void PreparePairedSpectrum(
        ref float wf, int n, int q, int stride, int taps, int offset, int[] firstBands, int[] bands,
        int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float spectrum)
    {
        int count = 0;
        foreach (int some in bands) count += some;
        int lanes = ReLayout.RoundUp(count, KernelShape.Lanes), rows = (half + 1) * stride;
        float[] values = new float[rows * 2 * lanes];
        PrepareSpectrum(ref wf, n, q, stride, taps, offset, firstBands, bands, half, radices, ref twiddle, ref values[0]);
        for (int row = 0; row < rows; row++)
        {
            int re = row * 2 * lanes, im = re + lanes;
            for (int i = 0; i < lanes; i++) Unsafe.Add(ref spectrum, row * lanes + i) = BrainFloat.Pair(values[re + i], values[im + i]);
        }
    }

    /// <summary>Takes pairs apart: rows of real parts, each before its row of imaginary parts.</summary>
    /// <param name="pairs">Rows of pairs.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="lanes">Their length, a multiple of 16.</param>
    /// <param name="to">Receives twice as many rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpair(ref float pairs, int rows, int lanes, ref float to)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < lanes; i += TSimd.Count)
            {
                TSimd.Store(TSimd.LoadLowerHalves(ref pairs, i), ref to, i);
                TSimd.Store(TSimd.Load(ref pairs, i), ref to, lanes + i);
            }

            pairs = ref Unsafe.Add(ref pairs, lanes);
            to = ref Unsafe.Add(ref to, 2 * lanes);
        }
    }

    // Where v = 0 of each band lies in W_f.
    private static long[] Starts(int n, int q, int offset, int[] firstBands, int[] bands)
    {
        int count = 0, band = 0;
        foreach (int some in bands) count += some;
        long[] starts = new long[count];
        for (int residue = 0; residue < bands.Length; residue++)
        {
            for (int i = 0; i < bands[residue]; i++) starts[band++] = ((long)firstBands[residue] + i) * q - (long)residue * n + offset;
        }

        return starts;
    }

    // The values W_f[start + stride·v] that there are, one lane of rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(ref float wf, int n, int stride, int taps, long start, ref float lane)
    {
        int v = start >= 0 ? 0 : (int)Math.Min(taps, (stride - 1 - start) / stride);
        int end = (int)Math.Clamp((n - start + stride - 1) / stride, v, taps);
        nint p = (nint)(start + (long)v * stride);
        for (; v < end; v++)
        {
            Unsafe.Add(ref lane, v * TSimd.Count) = Unsafe.Add(ref wf, p);
            p += stride;
        }
    }

    /// <summary>
    /// From N rows of real values, one after the other, to twice the bins 0 … half of their transforms X[f] = Σ_t x[t]·exp(−2πi·f·t / N).
    /// </summary>
    /// <param name="rows">The rows, a vector of lanes each.</param>
    /// <param name="to">Receives the bins.</param>
    /// <param name="bin">Their distance, in floats.</param>
    /// <param name="imaginary">The distance of their imaginary parts, in floats.</param>
    /// <param name="half">N / 2, the length of the complex transforms.</param>
    /// <param name="radices">The radix of each pass.</param>
    /// <param name="twiddle">The twiddles.</param>
    /// <param name="buffer">Two buffers of N rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Analyze(ref float rows, ref float to, nint bin, nint imaginary, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float buffer)
    {
        ref float values = ref Transform(ref rows, ref buffer, ref Unsafe.Add(ref buffer, 2 * half * TSimd.Count), half, radices, ref twiddle);
        Halve(ref values, half, 1, ref Unsafe.Add(ref twiddle, HalvingTwiddles(half, radices)), ref to, bin, imaginary);
    }

    /// <summary>From the bins 0 … half to N rows of real values, N times their value, one after the other in the buffer that is returned.</summary>
    /// <param name="from">The bins.</param>
    /// <param name="bin">Their distance, in floats.</param>
    /// <param name="imaginary">The distance of their imaginary parts, in floats.</param>
    /// <param name="half">N / 2, the length of the complex transforms.</param>
    /// <param name="radices">The radix of each pass.</param>
    /// <param name="twiddle">The twiddles.</param>
    /// <param name="buffer">Two buffers of N rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ref float Synthesize(ref float from, nint bin, nint imaginary, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float buffer)
    {
        ref float other = ref Unsafe.Add(ref buffer, 2 * half * TSimd.Count);
        Unite(ref from, bin, imaginary, half, ref Unsafe.Add(ref twiddle, HalvingTwiddles(half, radices)), ref buffer);
        return ref Transform(ref buffer, ref other, ref buffer, half, radices, ref twiddle);
    }

    /// <summary>
    /// What the correlation with some taps does to a transform that <see cref="Filter"/> multiplies. With F their real transform of N rows, W =
    /// exp(−2πi·f / N), A = conj F[f] and B = F[half − f], it is A + B, W·(A − B) and conj(W)·(A − B) for f = 0 … half / 2, divided by 2N.
    /// </summary>
    /// <param name="taps">The taps.</param>
    /// <param name="count">Their number, no more than N.</param>
    /// <param name="half">N / 2, the length of the complex transforms.</param>
    /// <param name="radices">The radix of each pass.</param>
    /// <param name="twiddle">The twiddles.</param>
    /// <param name="filter">Receives six values for each f.</param>
    public static void PrepareFilter(ref float taps, int count, int half, ReadOnlySpan<byte> radices, ref float twiddle, ref float filter)
    {
        int length = 2 * half * TSimd.Count, bin = 2 * TSimd.Count;
        ref float values = ref Workspace.Rent(3 * length + bin);
        ref float other = ref Unsafe.Add(ref values, length), bins = ref Unsafe.Add(ref other, length);
        Panel.Zero(ref values, length);
        for (int p = 0; p < count; p++) Unsafe.Add(ref values, p * TSimd.Count) = Unsafe.Add(ref taps, p);
        ref float transformed = ref Transform(ref values, ref other, ref values, half, radices, ref twiddle);
        ref float halving = ref Unsafe.Add(ref twiddle, HalvingTwiddles(half, radices));
        Halve(ref transformed, half, 1f / (4 * 2 * half), ref halving, ref bins, bin, TSimd.Count);
        for (int f = 0; f <= half / 2; f++)
        {
            ref float a = ref Unsafe.Add(ref bins, f * bin), b = ref Unsafe.Add(ref bins, (half - f) * bin), w = ref Unsafe.Add(ref halving, 2 * f - 2);
            (float cosine, float sine) = f == 0 ? (1, 0) : (w, Unsafe.Add(ref w, 1));
            float re = a - b, im = -Unsafe.Add(ref a, TSimd.Count) - Unsafe.Add(ref b, TSimd.Count);
            ref float to = ref Unsafe.Add(ref filter, 6 * f);
            to = a + b;
            Unsafe.Add(ref to, 1) = Unsafe.Add(ref b, TSimd.Count) - Unsafe.Add(ref a, TSimd.Count);
            Unsafe.Add(ref to, 2) = cosine * re + sine * im;
            Unsafe.Add(ref to, 3) = cosine * im - sine * re;
            Unsafe.Add(ref to, 4) = cosine * re - sine * im;
            Unsafe.Add(ref to, 5) = cosine * im + sine * re;
        }
    }

    /// <summary>
    /// Between the passes of a real transform and those of its inverse: Z of x to 2/N times Z of its correlation with the taps, without taking the
    /// halves apart and together in passes of their own. With E and O of Z as there, E′ = (A + B)·E + W·(A − B)·O and
    /// O′ = conj(W)·(A − B)·E + (A + B)·O.
    /// </summary>
    /// <param name="values">Z, <paramref name="half"/> complex values.</param>
    /// <param name="filter">What <see cref="PrepareFilter"/> made of the taps.</param>
    /// <param name="half">N / 2, the length of the complex transforms.</param>
    /// <param name="to">Receives the values; value f lies in the place of value half − f, so that the forward transform turns back.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Filter(ref float values, ref float filter, int half, ref float to)
    {
        TVector even = TSimd.Load(ref values, 0), odd = TSimd.Load(ref values, TSimd.Count);
        TVector sum = TSimd.Broadcast(2 * filter), difference = TSimd.Broadcast(2 * Unsafe.Add(ref filter, 2));
        TSimd.Store(TSimd.MultiplyAdd(sum, even, TSimd.Multiply(difference, odd)), ref to, 0);
        TSimd.Store(TSimd.MultiplyAdd(difference, even, TSimd.Multiply(sum, odd)), ref to, TSimd.Count);
        for (int f = 1; f <= half / 2; f++)
        {
            filter = ref Unsafe.Add(ref filter, 6);
            int front = 2 * f * TSimd.Count, back = 2 * (half - f) * TSimd.Count;
            TVector aRe = TSimd.Load(ref values, front), aIm = TSimd.Load(ref values, front + TSimd.Count);
            TVector bRe = TSimd.Load(ref values, back), bIm = TSimd.Load(ref values, back + TSimd.Count);
            TVector eRe = TSimd.Add(aRe, bRe), eIm = TSimd.Subtract(aIm, bIm), oRe = TSimd.Add(aIm, bIm), oIm = TSimd.Subtract(bRe, aRe);
            TVector re = TSimd.Broadcast(ref filter, 0), im = TSimd.Broadcast(ref filter, 1);
            TVector nextERe = TSimd.MultiplySubtractFrom(im, eIm, TSimd.Multiply(re, eRe)), nextEIm = TSimd.MultiplyAdd(im, eRe, TSimd.Multiply(re, eIm));
            TVector nextORe = TSimd.MultiplySubtractFrom(im, oIm, TSimd.Multiply(re, oRe)), nextOIm = TSimd.MultiplyAdd(im, oRe, TSimd.Multiply(re, oIm));
            re = TSimd.Broadcast(ref filter, 2);
            im = TSimd.Broadcast(ref filter, 3);
            nextERe = TSimd.MultiplySubtractFrom(im, oIm, TSimd.MultiplyAdd(re, oRe, nextERe));
            nextEIm = TSimd.MultiplyAdd(im, oRe, TSimd.MultiplyAdd(re, oIm, nextEIm));
            re = TSimd.Broadcast(ref filter, 4);
            im = TSimd.Broadcast(ref filter, 5);
            nextORe = TSimd.MultiplySubtractFrom(im, eIm, TSimd.MultiplyAdd(re, eRe, nextORe));
            nextOIm = TSimd.MultiplyAdd(im, eRe, TSimd.MultiplyAdd(re, eIm, nextOIm));
            TSimd.Store(TSimd.Subtract(nextERe, nextOIm), ref to, back);
            TSimd.Store(TSimd.Add(nextEIm, nextORe), ref to, back + TSimd.Count);
            TSimd.Store(TSimd.Add(nextERe, nextOIm), ref to, front);
            TSimd.Store(TSimd.Subtract(nextORe, nextEIm), ref to, front + TSimd.Count);
        }
    }

    // Through two buffers in turn; the source may be the second of them.
    private static ref float Transform(ref float source, ref float target, ref float other, int half, ReadOnlySpan<byte> radices, ref float twiddle)
    {
        int length = half, stride = 1;
        foreach (int radix in radices)
        {
            int butterflies = length / radix;
            switch (radix)
            {
                case 2:
                    Butterflies<TSimd, TVector>.Radix2(ref source, ref target, butterflies, stride, ref twiddle);
                    break;
                case 3:
                    Butterflies<TSimd, TVector>.Radix3(ref source, ref target, butterflies, stride, ref twiddle);
                    break;
                case 4:
                    Butterflies<TSimd, TVector>.Radix4(ref source, ref target, butterflies, stride, ref twiddle);
                    break;
                default:
                    Butterflies<TSimd, TVector>.Radix5(ref source, ref target, butterflies, stride, ref twiddle);
                    break;
            }

            twiddle = ref Unsafe.Add(ref twiddle, 2 * butterflies * (radix - 1));
            (length, stride) = (butterflies, stride * radix);
            source = ref target;
            target = ref other;
            other = ref source;
        }

        return ref source;
    }

    private static int HalvingTwiddles(int half, ReadOnlySpan<byte> radices)
    {
        int count = 0, butterflies = half;
        foreach (int radix in radices)
        {
            butterflies /= radix;
            count += 2 * butterflies * (radix - 1);
        }

        return count;
    }

    // 2X[f] = E + W·O and 2X[half − f] = conj(E − W·O), W = exp(−2πi·f / N), E = Z[f] + conj Z[half − f], i·O = Z[f] − conj Z[half − f].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Halve(ref float values, int half, float factor, ref float twiddle, ref float spectrum, nint bin, nint imaginary)
    {
        TVector scale = TSimd.Broadcast(factor), twice = TSimd.Broadcast(2 * factor);
        TVector even = TSimd.Load(ref values, 0), odd = TSimd.Load(ref values, TSimd.Count);
        TSimd.Store(TSimd.Multiply(twice, TSimd.Add(even, odd)), ref spectrum, 0);
        TSimd.Store(TSimd.Zero, ref spectrum, imaginary);
        TSimd.Store(TSimd.Multiply(twice, TSimd.Subtract(even, odd)), ref spectrum, half * bin);
        TSimd.Store(TSimd.Zero, ref spectrum, half * bin + imaginary);
        for (int f = 1; f <= half / 2; f++)
        {
            ref float a = ref Unsafe.Add(ref values, 2 * f * TSimd.Count), b = ref Unsafe.Add(ref values, 2 * (half - f) * TSimd.Count);
            TVector c = TSimd.Multiply(scale, TSimd.Broadcast(ref twiddle, 2 * (f - 1))), s = TSimd.Multiply(scale, TSimd.Broadcast(ref twiddle, 2 * (f - 1) + 1));
            TVector aRe = TSimd.Load(ref a, 0), aIm = TSimd.Load(ref a, TSimd.Count), bRe = TSimd.Load(ref b, 0), bIm = TSimd.Load(ref b, TSimd.Count);
            TVector eRe = TSimd.Multiply(scale, TSimd.Add(aRe, bRe)), eIm = TSimd.Multiply(scale, TSimd.Subtract(aIm, bIm));
            TVector oRe = TSimd.Add(aIm, bIm), oIm = TSimd.Subtract(bRe, aRe);
            TVector wRe = TSimd.MultiplyAdd(s, oIm, TSimd.Multiply(c, oRe)), wIm = TSimd.MultiplySubtractFrom(s, oRe, TSimd.Multiply(c, oIm));
            TSimd.Store(TSimd.Add(eRe, wRe), ref spectrum, f * bin);
            TSimd.Store(TSimd.Add(eIm, wIm), ref spectrum, f * bin + imaginary);
            TSimd.Store(TSimd.Subtract(eRe, wRe), ref spectrum, (half - f) * bin);
            TSimd.Store(TSimd.Subtract(wIm, eIm), ref spectrum, (half - f) * bin + imaginary);
        }
    }

    // Z[f] = E + i·O and Z[half − f] = conj(E − i·O), E = Y[f] + conj Y[half − f], O = (Y[f] − conj Y[half − f])·exp(2πi·f / N); value f changes
    // places with value half − f, so that the forward transform turns back.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unite(ref float from, nint bin, nint imaginary, int half, ref float twiddle, ref float values)
    {
        TVector first = TSimd.Load(ref from, 0), last = TSimd.Load(ref from, half * bin);
        TSimd.Store(TSimd.Add(first, last), ref values, 0);
        TSimd.Store(TSimd.Subtract(first, last), ref values, TSimd.Count);
        for (int f = 1; f <= half / 2; f++)
        {
            ref float a = ref Unsafe.Add(ref from, f * bin), b = ref Unsafe.Add(ref from, (half - f) * bin);
            ref float mirrored = ref Unsafe.Add(ref values, 2 * f * TSimd.Count), to = ref Unsafe.Add(ref values, 2 * (half - f) * TSimd.Count);
            TVector c = TSimd.Broadcast(ref twiddle, 2 * (f - 1)), s = TSimd.Broadcast(ref twiddle, 2 * (f - 1) + 1);
            TVector aRe = TSimd.Load(ref a, 0), aIm = TSimd.Load(ref a, imaginary), bRe = TSimd.Load(ref b, 0), bIm = TSimd.Load(ref b, imaginary);
            TVector eRe = TSimd.Add(aRe, bRe), eIm = TSimd.Subtract(aIm, bIm), dRe = TSimd.Subtract(aRe, bRe), dIm = TSimd.Add(aIm, bIm);
            TVector oRe = TSimd.MultiplySubtractFrom(s, dIm, TSimd.Multiply(c, dRe)), oIm = TSimd.MultiplyAdd(s, dRe, TSimd.Multiply(c, dIm));
            TSimd.Store(TSimd.Add(eRe, oIm), ref mirrored, 0);
            TSimd.Store(TSimd.Subtract(oRe, eIm), ref mirrored, TSimd.Count);
            TSimd.Store(TSimd.Subtract(eRe, oIm), ref to, 0);
            TSimd.Store(TSimd.Add(eIm, oRe), ref to, TSimd.Count);
        }
    }

    private static ref float WriteTwiddle(ref float table, long turns, int length)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * (turns % length) / length);
        table = (float)cosine;
        Unsafe.Add(ref table, 1) = (float)sine;
        return ref Unsafe.Add(ref table, 2);
    }
}
