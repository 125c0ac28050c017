namespace Comparison;

/// <summary>How long one prediction of each network takes, on one thread.</summary>
internal static class Timing
{
    private const int Rounds = 21;
    private const double SecondsPerMeasurement = 0.005;
    private const double SecondsToWarmUp = 0.3;

    /// <summary>The microseconds of each candidate: medians of measurements that take turns, so that all meet the same machine.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="predictions">What is timed of a candidate: <see cref="Candidate.Predictions"/>, or in 8 bits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static IReadOnlyDictionary<Variant, double> Measure(
        IReadOnlyList<Candidate> candidates, Func<Candidate, Func<int, double>> predictions, CancellationToken cancellationToken)
    {
        var measured = candidates.Select(candidate => (candidate.Variant, Run: predictions(candidate), Times: new List<double>())).ToList();
        int[] repetitions = [.. measured.Select(item => WarmUp(item.Run, cancellationToken))];
        for (int round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < measured.Count; i++) measured[i].Times.Add(measured[i].Run(repetitions[i]) / repetitions[i]);
        }

        return measured.ToDictionary(item => item.Variant, item => 1e6 * item.Times.Order().ElementAt(Rounds / 2));
    }

    // Until the compiler has optimised the kernels; the last run says how many predictions make one measurement.
    private static int WarmUp(Func<int, double> run, CancellationToken cancellationToken)
    {
        double total = 0, seconds = 0;
        int repetitions = 40;
        while (total < SecondsToWarmUp)
        {
            cancellationToken.ThrowIfCancellationRequested();
            seconds = run(repetitions);
            total += Math.Max(seconds, 1e-3);
        }

        return Math.Max(1, (int)(SecondsPerMeasurement * repetitions / Math.Max(seconds, 1e-9)));
    }
}
