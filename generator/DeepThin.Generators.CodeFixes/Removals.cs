using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.CodeFixes;

/// <summary>Removes pieces of a text so that neither empty lines nor spaces at the end of a line stay behind.</summary>
internal sealed class Removals(SourceText text)
{
    private readonly List<TextSpan> _spans = [];

    /// <summary>Removes a piece that overlaps no other.</summary>
    public void Add(TextSpan span) => _spans.Add(span);

    public IEnumerable<TextChange> Changes() => Joined().Select(span => new TextChange(Tidied(span), ""));

    private List<TextSpan> Joined()
    {
        var joined = new List<TextSpan>();
        foreach (var span in _spans.OrderBy(span => span.Start))
        {
            if (joined.Count > 0 && joined[joined.Count - 1] is var last && last.End == span.Start) joined[joined.Count - 1] = TextSpan.FromBounds(last.Start, span.End);
            else joined.Add(span);
        }

        return joined;
    }

    private TextSpan Tidied(TextSpan span)
    {
        var line = text.LineAt(span.End);
        if (span.End < line.End || span.End == line.Start) return span;
        int start = span.Start;
        while (start > 0 && text[start - 1] is ' ' or '\t') start--;
        return TextSpan.FromBounds(start, start == text.LineAt(start).Start ? line.EndIncludingLineBreak : line.End);
    }
}
