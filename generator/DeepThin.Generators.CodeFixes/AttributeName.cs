using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators.CodeFixes;

/// <summary>How an attribute of the library is written beside one that stands there already.</summary>
internal static class AttributeName
{
    /// <summary>The shortest name that means the attribute there; null where none does.</summary>
    /// <param name="name">The short name, such as <c>Flatten</c>.</param>
    /// <param name="beside">The attribute of the library that stands there.</param>
    /// <param name="model">What names mean.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static string? Find(string name, AttributeSyntax beside, SemanticModel model, CancellationToken cancellation)
    {
        var library = model.GetSymbolInfo(beside, cancellation).Symbol?.ContainingAssembly ?? model.GetTypeInfo(beside, cancellation).Type?.ContainingAssembly;
        if (library?.GetTypeByMetadataName($"DeepThin.{name}Attribute") is not { } meant) return null;
        return Names(name, beside).FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(Meaning(candidate, beside, model), meant));
    }

    /// <summary>Adds it above a list of attributes, in the way in which that one stands there.</summary>
    public static TextChange Above(AttributeListSyntax list, string name, SourceText text)
    {
        string separator = list.StartsLine(text) && list.EndsLine() ? text.LineBreakAt(list.SpanStart) + text.IndentationAt(list.SpanStart) : " ";
        return new(new(list.SpanStart, 0), $"[{name}]{separator}");
    }

    // The short name, then the way in which the other one is written.
    private static IEnumerable<string> Names(string name, AttributeSyntax beside)
    {
        yield return name;
        if (beside.Name is QualifiedNameSyntax qualified) yield return $"{qualified.Left}.{name}";
        if (beside.Name is AliasQualifiedNameSyntax aliased) yield return $"{aliased.Alias}::{name}";
        yield return $"DeepThin.{name}";
        yield return $"global::DeepThin.{name}";
    }

    private static INamedTypeSymbol? Meaning(string name, AttributeSyntax beside, SemanticModel model) =>
        model.GetSpeculativeSymbolInfo(beside.SpanStart, SyntaxFactory.Attribute(SyntaxFactory.ParseName(name))).Symbol?.ContainingType;
}
