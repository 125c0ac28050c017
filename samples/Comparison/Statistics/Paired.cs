namespace Comparison.Statistics;

/// <summary>Comparisons of two methods on the same test samples.</summary>
internal static class Paired
{
    private const int Resamples = 1000;

    /// <summary>
    /// The relative error reduction 1 − errors / otherErrors, and its 95 % interval by the paired bootstrap (Efron; percentiles): test groups are drawn with
    /// replacement, both methods on the same ones.
    /// </summary>
    /// <param name="errors">The errors of a method on each test sample, over its seeds.</param>
    /// <param name="otherErrors">Those of the other method.</param>
    /// <param name="groups">The group of each sample; samples of one group are drawn together.</param>
    public static Interval RelativeReduction(ReadOnlySpan<int> errors, ReadOnlySpan<int> otherErrors, ReadOnlySpan<int> groups)
    {
        if (errors.Length != otherErrors.Length || errors.Length != groups.Length)
        {
            throw new ArgumentException($"There are {errors.Length} and {otherErrors.Length} samples in {groups.Length} groups; there must be as many of each.");
        }

        int count = 0;
        foreach (int group in groups) count = Math.Max(count, group + 1);
        long[] own = new long[count], other = new long[count];
        for (int i = 0; i < groups.Length; i++)
        {
            own[groups[i]] += errors[i];
            other[groups[i]] += otherErrors[i];
        }

        var random = new Random(1);
        double[] reductions = new double[Resamples];
        for (int resample = 0; resample < Resamples; resample++)
        {
            long sum = 0, otherSum = 0;
            for (int i = 0; i < count; i++)
            {
                int group = random.Next(count);
                sum += own[group];
                otherSum += other[group];
            }

            reductions[resample] = Reduction(sum, otherSum);
        }

        Array.Sort(reductions);
        return new(Reduction(own.Sum(), other.Sum()), reductions[(int)(0.025 * Resamples)], reductions[(int)(0.975 * Resamples) - 1]);
    }

    private static double Reduction(long errors, long otherErrors) => otherErrors == 0 ? 0 : 1 - (double)errors / otherErrors;
}
