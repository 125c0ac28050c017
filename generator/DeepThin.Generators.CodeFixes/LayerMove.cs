using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.CodeFixes;

/// <summary>The changes of text that move layers to the declaration of another attribute.</summary>
/// <param name="layers">The layers of a class in their order.</param>
/// <param name="owner">The attribute whose declaration takes them.</param>
internal sealed class LayerMove(AttributeSyntax[] layers, AttributeSyntax owner)
{
    private readonly SyntaxNode _target = owner.Parent!.Parent!;
    private readonly HashSet<AttributeSyntax> _layers = [.. layers];
    private readonly List<TextChange> _insertions = [];
    private readonly Dictionary<SyntaxTree, Removals> _removals = [];

    /// <summary>The changes of each file; null where a comment would be lost.</summary>
    public ILookup<SyntaxTree, TextChange>? Find()
    {
        int first = Array.FindIndex(layers, Stays);
        int last = Array.FindLastIndex(layers, Stays);
        bool done = first < 0
            ? InsertBehind(ListOf(owner), Pieces(layers))
            : InsertAbove(ListOf(layers[first]), Pieces(layers.Take(first))) && InsertBehind(ListOf(layers[last]), Pieces(layers.Skip(last + 1)));
        return done && ListsOf(layers.Where(layer => !Stays(layer))).All(Remove) ? Changes() : null;
    }

    private static AttributeListSyntax ListOf(AttributeSyntax attribute) => (AttributeListSyntax)attribute.Parent!;

    private static IEnumerable<AttributeListSyntax> ListsOf(IEnumerable<AttributeSyntax> attributes) => attributes.Select(ListOf).Distinct();

    private static SourceText TextOf(AttributeListSyntax list) => list.SyntaxTree.GetText();

    private ILookup<SyntaxTree, TextChange> Changes() => _removals
        .SelectMany(file => file.Value.Changes().Select(change => (Tree: file.Key, Change: change)))
        .Concat(_insertions.Select(change => (Tree: owner.SyntaxTree, Change: change)))
        .ToLookup(change => change.Tree, change => change.Change);

    private bool Stays(AttributeSyntax layer) => layer.Parent!.Parent == _target;

    private bool IsWhole(AttributeListSyntax list) => list.Attributes.All(_layers.Contains);

    // A list of layers only moves as it is written; from another list they are taken out.
    private LayerPiece[] Pieces(IEnumerable<AttributeSyntax> moved) =>
        [.. ListsOf(moved).Select(list => IsWhole(list) ? LayerPiece.OfList(list, TextOf(list)) : LayerPiece.OfLayers(list.Attributes.Where(_layers.Contains)))];

    private bool InsertAbove(AttributeListSyntax list, LayerPiece[] pieces)
    {
        if (pieces.Length == 0) return true;
        var text = TextOf(list);
        if (!list.StartsLine(text)) return InsertIntoLine(list, list.SpanStart, pieces, "", " ");

        // Comments above the first list are the class's, those above another one are its own.
        return InsertLines(list, list.IsFirst() ? text.LineAt(list.SpanStart).Start : list.FullSpan.Start, pieces);
    }

    private bool InsertBehind(AttributeListSyntax list, LayerPiece[] pieces)
    {
        if (pieces.Length == 0) return true;
        return list.EndsLine() ? InsertLines(list, list.FullSpan.End, pieces) : InsertIntoLine(list, list.Span.End, pieces, " ", "");
    }

    private bool InsertLines(AttributeListSyntax list, int position, LayerPiece[] pieces)
    {
        var text = TextOf(list);
        string indentation = text.IndentationAt(list.SpanStart), lineBreak = text.LineBreakAt(list.SpanStart);
        _insertions.Add(new(new(position, 0), string.Concat(pieces.Select(piece => piece.Lines(indentation, lineBreak)))));
        return true;
    }

    // A comment might end the line for what stands behind it.
    private bool InsertIntoLine(AttributeListSyntax list, int position, LayerPiece[] pieces, string before, string behind)
    {
        _insertions.Add(new(new(position, 0), string.Concat(pieces.Select(piece => before + piece.Text + behind))));
        return pieces.All(piece => !piece.HasComments);
    }

    private bool Remove(AttributeListSyntax list)
    {
        if (!_removals.TryGetValue(list.SyntaxTree, out var removals)) _removals[list.SyntaxTree] = removals = new(TextOf(list));
        if (IsWhole(list))
        {
            removals.Add(LayerPiece.SpanOf(list, TextOf(list)));
            return true;
        }

        foreach (var span in SpansOfLayers(list.Attributes)) removals.Add(span);
        return !list.HasComments();
    }

    // Each run of layers goes with the commas behind it, and the last run with the one before it.
    private IEnumerable<TextSpan> SpansOfLayers(SeparatedSyntaxList<AttributeSyntax> attributes)
    {
        int[] kept = [.. Enumerable.Range(0, attributes.Count).Where(index => !_layers.Contains(attributes[index]))];
        int next = 0;
        foreach (int index in kept)
        {
            if (index > next) yield return TextSpan.FromBounds(attributes[next].SpanStart, attributes[index].SpanStart);
            next = index + 1;
        }

        if (next < attributes.Count) yield return TextSpan.FromBounds(attributes[next - 1].Span.End, attributes[attributes.Count - 1].Span.End);
    }
}
