using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.Parsing;

/// <summary>Checks that the base class of a model demands nothing that the generated constructor and members do not give.</summary>
internal sealed class BaseClassParser(INamedTypeSymbol type, Faults faults, CancellationToken cancellation)
{
    /// <summary>A constructor that calls none of the base class.</summary>
    public const string Constructor = "[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]\npublic extern ";

    private static readonly SymbolDisplayFormat Heads = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Included,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Reports the first thing that is demanded in vain.</summary>
    /// <param name="generated">The members that are generated.</param>
    public BaseDemands Check(IReadOnlyList<ISymbol> generated)
    {
        if (type.BaseType is not { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseClass) return BaseDemands.None;
        if (baseClass.IsStatic || baseClass.IsSealed)
        {
            faults.LeaveToCompiler();
            return BaseDemands.None;
        }

        var inTheWay = InheritedMembers().FirstOrDefault(member => generated.Any(other => MembersParser.Collide(member, other)));
        string? construction = Construction(baseClass);
        string? reason = IsModel(baseClass) ? "it is a model itself"
            : construction
            ?? RequiredMember()
            ?? (inTheWay == null ? null : $"'{inTheWay.ContainingType.Name}.{inTheWay.Name}' has the name of a member that is generated for a model");
        if (reason == null) return BaseDemands.None;
        faults.Report(Rules.BaseClass, BaseClassPlace(baseClass), type.Name, baseClass.Name, reason);
        ISymbol[] left = [.. InheritedMembers().Where(member => member.IsAbstract && generated.Any(other => MembersParser.Collide(member, other)) && IsLeft(member))];
        return new(construction != null, left, [.. left.Select(Head)]);
    }

    private string? Construction(INamedTypeSymbol baseClass)
    {
        IMethodSymbol[] callable = [.. baseClass.InstanceConstructors.Where(CanBeCalled)];
        if (callable.Length == 0) return "it has no constructor that can be called without arguments";
        if (Called(callable) is not { } called) return "it has more than one constructor that can be called without arguments; give it one without parameters";
        if (called.Parameters.Any(parameter => parameter.Type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer)) return "its constructor takes a pointer";
        if (Attribute(called, "ObsoleteAttribute") is { ConstructorArguments: { Length: > 1 } arguments } && arguments[1].Value is true) return "its constructor is obsolete, so that a call is an error";
        return Attribute(called, "SetsRequiredMembersAttribute") == null ? null : "its constructor has [SetsRequiredMembers], which that of a model has not";
    }

    private bool CanBeCalled(IMethodSymbol constructor) =>
        !constructor.IsVararg && constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams) && IsAccessible(constructor);

    // Of several the compiler takes the one without parameters, then the one without a list of any length.
    private static IMethodSymbol? Called(IMethodSymbol[] callable)
    {
        var candidates = callable.Where(constructor => constructor.Parameters.Length == 0).ToArray();
        if (candidates.Length == 0) candidates = [.. callable.Where(constructor => !constructor.Parameters.Any(parameter => parameter.IsParams))];
        if (candidates.Length == 0) candidates = callable;
        return candidates.Length == 1 ? candidates[0] : null;
    }

    private string? RequiredMember()
    {
        var required = BaseClasses(type).SelectMany(ancestor => ancestor.GetMembers())
            .FirstOrDefault(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });
        return required == null ? null : $"'{required.ContainingType.Name}.{required.Name}' is required, and Create and Load would leave it unset";
    }

    private IEnumerable<ISymbol> InheritedMembers() => BaseClasses(type)
        .SelectMany(ancestor => ancestor.GetMembers())
        .Where(member => !member.IsImplicitlyDeclared && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && !member.IsOverride && IsAccessible(member));

    // Neither the user's part nor a class between implements it.
    private bool IsLeft(ISymbol member) => !BaseClasses(type).Prepend(type)
        .SelectMany(part => part.GetMembers(member.Name))
        .Any(other => other.IsOverride && Overridden(other).Any(overridden => Same(overridden.OriginalDefinition, member.OriginalDefinition)));

    private static IEnumerable<ISymbol> Overridden(ISymbol member)
    {
        for (var next = member; next != null;)
        {
            next = next switch { IMethodSymbol method => method.OverriddenMethod, IPropertySymbol property => property.OverriddenProperty, _ => null };
            if (next != null) yield return next;
        }
    }

    private static string Head(ISymbol member)
    {
        string access = member.DeclaredAccessibility switch
        {
            Accessibility.Public => "public",
            Accessibility.Internal => "internal",
            Accessibility.ProtectedAndInternal => "private protected",
            Accessibility.ProtectedOrInternal => "protected internal",
            _ => "protected",
        };
        return $"{access} override {member.ToDisplayString(Heads)}";
    }

    private bool IsAccessible(ISymbol member) => member.DeclaredAccessibility switch
    {
        Accessibility.Private => TypeParser.Containers(type).Any(container => Same(container, member.ContainingType)),
        Accessibility.Internal or Accessibility.ProtectedAndInternal =>
            Same(member.ContainingAssembly, type.ContainingAssembly) || member.ContainingAssembly.GivesAccessTo(type.ContainingAssembly),
        _ => true,
    };

    private static bool IsModel(INamedTypeSymbol baseClass) =>
        BaseClasses(baseClass).Prepend(baseClass).Any(candidate => candidate.GetAttributes().Any(ModelParser.IsModel));

    private static IEnumerable<INamedTypeSymbol> BaseClasses(INamedTypeSymbol derived)
    {
        for (var ancestor = derived.BaseType; ancestor is { SpecialType: not SpecialType.System_Object }; ancestor = ancestor.BaseType) yield return ancestor;
    }

    private static AttributeData? Attribute(IMethodSymbol constructor, string name) =>
        constructor.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == name);

    // Another part may name interfaces only, and the base class stands first where it stands.
    private Location BaseClassPlace(INamedTypeSymbol baseClass)
    {
        TypeSyntax[] firsts = [.. type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<TypeDeclarationSyntax>()
            .Select(declaration => declaration.BaseList?.Types[0].Type)
            .OfType<TypeSyntax>()];
        var place = firsts.FirstOrDefault(first => first.DescendantTokens().Any(token => token.ValueText == baseClass.Name)) ?? firsts.FirstOrDefault();
        return place?.GetLocation() ?? MembersParser.PlaceOf(type);
    }

    private static bool Same(ISymbol a, ISymbol b) => SymbolEqualityComparer.Default.Equals(a, b);
}

/// <summary>What the part of a model with errors must have for its base class, so that no second error follows.</summary>
/// <param name="Constructor">Whether it needs a constructor that calls none of the base class.</param>
/// <param name="Left">Abstract members with names of generated ones.</param>
/// <param name="Heads">How their overrides begin.</param>
internal sealed record BaseDemands(bool Constructor, IReadOnlyList<ISymbol> Left, IReadOnlyList<string> Heads)
{
    /// <summary>Nothing.</summary>
    public static BaseDemands None { get; } = new(false, [], []);
}
