using System.Diagnostics;

namespace DeepThin.Samples;

/// <summary>Measures the times of several things that take turns, so that all meet the same machine.</summary>
internal static class Turns
{
    private const int Rounds = 21;
    private const double SecondsOfWarmUp = 0.5;

    /// <summary>The seconds of each: the medians of 21 rounds.</summary>
    /// <param name="actions">What is measured.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static double[] Measure(IReadOnlyList<Action> actions, CancellationToken cancellationToken)
    {
        foreach (var action in actions) WarmUp(action, cancellationToken);
        double[][] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => actions.Select(action => Run(action, cancellationToken)).ToArray())];
        return [.. Enumerable.Range(0, actions.Count).Select(i => Speed.Median(rounds.Select(round => round[i])))];
    }

    // The compiler optimises kernels while they run, and in the pauses.
    private static void WarmUp(Action action, CancellationToken cancellationToken)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsOfWarmUp; Thread.Sleep(20)) Run(action, cancellationToken);
    }

    private static double Run(Action action, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
