using System.Text;

namespace DeepThin.Onnx.Projects;

/// <summary>Makes identifiers of C# of the names that others gave.</summary>
internal static class Identifiers
{
    private const int Longest = 40;

    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit",
        "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try",
        "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    /// <summary>An identifier that says what a name says, and is none of those that are taken.</summary>
    /// <param name="name">The name, which may be anything.</param>
    /// <param name="taken">The identifiers that are taken, whatever their case; the new one is added.</param>
    public static string Of(string name, HashSet<string> taken)
    {
        string cleaned = Cleaned(name), chosen = cleaned;
        for (int i = 2; !taken.Add(chosen.ToUpperInvariant()); i++) chosen = FormattableString.Invariant($"{cleaned}{i}");
        return chosen;
    }

    /// <summary>The name of a class or a namespace, which begins with a capital.</summary>
    /// <param name="name">The name, which may be anything.</param>
    public static string Pascal(string name)
    {
        var text = new StringBuilder();
        bool begins = true;
        foreach (char letter in name)
        {
            bool fits = char.IsAsciiLetterOrDigit(letter);
            if (fits) text.Append(begins ? char.ToUpperInvariant(letter) : letter);
            begins = !fits;
        }

        if (text.Length == 0 || !char.IsAsciiLetter(text[0])) text.Insert(0, "Network");
        return text.ToString();
    }

    private static string Cleaned(string name)
    {
        // What stands behind the last slash says most, and a number behind a colon nothing.
        string end = name[(name.LastIndexOf('/') + 1)..];
        if (end.LastIndexOf(':') is var colon and > 0 && end[(colon + 1)..].All(char.IsAsciiDigit)) end = end[..colon];
        var text = new StringBuilder();
        foreach (char letter in end)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter == '_') text.Append(letter);
            else if (text.Length > 0 && text[^1] != '_') text.Append('_');
        }

        string cleaned = text.ToString().Trim('_');
        if (cleaned.Length > Longest) cleaned = cleaned[..Longest].Trim('_');
        if (cleaned.Length == 0) return "value";
        return !char.IsAsciiLetter(cleaned[0]) || Keywords.Contains(cleaned) ? $"value_{cleaned}" : cleaned;
    }
}
