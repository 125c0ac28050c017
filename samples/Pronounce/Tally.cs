using DeepThin;
using DeepThin.Training;
using Pronounce.Data;

namespace Pronounce;

/// <summary>Counts how often words are read wrongly.</summary>
internal sealed class Tally
{
    private long _words, _wrongWords, _phones, _wrongPhones;

    /// <summary>The phones to add, remove or replace, as a share of all phones.</summary>
    public double PhoneErrors => (double)_wrongPhones / _phones;

    /// <summary>The share of the words that are not right in all phones.</summary>
    public double WordErrors => (double)_wrongWords / _words;

    /// <summary>Counts a word. The pronunciation counts that is nearest, the first of several.</summary>
    /// <param name="read">The phones that were read.</param>
    /// <param name="word">The word.</param>
    public void Add(ReadOnlySpan<int> read, Word word)
    {
        int least = int.MaxValue, phones = 0;
        foreach (int[] pronunciation in word.Pronunciations)
        {
            int distance = Ctc.EditDistance(read, pronunciation);
            if (distance < least) (least, phones) = (distance, pronunciation.Length);
        }

        Add(1, least > 0 ? 1 : 0, phones, least);
    }

    /// <summary>Adds what another one counted.</summary>
    /// <param name="other">The other one.</param>
    public void Add(Tally other) => Add(other._words, other._wrongWords, other._phones, other._wrongPhones);

    private void Add(long words, long wrongWords, long phones, long wrongPhones)
    {
        _words += words;
        _wrongWords += wrongWords;
        _phones += phones;
        _wrongPhones += wrongPhones;
    }
}
