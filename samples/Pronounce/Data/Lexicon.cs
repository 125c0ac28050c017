using DeepThin.Samples;

namespace Pronounce.Data;

/// <summary>The words of a dictionary that can be learned.</summary>
internal sealed class Lexicon
{
    /// <summary>The file of the Debian package festlex-cmu.</summary>
    public const string UsualFile = "/usr/share/festival/dicts/cmu/cmudict-0.4.out";

    private const int Shortest = 2;

    private readonly int _otherSigns, _otherLengths, _tooManyPhones;

    private Lexicon(IEnumerable<IGrouping<string, Entry>> all)
    {
        var words = new List<Word>();
        foreach (var word in all)
        {
            if (Letters.IndexOfOther(word.Key) >= 0) _otherSigns++;
            else if (word.Key.Length is < Shortest or > Letters.Longest) _otherLengths++;
            else if (LeastSteps(word.First().Phones) > Letters.Steps * word.Key.Length) _tooManyPhones++;
            else words.Add(new(word.Key, [.. word.Select(entry => entry.Phones)]));
        }

        Words = words;
    }

    /// <summary>The words, in the order of the file.</summary>
    public IReadOnlyList<Word> Words { get; }

    /// <summary>Reads a dictionary, in the text format of CMU or in that of Festival.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DictionaryException">The file is missing, or is no dictionary.</exception>
    public static Lexicon Read(string path)
    {
        if (!File.Exists(path)) throw new DictionaryException($"There is no file {path}. On Debian and Ubuntu the package festlex-cmu has it; or give another dictionary: --dictionary FILE");
        string first = File.ReadLines(path).FirstOrDefault(line => !TextDictionary.IsComment(line)) ?? throw new DictionaryException($"{path} has no words; a dictionary has lines such as: {TextDictionary.Example}");
        using var reader = new StreamReader(path);
        bool isFestival = first.TrimStart() is ['(', ..] || first.Trim() == FestivalDictionary.Head;
        var entries = isFestival ? FestivalDictionary.Read(reader, path) : TextDictionary.Read(reader, path);
        return new(entries.GroupBy(entry => entry.Spelling.ToLowerInvariant()));
    }

    /// <summary>How many words there are, and how many were left out.</summary>
    public override string ToString() => $"{Figures.Count(Words.Count)} words; left out: {Figures.Count(_otherSigns)} with other signs than letters and apostrophes, "
        + $"{Figures.Count(_otherLengths)} of less than {Shortest} or more than {Letters.Longest} letters, {Figures.Count(_tooManyPhones)} with more phones than steps";

    // A step for each phone, and one for the blank between equal neighbours.
    private static int LeastSteps(int[] phones) => phones.Length + phones.Zip(phones.Skip(1)).Count(pair => pair.First == pair.Second);
}
