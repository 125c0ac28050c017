using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.CodeFixes;

/// <summary>What fixes ask of a piece of source.</summary>
internal static class SyntaxExtensions
{
    /// <summary>The document of a tree that a user wrote and a fix can change; null for one that a generator wrote.</summary>
    public static DocumentId? DocumentOf(this Project project, SyntaxTree tree) =>
        project.GetDocument(tree) is { } document and not SourceGeneratedDocument ? document.Id : null;

    /// <summary>Whether an expression takes a value from elsewhere.</summary>
    public static bool NamesConstants(this ExpressionSyntax expression) => expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any();

    /// <summary>Whether there is more than white space between the tokens of a node: comments or directives.</summary>
    public static bool HasComments(this SyntaxNode node) => node.DescendantTrivia().Any(trivia => node.Span.Contains(trivia.Span) && !trivia.IsSpace());

    public static bool IsSpace(this SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    /// <summary>Whether nothing but white space stands before a node on its line.</summary>
    public static bool StartsLine(this SyntaxNode node, SourceText text) => text.IndentationAt(node.SpanStart).Length == node.SpanStart - text.LineAt(node.SpanStart).Start;

    /// <summary>Whether no code stands after a node on its line.</summary>
    public static bool EndsLine(this SyntaxNode node) => node.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);

    /// <summary>Whether the comments above a list are those of its declaration.</summary>
    public static bool IsFirst(this AttributeListSyntax list) => list.GetFirstToken() == list.Parent?.GetFirstToken();

    public static TextLine LineAt(this SourceText text, int position) => text.Lines.GetLineFromPosition(position);

    /// <summary>The white space at the start of the line.</summary>
    public static string IndentationAt(this SourceText text, int position)
    {
        string line = text.LineAt(position).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>How the line ends, with LF or with CR and LF; the last line ends like the one before.</summary>
    public static string LineBreakAt(this SourceText text, int position)
    {
        var line = text.LineAt(position);
        if (line.End == line.EndIncludingLineBreak && line.LineNumber > 0) line = text.Lines[line.LineNumber - 1];
        string found = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
        return found.Length > 0 ? found : "\n";
    }
}
