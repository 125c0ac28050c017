namespace Pronounce.Data;

/// <summary>A list, a text in quotes or a name in a file of Lisp.</summary>
/// <param name="Line">The line where it begins.</param>
/// <param name="Text">The text or the name; null for a list.</param>
/// <param name="IsQuoted">Whether it is a text in quotes.</param>
/// <param name="Items">What is in the list; empty for the others.</param>
internal sealed record LispNode(int Line, string? Text, bool IsQuoted, IReadOnlyList<LispNode> Items)
{
    /// <summary>Whether it is a list.</summary>
    public bool IsList => Text == null;

    /// <summary>Whether it is a name.</summary>
    public bool IsName => Text != null && !IsQuoted;

    /// <summary>What stands in the file.</summary>
    public override string ToString() => IsList ? $"({string.Join(' ', Items)})" : IsQuoted ? $"\"{Text}\"" : Text!;
}
