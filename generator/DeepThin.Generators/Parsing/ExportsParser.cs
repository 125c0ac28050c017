using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Parsing;

/// <summary>Parses <c>NativeExports</c>: the prefix of C functions, the name of a header, and in capital letters the prefix of its constants.</summary>
internal static class ExportsParser
{
    public const string Argument = "NativeExports";

    // Of a longer name in C only so many letters must count.
    private const int MostLetters = 50;
    private const string Suffix = "_net";

    /// <summary>The prefix, or null where none is given or it is not usable.</summary>
    public static string? Parse(AttributeReader attribute, INamedTypeSymbol type, Faults faults)
    {
        if (attribute.Text(Argument) is not { } prefix) return null;
        string? owner = StandardHeaders.OwnerOf(prefix);
        if (owner == null && IsPrefix(prefix)) return prefix;
        string working = Nearest(prefix) ?? Nearest(type.Name.ToLowerInvariant()) ?? "model";
        if (StandardHeaders.OwnerOf(working) != null) working += Suffix;
        string given = SymbolDisplay.FormatLiteral(prefix, quote: true);
        string wanted = owner == null
            ? $"use a letter, then letters of ASCII, digits and underscores, {Numbers.Text(MostLetters)} at most"
            : $"{owner} has a header of that name, in whose place programs would read {prefix}.h; use another prefix";
        (string, string)[] fix = [(FixKeys.Argument, Argument), (FixKeys.Value, $"\"{working}\"")];
        faults.Report(Rules.InvalidExports, attribute.LocationOf(Argument), fix, type.Name, given, wanted, working);
        return null;
    }

    private static bool IsPrefix(string text) => text.Length is > 0 and <= MostLetters && IsLetter(text[0]) && text.All(IsPart);

    private static string? Nearest(string text)
    {
        string fit = string.Concat(text.Select(c => IsPart(c) ? c : '_').SkipWhile(c => !IsLetter(c)).Take(MostLetters)).TrimEnd('_');
        return fit.Length == 0 ? null : fit;
    }

    private static bool IsPart(char c) => IsLetter(c) || c is >= '0' and <= '9' or '_';

    private static bool IsLetter(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z';
}
