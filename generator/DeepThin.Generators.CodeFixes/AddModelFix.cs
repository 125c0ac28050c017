using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.CodeFixes;

/// <summary>
/// Adds <c>[DeepThinModel]</c> above the layers, by the shortest name that means it there. It is qualified where <c>DeepThin</c> is not imported: to
/// import it would change what other names of the file mean.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddModelFix))]
public sealed class AddModelFix() : SourceFixProvider(Rules.LayersWithoutModel)
{
    private const string Model = "DeepThinModel";

    internal override async Task<IReadOnlyList<SourceFix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var layer = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeSyntax>();
        if (layer?.Parent?.Parent is not TypeDeclarationSyntax declaration || model == null) return [];

        // Below a comment on the class, and above all attributes.
        var first = declaration.AttributeLists[0];
        if (AttributeName.Find(Model, layer, model, cancellation) is not { } name) return [];
        return [new($"Add [{Model}]", nameof(AddModelFix), [new(document.Id, AttributeName.Above(first, name, text))])];
    }
}
