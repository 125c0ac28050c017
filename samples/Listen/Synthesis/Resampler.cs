using System.Numerics;

namespace Listen.Synthesis;

/// <summary>Changes the rate of samples by a sinc filter with a Hann window: y(t) = Σₙ x[n]·c·sinc(c·(t − n))·w(t − n), where c is the lower rate over that of x.</summary>
internal static class Resampler
{
    // The zeros of the sinc on either side.
    private const int Zeros = 16;

    /// <summary>Changes the rate.</summary>
    /// <param name="signal">The samples.</param>
    /// <param name="from">Their rate.</param>
    /// <param name="to">The rate of the result.</param>
    public static double[] Resample(ReadOnlySpan<double> signal, int from, int to)
    {
        double cutoff = Math.Min(1, (double)to / from);
        int reach = (int)Math.Ceiling(Zeros / cutoff);

        // The places between two samples come again after so many results.
        int phases = to / (int)BigInteger.GreatestCommonDivisor(from, to);
        double[][] filters = [.. Enumerable.Range(0, phases).Select(phase => Filter((double)((long)phase * from % to) / to, reach, cutoff))];
        double[] result = new double[(long)signal.Length * to / from];
        for (int i = 0; i < result.Length; i++)
        {
            double[] filter = filters[i % phases];
            int first = (int)((long)i * from / to) - reach + 1;
            for (int tap = Math.Max(0, -first); tap < Math.Min(filter.Length, signal.Length - first); tap++) result[i] += filter[tap] * signal[first + tap];
        }

        return result;
    }

    // The weights of the samples around a place, which is so far behind the sample before it.
    private static double[] Filter(double fraction, int reach, double cutoff) =>
        [.. Enumerable.Range(1 - reach, 2 * reach).Select(n => cutoff * Sinc(cutoff * (fraction - n)) * Hann((fraction - n) / reach))];

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    // 1 at 0, and 0 at −1 and 1.
    private static double Hann(double x) => 0.5 + 0.5 * Math.Cos(Math.PI * x);
}
