using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.CodeFixes;

/// <summary>Checks that layers that were moved are the same ones: under the same conditions, and with the same values where names are looked up anew.</summary>
internal sealed class LayerMoveCheck(Compilation compilation, INamedTypeSymbol type, CancellationToken cancellation)
{
    /// <summary>Whether a directive stands in the way: a condition for one place only, or one between the attributes of a declaration.</summary>
    public static bool CrossesDirectives(IReadOnlyCollection<AttributeSyntax> layers, AttributeSyntax owner)
    {
        var conditions = Conditions(owner);
        return layers.Append(owner).Select(attribute => (TypeDeclarationSyntax)attribute.Parent!.Parent!).Distinct().Any(HasDirectivesInside)
            || layers.Any(layer => layer.SyntaxTree == owner.SyntaxTree ? !Conditions(layer).SequenceEqual(conditions) : Conditions(layer).Concat(conditions).Any());
    }

    /// <summary>Whether the type has these layers in this order once the text is changed.</summary>
    public bool KeepsLayers(IReadOnlyList<AttributeSyntax> layers, ILookup<SyntaxTree, TextChange> changes)
    {
        var changed = compilation;
        foreach (var file in changes)
        {
            var text = file.Key.GetText(cancellation).WithChanges(file.OrderBy(change => change.Span));
            changed = changed.ReplaceSyntaxTree(file.Key, file.Key.WithChangedText(text));
        }

        var before = type.GetAttributes().Where(LayersParser.IsLayer).ToDictionary(layer => layer.ApplicationSyntaxReference!.GetSyntax(cancellation));
        AttributeData[] after = [.. changed.Assembly.GetTypeByMetadataName(MetadataName(type))?.GetAttributes().Where(LayersParser.IsLayer) ?? []];
        return after.Length == layers.Count && layers.Zip(after, (old, moved) => before.TryGetValue(old, out var layer) && AreSame(layer, moved)).All(same => same);
    }

    private static bool HasDirectivesInside(TypeDeclarationSyntax declaration)
    {
        var lists = declaration.AttributeLists;
        return declaration.DescendantTrivia(TextSpan.FromBounds(lists[0].SpanStart, declaration.Keyword.SpanStart))
            .Any(trivia => trivia.HasStructure && trivia.SpanStart >= lists[0].SpanStart && trivia.SpanStart < declaration.Keyword.SpanStart);
    }

    // The branches of #if that are open at a place.
    private static DirectiveTriviaSyntax[] Conditions(SyntaxNode place)
    {
        var open = new Stack<DirectiveTriviaSyntax>();
        for (var directive = place.SyntaxTree.GetRoot().GetFirstDirective(); directive?.SpanStart < place.SpanStart; directive = directive.GetNextDirective())
        {
            if (directive is ElifDirectiveTriviaSyntax or ElseDirectiveTriviaSyntax or EndIfDirectiveTriviaSyntax && open.Count > 0) open.Pop();
            if (directive is IfDirectiveTriviaSyntax or ElifDirectiveTriviaSyntax or ElseDirectiveTriviaSyntax) open.Push(directive);
        }

        return [.. open];
    }

    private static bool AreSame(AttributeData a, AttributeData b) =>
        a.AttributeConstructor != null && SymbolEqualityComparer.Default.Equals(a.AttributeConstructor, b.AttributeConstructor)
        && a.ConstructorArguments.Zip(b.ConstructorArguments, AreSame).All(same => same)
        && a.NamedArguments.Length == b.NamedArguments.Length
        && a.NamedArguments.Zip(b.NamedArguments, (x, y) => x.Key == y.Key && AreSame(x.Value, y.Value)).All(same => same);

    private static bool AreSame(TypedConstant a, TypedConstant b) => a.Kind == b.Kind && a.Kind != TypedConstantKind.Error && Equals(a.Value, b.Value);

    private static string MetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } container) return $"{MetadataName(container)}+{type.MetadataName}";
        return type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";
    }
}
