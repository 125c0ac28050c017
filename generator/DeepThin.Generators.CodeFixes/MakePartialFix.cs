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

/// <summary>Makes a model, or a type that contains one, partial in all of its declarations.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix))]
public sealed class MakePartialFix() : SourceFixProvider(Rules.NotPartial, Rules.ContainerNotPartial)
{
    internal override async Task<IReadOnlyList<SourceFix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root?.FindToken(diagnostic.Location.SourceSpan.Start).Parent is not TypeDeclarationSyntax declaration) return [];
        if (model?.GetDeclaredSymbol(declaration, cancellation) is not INamedTypeSymbol type) return [];

        var changes = new List<SourceChange>();
        foreach (var part in type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>())
        {
            if (part.Modifiers.Any(SyntaxKind.PartialKeyword)) continue;
            if (document.Project.DocumentOf(part.SyntaxTree) is not { } place) return [];

            // The only place that is right for a ref struct and a record class too.
            changes.Add(new(place, new(new TextSpan(part.Keyword.SpanStart, 0), "partial ")));
        }

        // A class without a name is underlined where another declaration stands.
        return changes.Count == 0 ? [] : [new($"Make '{type.Name}' partial", nameof(MakePartialFix), changes)];
    }
}
