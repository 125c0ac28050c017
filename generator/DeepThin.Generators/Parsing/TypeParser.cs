using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Diagnostics;
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

    private readonly INamedTypeSymbol[] _path = [.. Containers(type).Reverse(), type];

    /// <summary>The place of another part, or null where none can be declared.</summary>
    public TypeSpec? Parse()
    {
        bool extensible = ArePartial() & AreNotGeneric() & AreNotFileLocal() & IsNotStatic();
        CheckKind();
        CheckBaseClass();
        if (!extensible)
        {
            faults.LeaveToCompiler();
            return null;
        }

        return new(
            NamespaceOf(type),
            new([.. _path.Select(part => $"partial {Keyword(part)} {Escaped(part.Name)}")]),
            Escaped(type.Name),
            FullNameOf(type),
            HintNames.Of(type));
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
        foreach (var part in _path.Where(part => ModifierOf(part, SyntaxKind.PartialKeyword) == null))
        {
            all = false;
            if (Same(part, type)) faults.Report(Rules.NotPartial, IdentifierOf(part), part.Name);
            else faults.Report(Rules.ContainerNotPartial, IdentifierOf(part), part.Name, type.Name);
        }

        return all;
    }

    private bool AreNotGeneric()
    {
        var generic = _path.FirstOrDefault(part => part.Arity > 0);
        if (generic == null) return true;
        var parameters = DeclarationsOf(generic).Select(declaration => declaration.TypeParameterList?.GetLocation()).FirstOrDefault(at => at != null);
        faults.Report(Rules.GenericModel, parameters ?? IdentifierOf(generic), generic.Name);
        return false;
    }

    private bool AreNotFileLocal()
    {
        var local = _path.FirstOrDefault(part => part.IsFileLocal);
        if (local != null) faults.Report(Rules.FileLocalModel, PlaceOf(local, SyntaxKind.FileKeyword), local.Name);
        return local == null;
    }

    private bool IsNotStatic()
    {
        if (type.IsStatic) faults.Report(Rules.StaticModel, PlaceOf(type, SyntaxKind.StaticKeyword), type.Name);
        return !type.IsStatic;
    }

    private void CheckKind()
    {
        if (type.IsAbstract && !type.IsStatic) faults.Report(Rules.AbstractModel, PlaceOf(type, SyntaxKind.AbstractKeyword), type.Name);
        if (type.IsRecord) faults.Report(Rules.RecordModel, DeclarationsOf(type).FirstOrDefault()?.Keyword.GetLocation() ?? Location.None, type.Name);
    }

    private void CheckBaseClass()
    {
        if (type.BaseType is not { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseClass) return;
        string? reason = IsModel(baseClass) ? "it is a model itself"
            : !baseClass.InstanceConstructors.Any(CanBeCalled) ? "it has no constructor that can be called without arguments"
            : null;
        if (reason != null) faults.Report(Rules.BaseClass, BaseClassPlace(), type.Name, baseClass.Name, reason);
    }

    private static bool IsModel(INamedTypeSymbol? candidate)
    {
        for (; candidate != null; candidate = candidate.BaseType)
        {
            if (candidate.GetAttributes().Any(ModelParser.IsModel)) return true;
        }

        return false;
    }

    private bool CanBeCalled(IMethodSymbol constructor) =>
        constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams) && constructor.DeclaredAccessibility switch
        {
            Accessibility.Private => Containers(type).Any(container => Same(container, constructor.ContainingType)),
            Accessibility.Internal or Accessibility.ProtectedAndInternal =>
                Same(constructor.ContainingAssembly, type.ContainingAssembly) || constructor.ContainingAssembly.GivesAccessTo(type.ContainingAssembly),
            _ => true,
        };

    private Location BaseClassPlace() =>
        DeclarationsOf(type).Select(declaration => declaration.BaseList?.Types[0].Type.GetLocation()).FirstOrDefault(at => at != null) ?? IdentifierOf(type);

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

    private static string Keyword(INamedTypeSymbol part) => part switch
    {
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        { IsRecord: true } => "record",
        _ => "class",
    };

    // A word of lower-case letters may be a keyword now or, as the compiler warns, in a later version.
    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || name.All(c => c is >= 'a' and <= 'z') ? "@" + name : name;
}
