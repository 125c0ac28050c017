using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>Prepares what a Fourier kernel streams: twiddles, and the transformed bands of W_f. Called by generated code.</summary>
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
    public static void PrepareTwiddles(ref float table, int half, int[] radices)
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
    /// V̂_i[f, φ] / 2N = Σ_v V_i[v, φ]·exp(−2πi·f·v / N) / 2N, with V_i[v, φ] = W_f[i·Q + stride·v + φ − shift] and W_f zero outside [0, n): what
    /// the transforms of the kernel leave out is brought in here.
    /// </summary>
    /// <param name="wf">A row of W_f.</param>
    /// <param name="n">Its length.</param>
    /// <param name="q">Q.</param>
    /// <param name="stride">The number of channels φ.</param>
    /// <param name="firstStep">The first v; there are N of them.</param>
    /// <param name="shift">How much later the rows begin than row 0.</param>
    /// <param name="firstBand">The first band i.</param>
    /// <param name="bands">The number of bands.</param>
    /// <param name="bandLanes">The lanes of all bands of the layer.</param>
    /// <param name="half">N / 2, the length of the complex transforms.</param>
    /// <param name="radices">The radix of each pass.</param>
    /// <param name="twiddle">The twiddles.</param>
    /// <param name="spectrum">Receives bins × stride × (real parts of the bands, imaginary parts of the bands); lanes of other bands are left alone.</param>
    public static void PrepareSpectrum(
        ref float wf, int n, int q, int stride, int firstStep, long shift, int firstBand, int bands, int bandLanes, int half, int[] radices, ref float twiddle, ref float spectrum)
    {
        float[] buffer = new float[2 * half * TSimd.Count], other = new float[2 * half * TSimd.Count];
        for (int phi = 0; phi < stride; phi++)
        {
            for (int lane = 0; lane < bands; lane += TSimd.Count)
            {
                int count = Math.Min(TSimd.Count, bands - lane);
                Array.Clear(buffer);
                for (int i = 0; i < count; i++) Gather(ref wf, n, stride, firstStep, (long)(firstBand + lane + i) * q + phi - shift, 2 * half, buffer.AsSpan(i));
                ref float values = ref Transform(ref MemoryMarshal.GetArrayDataReference(buffer), ref MemoryMarshal.GetArrayDataReference(other), half, radices, ref twiddle);
                Halve(ref values, half, count, ref Unsafe.Add(ref twiddle, HalvingTwiddles(half, radices)), ref Unsafe.Add(ref spectrum, (nint)phi * 2 * bandLanes + lane), stride, bandLanes);
            }
        }
    }

    // The values v = firstStep …, at their places modulo N, one lane of rows.
    private static void Gather(ref float wf, int n, int stride, int firstStep, long start, int length, Span<float> lane)
    {
        for (int v = firstStep; v < firstStep + length; v++)
        {
            long p = start + (long)stride * v;
            if (p >= 0 && p < n) lane[(v + length) % length * TSimd.Count] = Unsafe.Add(ref wf, (nint)p);
        }
    }

    private static ref float Transform(ref float source, ref float target, int half, int[] radices, ref float twiddle)
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
            ref float filled = ref target;
            target = ref source;
            source = ref filled;
        }

        return ref source;
    }

    private static int HalvingTwiddles(int half, int[] radices)
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
    private static void Halve(ref float values, int half, int count, ref float twiddle, ref float spectrum, int stride, int bandLanes)
    {
        double scale = 1.0 / (4 * 2 * half);
        for (int i = 0; i < count; i++)
        {
            double even = Unsafe.Add(ref values, i), odd = Unsafe.Add(ref values, TSimd.Count + i);
            Write(ref spectrum, 0, i, 2 * (even + odd), 0);
            Write(ref spectrum, half, i, 2 * (even - odd), 0);
            for (int f = 1; f <= half / 2; f++)
            {
                ref float a = ref Unsafe.Add(ref values, 2 * f * TSimd.Count + i), b = ref Unsafe.Add(ref values, 2 * (half - f) * TSimd.Count + i);
                double c = Unsafe.Add(ref twiddle, 2 * (f - 1)), s = Unsafe.Add(ref twiddle, 2 * (f - 1) + 1);
                double aIm = Unsafe.Add(ref a, TSimd.Count), bIm = Unsafe.Add(ref b, TSimd.Count);
                double eRe = (double)a + b, eIm = aIm - bIm, oRe = aIm + bIm, oIm = (double)b - a;
                double wRe = c * oRe + s * oIm, wIm = c * oIm - s * oRe;
                Write(ref spectrum, f, i, eRe + wRe, eIm + wIm);
                Write(ref spectrum, half - f, i, eRe - wRe, wIm - eIm);
            }
        }

        void Write(ref float start, int f, int i, double re, double im)
        {
            ref float bin = ref Unsafe.Add(ref start, (nint)f * stride * 2 * bandLanes + i);
            bin = (float)(scale * re);
            Unsafe.Add(ref bin, bandLanes) = (float)(scale * im);
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
