using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.CodeFixes;

/// <summary>An attribute list that is moved, with the comments that belong to it.</summary>
/// <param name="Above">The comments in the lines above it, which are its own unless it is the first list of its declaration.</param>
/// <param name="Text">The list as it is written.</param>
/// <param name="Behind">The comment behind it, with the white space before.</param>
internal sealed record LayerPiece(IReadOnlyList<string> Above, string Text, string Behind)
{
    public bool HasComments => Above.Count > 0 || Behind.Length > 0;

    /// <summary>A whole list.</summary>
    public static LayerPiece OfList(AttributeListSyntax list, SourceText text)
    {
        if (!IsAlone(list, text)) return new([], list.ToString(), "");
        string[] above = [.. list.GetLeadingTrivia().Where(trivia => !list.IsFirst() && !trivia.IsSpace()).Select(trivia => trivia.ToString())];
        string behind = text.ToString(TextSpan.FromBounds(list.Span.End, list.FullSpan.End)).TrimEnd();
        return new(above, list.ToString(), behind);
    }

    /// <summary>Some layers of a list.</summary>
    public static LayerPiece OfLayers(IEnumerable<AttributeSyntax> layers) => new([], $"[{string.Join(", ", layers)}]", "");

    /// <summary>What is removed with a whole list: its lines where it has them for itself, else the blanks behind it.</summary>
    public static TextSpan SpanOf(AttributeListSyntax list, SourceText text)
    {
        if (IsAlone(list, text)) return TextSpan.FromBounds(list.IsFirst() ? text.LineAt(list.SpanStart).Start : list.FullSpan.Start, list.FullSpan.End);
        int end = list.Span.End;
        while (text[end] is ' ' or '\t') end++;
        return TextSpan.FromBounds(list.SpanStart, end);
    }

    /// <summary>The text for lines of their own.</summary>
    public string Lines(string indentation, string lineBreak)
    {
        string all = string.Concat(Above.Append(Text + Behind).Select(line => indentation + line + "\n"));
        return all.Replace("\r\n", "\n").Replace("\n", lineBreak);
    }

    private static bool IsAlone(AttributeListSyntax list, SourceText text) => list.StartsLine(text) && list.EndsLine();
}
