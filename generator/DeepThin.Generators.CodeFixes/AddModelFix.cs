using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

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
        string? name = NamesFor(layer).FirstOrDefault(candidate => MeansModel(candidate, layer, model, cancellation));
        if (name == null) return [];
        string separator = first.StartsLine(text) && first.EndsLine() ? text.LineBreakAt(first.SpanStart) + text.IndentationAt(first.SpanStart) : " ";
        var change = new TextChange(new(first.SpanStart, 0), $"[{name}]{separator}");
        return [new($"Add [{Model}]", nameof(AddModelFix), [new(document.Id, change)])];
    }

    // The short name, then the way in which the layer is written.
    private static IEnumerable<string> NamesFor(AttributeSyntax layer)
    {
        yield return Model;
        if (layer.Name is QualifiedNameSyntax qualified) yield return $"{qualified.Left}.{Model}";
        if (layer.Name is AliasQualifiedNameSyntax aliased) yield return $"{aliased.Alias}::{Model}";
        yield return $"DeepThin.{Model}";
        yield return $"global::DeepThin.{Model}";
    }

    private static bool MeansModel(string name, AttributeSyntax layer, SemanticModel model, CancellationToken cancellation)
    {
        var library = model.GetSymbolInfo(layer, cancellation).Symbol?.ContainingAssembly ?? model.GetTypeInfo(layer, cancellation).Type?.ContainingAssembly;
        var found = model.GetSpeculativeSymbolInfo(layer.SpanStart, SyntaxFactory.Attribute(SyntaxFactory.ParseName(name))).Symbol?.ContainingType;
        return found != null && SymbolEqualityComparer.Default.Equals(found, library?.GetTypeByMetadataName("DeepThin.DeepThinModelAttribute"));
    }
}
