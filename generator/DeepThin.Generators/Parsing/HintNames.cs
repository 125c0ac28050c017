using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Parsing;

/// <summary>
/// Names of generated files: the metadata name, with a hyphen before nested types. The compiler takes only letters, digits and some
/// signs there, and compares without case, so other characters and siblings that differ only in case are numbered in parentheses, and type parameters in braces.
/// </summary>
internal static class HintNames
{
    public static string Of(INamedTypeSymbol type)
    {
        string name = Segment(type);
        for (ISymbol? symbol = type; Container(symbol) is { } container; symbol = container)
        {
            name = Segment(container) + (symbol is INamedTypeSymbol && container is INamedTypeSymbol ? "-" : ".") + name;
        }

        return name;
    }

    private static INamespaceOrTypeSymbol? Container(ISymbol symbol) => symbol.ContainingSymbol switch
    {
        INamespaceSymbol { IsGlobalNamespace: true } => null,
        INamespaceOrTypeSymbol container => container,
        _ => null,
    };

    private static string Segment(INamespaceOrTypeSymbol symbol)
    {
        string fit = string.Concat(symbol.Name.Select(c => char.IsLetterOrDigit(c) || c == '_' ? c.ToString() : $"({Hex(c)})"));
        if (symbol is INamedTypeSymbol { Arity: > 0 and var arity }) fit += $"{{{arity.ToString(CultureInfo.InvariantCulture)}}}";
        int rank = RankAmongLikeNamed(symbol);
        return rank == 0 ? fit : $"{fit}({rank.ToString(CultureInfo.InvariantCulture)})";
    }

    private static string Hex(char c) => ((int)c).ToString("x4", CultureInfo.InvariantCulture);

    private static int RankAmongLikeNamed(INamespaceOrTypeSymbol symbol)
    {
        return ((INamespaceOrTypeSymbol)symbol.ContainingSymbol).GetMembers()
            .OfType<INamespaceOrTypeSymbol>()
            .Select(sibling => sibling.Name)
            .Where(name => string.Equals(name, symbol.Name, StringComparison.OrdinalIgnoreCase))
            .Distinct()
            .Count(name => string.CompareOrdinal(name, symbol.Name) < 0);
    }
}
