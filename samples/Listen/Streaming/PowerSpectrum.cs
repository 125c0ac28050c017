using System.Numerics;

namespace Listen.Streaming;

/// <summary>
/// The power spectrum of 512 samples: |X[k]|² of X[k] = Σₙ x[n]·exp(−2πi·kn/512), for k of 0 to 256. Even and odd samples are the two parts of 256 complex numbers z, whose transform Z gives
/// X[k] = (Z[k] + Z*[256 − k]) / 2 − i·exp(−2πi·k/512)·(Z[k] − Z*[256 − k]) / 2. It allocates nothing, and is for one thread at a time.
/// </summary>
internal sealed class PowerSpectrum
{
    /// <summary>The samples.</summary>
    public const int Length = 512;

    /// <summary>The values of the spectrum.</summary>
    public const int Bins = Half + 1;

    private const int Half = Length / 2;

    private static readonly int[] Reversed = [.. Enumerable.Range(0, Half).Select(ReverseBits)];

    // exp(−πi·j / width) for the butterflies of a width, at width + j: 1, 2, 4, … 128 of them.
    private static readonly double[] Cosines = Twiddles(Math.Cos), Sines = Twiddles(angle => -Math.Sin(angle));

    // exp(−2πi·k / 512).
    private static readonly double[] LastCosines = Circle(Math.Cos), LastSines = Circle(angle => -Math.Sin(angle));

    private readonly double[] _real = new double[Half], _imaginary = new double[Half];

    /// <summary>Computes it.</summary>
    /// <param name="samples">512 samples.</param>
    /// <param name="power">Receives 257 values, from 0 Hz to half the rate of the samples.</param>
    public void Compute(ReadOnlySpan<double> samples, Span<double> power)
    {
        for (int i = 0; i < Half; i++)
        {
            int from = 2 * Reversed[i];
            _real[i] = samples[from];
            _imaginary[i] = samples[from + 1];
        }

        for (int width = 1; width < Half; width *= 2) Butterflies(width);
        Powers(power);
    }

    // Pairs of transforms of width values become transforms of 2·width: (a, b) ↦ (a + w·b, a − w·b).
    private void Butterflies(int width)
    {
        var cosines = Cosines.AsSpan(width, width);
        var sines = Sines.AsSpan(width, width);
        for (int start = 0; start < Half; start += 2 * width)
        {
            Butterflies(
                _real.AsSpan(start, width), _imaginary.AsSpan(start, width), _real.AsSpan(start + width, width), _imaginary.AsSpan(start + width, width), cosines, sines);
        }
    }

    private static void Butterflies(Span<double> aReal, Span<double> aImaginary, Span<double> bReal, Span<double> bImaginary, ReadOnlySpan<double> cosines, ReadOnlySpan<double> sines)
    {
        int j = 0;
        for (; j <= aReal.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            Vector<double> c = new(cosines[j..]), s = new(sines[j..]), ar = new(aReal[j..]), ai = new(aImaginary[j..]), br = new(bReal[j..]), bi = new(bImaginary[j..]);
            Vector<double> real = c * br - s * bi, imaginary = c * bi + s * br;
            (ar + real).CopyTo(aReal[j..]);
            (ai + imaginary).CopyTo(aImaginary[j..]);
            (ar - real).CopyTo(bReal[j..]);
            (ai - imaginary).CopyTo(bImaginary[j..]);
        }

        for (; j < aReal.Length; j++)
        {
            double c = cosines[j], s = sines[j], real = c * bReal[j] - s * bImaginary[j], imaginary = c * bImaginary[j] + s * bReal[j];
            (bReal[j], aReal[j]) = (aReal[j] - real, aReal[j] + real);
            (bImaginary[j], aImaginary[j]) = (aImaginary[j] - imaginary, aImaginary[j] + imaginary);
        }
    }

    // With E = (Z[k] + Z*[256 − k]) / 2 and T = −i·exp(−2πi·k/512)·(Z[k] − Z*[256 − k]) / 2, X[k] is E + T, and X[256 − k] is the conjugate of E − T.
    private void Powers(Span<double> power)
    {
        power[0] = Square(_real[0] + _imaginary[0]);
        power[Half] = Square(_real[0] - _imaginary[0]);
        for (int k = 1; k <= Half / 2; k++)
        {
            int mirrored = Half - k;
            double evenReal = (_real[k] + _real[mirrored]) / 2, evenImaginary = (_imaginary[k] - _imaginary[mirrored]) / 2;
            double oddReal = (_imaginary[k] + _imaginary[mirrored]) / 2, oddImaginary = (_real[mirrored] - _real[k]) / 2;
            double real = LastCosines[k] * oddReal - LastSines[k] * oddImaginary, imaginary = LastCosines[k] * oddImaginary + LastSines[k] * oddReal;
            power[k] = Square(evenReal + real) + Square(evenImaginary + imaginary);
            power[mirrored] = Square(evenReal - real) + Square(evenImaginary - imaginary);
        }
    }

    private static double Square(double value) => value * value;

    private static int ReverseBits(int index)
    {
        int reversed = 0;
        for (int bit = 1; bit < Half; bit *= 2) reversed = 2 * reversed + (index & bit) / bit;
        return reversed;
    }

    private static double[] Twiddles(Func<double, double> part)
    {
        double[] values = new double[Half];
        for (int width = 1; width < Half; width *= 2)
        {
            for (int j = 0; j < width; j++) values[width + j] = part(Math.PI * j / width);
        }

        return values;
    }

    private static double[] Circle(Func<double, double> part) => [.. Enumerable.Range(0, Half / 2 + 1).Select(k => part(2 * Math.PI * k / Length))];
}
