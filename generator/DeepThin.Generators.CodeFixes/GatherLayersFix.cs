using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.CodeFixes;

/// <summary>
/// Moves all layers to the declaration with <c>[DeepThinModel]</c>. The analyzer names them in order where only one order makes a chain. Nothing is
/// offered where that is not so, where a comment would be lost, or where a layer would mean something else in its new place.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GatherLayersFix))]
public sealed class GatherLayersFix() : SourceFixProvider(Rules.LayersOnTwoParts)
{
    internal override async Task<IReadOnlyList<SourceFix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        AttributeSyntax[] layers = [.. diagnostic.AdditionalLocations.Select(place => LayerAt(place, cancellation)).OfType<AttributeSyntax>()];
        var compilation = await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false);
        if (compilation == null || TypeOf(layers.FirstOrDefault(), compilation, cancellation) is not { } type) return [];
        if (type.GetAttributes().FirstOrDefault(ModelParser.IsModel)?.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax owner) return [];

        var documents = layers.Append(owner).Select(attribute => attribute.SyntaxTree).Distinct().ToDictionary(tree => tree, document.Project.DocumentOf);
        if (documents.ContainsValue(null) || LayerMoveCheck.CrossesDirectives(layers, owner)) return [];
        if (new LayerMove(layers, owner).Find() is not { } moves || !new LayerMoveCheck(compilation, type, cancellation).KeepsLayers(layers, moves)) return [];
        SourceChange[] changes = [.. moves.SelectMany(file => file.Select(change => new SourceChange(documents[file.Key]!, change)))];
        return [new("Move all layers to the part with [DeepThinModel]", nameof(GatherLayersFix), changes)];
    }

    private static AttributeSyntax? LayerAt(Location place, CancellationToken cancellation) =>
        place.SourceTree?.GetRoot(cancellation).FindNode(place.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeSyntax>();

    private static INamedTypeSymbol? TypeOf(AttributeSyntax? layer, Compilation compilation, CancellationToken cancellation) =>
        layer?.Parent?.Parent is TypeDeclarationSyntax declaration && compilation.ContainsSyntaxTree(declaration.SyntaxTree)
            ? compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation) as INamedTypeSymbol
            : null;
}
