namespace Pronounce.Data;

/// <summary>The format of the CMU dictionary: a word and its phones in each line, <c>WORLD  W ER1 L D</c>. A second pronunciation is one of <c>WORLD(1)</c> or <c>world(2)</c>.</summary>
internal static class TextDictionary
{
    /// <summary>What a line is such as.</summary>
    public const string Example = "WORLD  W ER1 L D";

    /// <summary>Reads the entries.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="DictionaryException">A line is no entry.</exception>
    public static IEnumerable<Entry> Read(TextReader reader, string path)
    {
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (IsComment(line)) continue;
            string[] fields = WithoutRemark(line).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 2) throw new DictionaryException($"{path}, line {number}: '{line.Trim()}' has a word and no phones; a line is such as: {Example}");
            yield return new(WithoutNumber(fields[0]), [.. fields[1..].Select(Phone)]);

            int Phone(string text) => Phones.Find(text) is not Phones.Blank and var phone
                ? phone
                : throw new DictionaryException($"{path}, line {number}: '{text}' of '{fields[0]}' is no phone; these are, with 0, 1 or 2 for the stress of vowels: {Phones.All}");
        }
    }

    /// <summary>Whether a line has nothing to read.</summary>
    public static bool IsComment(string line) => string.IsNullOrWhiteSpace(line) || line.StartsWith(";;;", StringComparison.Ordinal);

    private static string WithoutRemark(string line) => line.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var end ? line[..end] : line;

    // What number the pronunciation has.
    private static string WithoutNumber(string spelling) => spelling[^1] == ')' && spelling.LastIndexOf('(') is > 0 and var start && spelling[(start + 1)..^1].All(char.IsAsciiDigit)
        ? spelling[..start]
        : spelling;
}
