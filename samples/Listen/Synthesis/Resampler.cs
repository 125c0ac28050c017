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
        double reach = Zeros / cutoff;
        double[] result = new double[(long)signal.Length * to / from];
        for (int i = 0; i < result.Length; i++)
        {
            double time = (double)i * from / to;
            int first = Math.Max(0, (int)Math.Ceiling(time - reach)), last = Math.Min(signal.Length - 1, (int)Math.Floor(time + reach));
            for (int n = first; n <= last; n++) result[i] += signal[n] * cutoff * Sinc(cutoff * (time - n)) * Hann((time - n) / reach);
        }

        return result;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    // 1 at 0, and 0 at −1 and 1.
    private static double Hann(double x) => 0.5 + 0.5 * Math.Cos(Math.PI * x);
}
