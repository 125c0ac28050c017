using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.CodeFixes;

/// <summary>Adds <c>[Flatten]</c> before a layer that reads a vector, where an image or a series comes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddFlattenFix))]
public sealed class AddFlattenFix() : SourceFixProvider(Rules.NotFlat, Rules.InputMismatch)
{
    private const string Flatten = "Flatten";

    internal override async Task<IReadOnlyList<SourceFix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        // The layer is the other place of the diagnostic; one that flattening does not help has none.
        if (diagnostic.AdditionalLocations is not [{ SourceTree: { } tree } place, ..] || document.Project.DocumentOf(tree) is not { } file) return [];
        var root = await tree.GetRootAsync(cancellation).ConfigureAwait(false);
        var layer = root.FindNode(place.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeSyntax>();
        var model = layer == null ? null : await document.Project.GetDocument(file)!.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (layer?.Parent is not AttributeListSyntax list || model == null || AttributeName.Find(Flatten, layer, model, cancellation) is not { } name) return [];
        var text = await tree.GetTextAsync(cancellation).ConfigureAwait(false);
        var change = layer == list.Attributes[0] ? AttributeName.Above(list, name, text) : new(new(layer.SpanStart, 0), $"{name}, ");
        return [new($"Add [{Flatten}] before the layer", nameof(AddFlattenFix), [new(file, change)])];
    }
}
