using System.Diagnostics;
using DeepThin.Samples;

namespace Pronounce;

/// <summary>How long networks take to read a word, on one thread.</summary>
internal static class WordSpeed
{
    private const int Rounds = 21, Words = 200;
    private const double SecondsOfWarmUp = 0.5;

    /// <summary>The microseconds a word of each network, from letters to phones: the medians of measurements that take turns, so that all meet the same machine.</summary>
    /// <param name="readers">The networks.</param>
    /// <param name="words">Words; the first ones are read in every round.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static double[] Measure(IReadOnlyList<Action<string>> readers, IEnumerable<string> words, CancellationToken cancellationToken)
    {
        string[] some = [.. words.Take(Words)];
        foreach (var reader in readers) WarmUp(reader, some, cancellationToken);
        double[][] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => readers.Select(reader => Run(reader, some, cancellationToken)).ToArray())];
        return [.. Enumerable.Range(0, readers.Count).Select(i => 1e6 * Speed.Median(rounds.Select(round => round[i])) / some.Length)];
    }

    // The compiler optimises kernels while they run, and in the pauses.
    private static void WarmUp(Action<string> reader, string[] words, CancellationToken cancellationToken)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsOfWarmUp; Thread.Sleep(20)) Run(reader, words, cancellationToken);
    }

    private static double Run(Action<string> reader, string[] words, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        foreach (string word in words) reader(word);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
