using System.Diagnostics;
using DeepThin;
using DeepThin.Samples;
using Pronounce.Data;

namespace Pronounce;

/// <summary>How long it takes to read a word, on one thread.</summary>
internal static class WordSpeed
{
    private const int Rounds = 21, Words = 300;
    private const double SecondsOfWarmUp = 0.5;

    /// <summary>The microseconds a word, from letters to phones: the median of some rounds.</summary>
    /// <param name="model">The network.</param>
    /// <param name="words">Words; the first ones are read in every round.</param>
    public static double Measure<TModel>(TModel model, IReadOnlyList<Word> words)
        where TModel : class, ISequenceModel<TModel>
    {
        var reader = new PhoneReader<TModel>(model);
        string[] spellings = [.. words.Take(Words).Select(word => word.Spelling)];

        // The compiler optimises kernels while they run, and in the pauses.
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsOfWarmUp; Thread.Sleep(20)) Run(reader, spellings);
        return 1e6 * Speed.Median(Enumerable.Range(0, Rounds).Select(_ => Run(reader, spellings))) / spellings.Length;
    }

    private static double Run<TModel>(PhoneReader<TModel> reader, string[] spellings)
        where TModel : class, ISequenceModel<TModel>
    {
        long start = Stopwatch.GetTimestamp();
        foreach (string spelling in spellings) reader.Read(spelling);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
