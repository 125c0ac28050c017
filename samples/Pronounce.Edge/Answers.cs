using System.Text;
using Pronounce.Data;

namespace Pronounce.Edge;

/// <summary>Answers words: with a line of phones for each, or with an empty line and a message for one that cannot be read.</summary>
/// <param name="output">Receives the phones.</param>
/// <param name="errors">Receives what is wrong with lines.</param>
internal sealed class Answers(TextWriter output, TextWriter errors)
{
    // A phone has two letters at most, and a blank before it; each step may have a phone of its own.
    private readonly char[] _line = new char[3 * Letters.Steps * Letters.Longest];

    /// <summary>Reads a word.</summary>
    public delegate ReadOnlySpan<int> PhoneReader(ReadOnlySpan<char> word);

    /// <summary>Answers all lines, a word in each. Besides the lines themselves nothing is allocated for a word.</summary>
    /// <param name="input">The lines.</param>
    /// <param name="read">Reads a word of known signs.</param>
    /// <returns>The exit code: 1 if a line was bad.</returns>
    public int Of(TextReader input, PhoneReader read)
    {
        int code = 0;
        for (long number = 1; input.ReadLine() is { } line; number++)
        {
            var word = line.AsSpan().Trim();
            if (FaultOf(word) is { } fault)
            {
                output.WriteLine();
                errors.WriteLine($"line {number}: {fault}.");
                code = 1;
            }
            else
            {
                output.WriteLine(Text(read(word)));
            }
        }

        return code;
    }

    // What is wrong with a word; null where nothing is.
    private static string? FaultOf(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty) return "it is empty, and a line has a word";
        if (word.Length > Letters.Longest) return $"the word has {word.Length} letters, and the longest that is read has {Letters.Longest}";
        int other = Letters.IndexOfOther(word);
        if (other < 0) return null;
        _ = Rune.DecodeFromUtf16(word[other..], out var sign, out _);
        return $"'{word}' has '{sign}' at place {other + 1}; words have the letters a to z and apostrophes";
    }

    private ReadOnlySpan<char> Text(ReadOnlySpan<int> phones)
    {
        int length = 0;
        foreach (int phone in phones)
        {
            if (length > 0) _line[length++] = ' ';
            string name = Phones.NameOf(phone);
            name.CopyTo(_line.AsSpan(length));
            length += name.Length;
        }

        return _line.AsSpan(0, length);
    }
}
