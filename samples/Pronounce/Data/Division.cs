using DeepThin.Training;

namespace Pronounce.Data;

/// <summary>Words divided at random: what networks are trained with, what chooses the best epoch, and what they are judged by. No word is in two parts.</summary>
internal sealed class Division
{
    /// <summary>The least words that can be divided.</summary>
    public const int Least = 20;

    // One word of so many is for validation, and one for the test.
    private const int Share = 20;

    /// <summary>Divides words.</summary>
    /// <param name="words">The words, no spelling twice.</param>
    /// <param name="most">The most words that are taken of them.</param>
    /// <param name="seed">The same seed takes and divides in the same way.</param>
    /// <exception cref="DictionaryException">There are too few.</exception>
    public Division(IReadOnlyList<Word> words, int most, int seed)
    {
        Word[] taken = [.. words];
        new Random(seed).Shuffle(taken);
        if (taken.Length > most) taken = taken[..most];
        if (taken.Length < Least) throw new DictionaryException($"{taken.Length} words are too few to be divided into three parts; take {Least} or more.");
        int part = taken.Length / Share;
        (Training, Validation, Test) = (taken[(2 * part)..], taken[..part], taken[part..(2 * part)]);
    }

    /// <summary>What networks are trained with.</summary>
    public Word[] Training { get; }

    /// <summary>What chooses the best epoch.</summary>
    public Word[] Validation { get; }

    /// <summary>What they are judged by.</summary>
    public Word[] Test { get; }

    /// <summary>Words as sequences of letters, each with the phones of its first pronunciation.</summary>
    public static SequenceDataset Sequences(IReadOnlyList<Word> words)
    {
        int[] lengths = [.. words.Select(word => Letters.Steps * word.Spelling.Length)];
        float[] steps = new float[lengths.Sum()];
        int at = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            Letters.Encode(words[i].Spelling, steps.AsSpan(at, lengths[i]));
            at += lengths[i];
        }

        return SequenceDataset.FromLabellings(
            steps, lengths, words.SelectMany(word => word.Pronunciations[0]).ToArray(), words.Select(word => word.Pronunciations[0].Length).ToArray(), features: 1, Phones.Classes);
    }
}
