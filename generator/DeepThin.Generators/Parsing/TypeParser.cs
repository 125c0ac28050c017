using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Specs;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.Parsing;

/// <summary>Checks that a type can be a model and that another part of it can be declared, and says how.</summary>
internal sealed class TypeParser(INamedTypeSymbol type, Faults faults, CancellationToken cancellation)
{
    private static readonly SymbolDisplayFormat FullNames = SymbolDisplayFormat.CSharpErrorMessageFormat.RemoveMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private const int CSharp14 = 1400;

    private readonly INamedTypeSymbol[] _path = [.. Containers(type).Reverse(), type];

    /// <summary>The place of the generated part.</summary>
    public TypeSpec Place(string? alias) => new(
        NamespaceOf(type),
        new([.. _path.Select(part => $"partial {Keyword(part)} {Escaped(part.Name)}{Parameters(part)}")]),
        Escaped(type.Name),
        FullNameOf(type),
        HintNames.Of(type),
        alias);

    /// <summary>Checks the type, and says how its members are written where the model has an error.</summary>
    /// <param name="training">Whether the members for training are asked for.</param>
    /// <remarks>
    /// Extension members leave a class alone that has no other part. But only a part implements the interface, which a model that trains is handed on by,
    /// and only a part fits a class with type parameters or one that cannot be named from outside. The compiler then says, at the same place, that the word is missing.
    /// </remarks>
    public StubKind Check(bool training)
    {
        bool arePartial = ArePartial(), areGeneric = AreGeneric(), areFileLocal = AreFileLocal();
        CheckKind();
        if (areFileLocal) return HasExtensions ? StubKind.FileLocal : StubKind.None;
        if (type.IsStatic) return StubKind.StaticPart;
        return arePartial || areGeneric || training || !HasExtensions || !_path.All(IsVisible) ? StubKind.Part : StubKind.Extension;
    }

    /// <summary>The full name for messages, such as <c>Edge.Outer.Model</c>.</summary>
    public static string FullNameOf(INamedTypeSymbol type) => type.ToDisplayString(FullNames);

    public static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type)
    {
        for (var container = type.ContainingType; container != null; container = container.ContainingType) yield return container;
    }

    private bool ArePartial()
    {
        bool all = true;
        foreach (var part in _path.Where(part => !DeclarationsOf(part).Any(IsWrittenPartial)))
        {
            all = false;
            if (Same(part, type)) faults.Report(Rules.NotPartial, IdentifierOf(part), part.Name);
            else faults.Report(Rules.ContainerNotPartial, IdentifierOf(part), part.Name, type.Name);
        }

        return all;
    }

    // The analyzer sees the part that is generated all the same.
    private static bool IsWrittenPartial(TypeDeclarationSyntax declaration) =>
        declaration.Modifiers.Any(SyntaxKind.PartialKeyword) && !declaration.SyntaxTree.GetRoot().GetLeadingTrivia().ToFullString().Contains(Names.Signature);

    private bool AreGeneric()
    {
        var generic = _path.FirstOrDefault(part => part.Arity > 0);
        if (generic == null) return false;
        var parameters = DeclarationsOf(generic).Select(declaration => declaration.TypeParameterList?.GetLocation()).FirstOrDefault(at => at != null);
        faults.Report(Rules.GenericModel, parameters ?? IdentifierOf(generic), generic.Name);
        return true;
    }

    private bool AreFileLocal()
    {
        var local = _path.FirstOrDefault(part => part.IsFileLocal);
        if (local != null) faults.Report(Rules.FileLocalModel, PlaceOf(local, SyntaxKind.FileKeyword), local.Name);
        return local != null;
    }

    private void CheckKind()
    {
        if (type.IsStatic) faults.Report(Rules.StaticModel, PlaceOf(type, SyntaxKind.StaticKeyword), type.Name);
        if (type.IsAbstract && !type.IsStatic) faults.Report(Rules.AbstractModel, PlaceOf(type, SyntaxKind.AbstractKeyword), type.Name);
        if (type.IsRecord) faults.Report(Rules.RecordModel, DeclarationsOf(type).FirstOrDefault()?.Keyword.GetLocation() ?? Location.None, type.Name);
    }

    // For what is newer than the compiler that this is built with there is no name.
    private bool HasExtensions =>
        Enum.IsDefined(typeof(LanguageVersion), CSharp14) && type.DeclaringSyntaxReferences[0].SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= (LanguageVersion)CSharp14 };

    private static bool IsVisible(INamedTypeSymbol part) =>
        part.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    private Location PlaceOf(INamedTypeSymbol part, SyntaxKind modifier) => ModifierOf(part, modifier)?.GetLocation() ?? IdentifierOf(part);

    private SyntaxToken? ModifierOf(INamedTypeSymbol part, SyntaxKind kind)
    {
        var tokens = DeclarationsOf(part).SelectMany(declaration => declaration.Modifiers).Where(token => token.IsKind(kind)).Take(1).ToArray();
        return tokens.Length == 0 ? null : tokens[0];
    }

    private Location IdentifierOf(INamedTypeSymbol part) => DeclarationsOf(part).FirstOrDefault()?.Identifier.GetLocation() ?? Location.None;

    private IEnumerable<TypeDeclarationSyntax> DeclarationsOf(INamedTypeSymbol part) =>
        part.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>();

    private static bool Same(ISymbol a, ISymbol b) => SymbolEqualityComparer.Default.Equals(a, b);

    private static string NamespaceOf(INamedTypeSymbol type)
    {
        var names = new Stack<string>();
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace) names.Push(Escaped(space.Name));
        return string.Join(".", names);
    }

    private static string Parameters(INamedTypeSymbol part) =>
        part.Arity == 0 ? "" : $"<{string.Join(",", part.TypeParameters.Select(parameter => Escaped(parameter.Name)))}>";

    private static string Keyword(INamedTypeSymbol part) => part switch
    {
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        { IsRecord: true } => "record",
        _ => "class",
    };

    /// <summary>A name as source can say it: a word of lower-case letters may be a keyword now or, as the compiler warns, in a later version.</summary>
    public static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || name.All(c => c is >= 'a' and <= 'z') ? "@" + name : name;
}
