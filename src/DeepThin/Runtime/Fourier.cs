using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>Prepares what a Fourier kernel streams: the transformed bands of W_f. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Fourier
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

    /// <summary>V̂_i[f, φ] = Σ_v V_i[v, φ]·exp(−2πi·f·v / N), with V_i[v, φ] = W_f[i·Q + stride·v + φ − shift] and W_f zero outside [0, n).</summary>
    /// <param name="wf">A row of W_f.</param>
    /// <param name="n">Its length.</param>
    /// <param name="q">Q.</param>
    /// <param name="stride">The number of channels φ.</param>
    /// <param name="firstStep">The first v; there are <paramref name="length"/> of them.</param>
    /// <param name="shift">How much later the rows begin than row 0.</param>
    /// <param name="firstBand">The first band i.</param>
    /// <param name="bands">The number of bands.</param>
    /// <param name="bandLanes">The lanes of all bands of the layer.</param>
    /// <param name="bins">The number of bins f.</param>
    /// <param name="length">The length N of the transform.</param>
    /// <param name="scale">What the transforms of the kernel leave out, for V̂ to bring in.</param>
    /// <param name="spectrum">Receives bins × stride × (real parts of the bands, imaginary parts of the bands); lanes of other bands are left alone.</param>
    public static void PrepareSpectrum(
        ref float wf, int n, int q, int stride, int firstStep, long shift, int firstBand, int bands, int bandLanes, int bins, int length, double scale, ref float spectrum)
    {
        double[] cosines = new double[length * bins], sines = new double[length * bins];
        for (int v = 0; v < length; v++)
        {
            for (int f = 0; f < bins; f++) (sines[v * bins + f], cosines[v * bins + f]) = SinCos((long)f * v, length);
        }

        double[] real = new double[bins], imaginary = new double[bins];
        for (int phi = 0; phi < stride; phi++)
        {
            for (int lane = 0; lane < bands; lane++)
            {
                Array.Clear(real);
                Array.Clear(imaginary);
                for (int v = firstStep; v < firstStep + length; v++)
                {
                    long p = (long)(firstBand + lane) * q + (long)stride * v + phi - shift;
                    if (p < 0 || p >= n) continue;
                    double value = scale * Unsafe.Add(ref wf, (nint)p);
                    int row = (v + length) % length * bins;
                    TensorPrimitives.MultiplyAdd(cosines.AsSpan(row, bins), value, real, real);
                    TensorPrimitives.MultiplyAdd(sines.AsSpan(row, bins), -value, imaginary, imaginary);
                }

                for (int f = 0; f < bins; f++)
                {
                    ref float bin = ref Unsafe.Add(ref spectrum, ((nint)f * stride + phi) * 2 * bandLanes + lane);
                    bin = (float)real[f];
                    Unsafe.Add(ref bin, bandLanes) = (float)imaginary[f];
                }
            }
        }
    }

    private static ref float WriteTwiddle(ref float table, long turns, int length)
    {
        var (sine, cosine) = SinCos(turns, length);
        table = (float)cosine;
        Unsafe.Add(ref table, 1) = (float)sine;
        return ref Unsafe.Add(ref table, 2);
    }

    private static (double Sine, double Cosine) SinCos(long turns, int length) => Math.SinCos(2 * Math.PI * (turns % length) / length);
}
