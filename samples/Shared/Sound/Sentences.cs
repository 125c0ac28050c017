using System.Text.RegularExpressions;

namespace DeepThin.Samples.Sound;

/// <summary>The sentences that are spoken: those of the King James Bible that are neither short nor long.</summary>
internal static partial class Sentences
{
    private const int FewestWords = 5;
    private const int MostWords = 15;

    /// <summary>Takes all sentences from the Debian packages bible-kjv and bible-kjv-text.</summary>
    /// <returns>The sentences, each once, in the order of the text.</returns>
    /// <exception cref="SynthesisException">The program or its text is missing, or there is no sentence in it.</exception>
    public static string[] ReadAll()
    {
        // -f prints each verse on one line, after its reference.
        string text = Shell.Run("bible", "bible-kjv bible-kjv-text", "-f", "gen1:1-rev22:21");
        string[] sentences = [.. Lines(text).SelectMany(Split).Distinct()];
        return sentences.Length > 0 ? sentences : throw new SynthesisException("The program bible prints no verses; the package bible-kjv-text has them.");
    }

    /// <summary>The pieces of a verse that end in a full stop, a question mark or an exclamation mark, and have 5 to 15 words.</summary>
    /// <param name="line">A verse, with its reference before it or without.</param>
    public static IEnumerable<string> Split(string line) => Piece().Matches(Reference().Replace(line, ""))
        .Select(match => match.Value.Trim())
        .Where(piece => Plain().IsMatch(piece) && piece.Split(' ').Length is >= FewestWords and <= MostWords);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^[0-9]?[A-Za-z]+[0-9]+:[0-9]+ ")]
    private static partial Regex Reference();

    [GeneratedRegex("[^.?!]+[.?!]")]
    private static partial Regex Piece();

    // A parenthesis may begin in one piece and end in another.
    [GeneratedRegex("^[A-Za-z][A-Za-z' ,;:-]*[.?!]$")]
    private static partial Regex Plain();
}
