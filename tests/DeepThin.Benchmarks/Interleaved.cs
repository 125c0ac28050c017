namespace DeepThin.Benchmarks;

/// <summary>Measures contenders in turn, so that what disturbs the machine disturbs all alike.</summary>
internal static class Interleaved
{
    // The JIT compiles a method twice more at most, after a moment of rest.
    private const int WarmUps = 3;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    /// <summary>Warms all up, and takes a measurement of each in every round.</summary>
    /// <param name="what">What it is, for the line that says how far it is.</param>
    /// <param name="rounds">The measurements of each.</param>
    /// <param name="contenders">What is measured.</param>
    /// <param name="slice">What a measurement lasts, in microseconds.</param>
    public static void Measure(string what, int rounds, IReadOnlyList<Contender> contenders, double slice = Contender.ShortSlice)
    {
        WarmUp(what, contenders, slice);
        MeasureWarm(what, rounds, contenders);
    }

    /// <summary>Takes a measurement of each in every round, without running anything before.</summary>
    /// <param name="what">What it is, for the line that says how far it is.</param>
    /// <param name="rounds">The measurements of each.</param>
    /// <param name="contenders">What is measured.</param>
    public static void MeasureWarm(string what, int rounds, IReadOnlyList<Contender> contenders)
    {
        for (int round = 1; round <= rounds; round++)
        {
            ProgressLine.Show($"{what}: round {round} of {rounds}");
            foreach (var contender in contenders) contender.Measure();
        }

        ProgressLine.Clear();
    }

    /// <summary>Runs all until the JIT has compiled them for good.</summary>
    /// <param name="what">What it is, for the line that says how far it is.</param>
    /// <param name="contenders">What is measured afterwards.</param>
    /// <param name="slice">What a measurement will last, in microseconds.</param>
    public static void WarmUp(string what, IReadOnlyList<Contender> contenders, double slice)
    {
        for (int i = 1; i <= WarmUps; i++)
        {
            ProgressLine.Show($"{what}: warm-up {i} of {WarmUps}");
            foreach (var contender in contenders) contender.WarmUp(slice);
            Thread.Sleep(Rest);
        }
    }
}
