using DeepThin.Samples;

namespace Pronounce;

/// <summary>How long networks take to read a word, on one thread.</summary>
internal static class WordSpeed
{
    private const int Words = 200;

    /// <summary>The microseconds a word of each network, from letters to phones.</summary>
    /// <param name="readers">The networks.</param>
    /// <param name="words">Words; the first ones are read in every round.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static double[] Measure(IReadOnlyList<Action<string>> readers, IEnumerable<string> words, CancellationToken cancellationToken)
    {
        string[] some = [.. words.Take(Words)];
        double[] seconds = Turns.Measure([.. readers.Select(reader => (Action)(() => Array.ForEach(some, reader)))], cancellationToken);
        return [.. seconds.Select(time => 1e6 * time / some.Length)];
    }
}
