using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Parsing;

/// <summary>Checks that what a user wrote in a model's type leaves room for what is generated there.</summary>
internal sealed class MembersParser(INamedTypeSymbol type, Faults faults, CancellationToken cancellation)
{
    private static readonly SymbolDisplayFormat Signatures = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>Reports what is in the way, in the type or in its base class.</summary>
    /// <param name="contract">The interface whose members are generated, or null where the library has none.</param>
    public Obstacles Check(INamedTypeSymbol? contract)
    {
        CheckConstruction();
        ISymbol[] members = [.. MembersOf(contract)];
        var generated = members.ToLookup(member => member.Name);
        var taken = generated[type.Name].ToList();
        if (taken.Count > 0) faults.Report(Rules.MemberExists, PlaceOf(type), type.Name, type.Name);
        foreach (var member in type.GetMembers().Where(IsWritten))
        {
            int before = taken.Count;
            taken.AddRange(generated[member.Name].Where(other => Collide(member, other)));
            if (taken.Count > before) faults.Report(Rules.MemberExists, PlaceOf(member), member.Name, type.Name);
        }

        var demands = new BaseClassParser(type, faults, cancellation).Check(members);
        taken.AddRange(demands.Left.SelectMany(member => generated[member.Name].Where(other => Collide(member, other))));
        bool needsConstructor = demands.Constructor && !type.InstanceConstructors.Any(IsWritten);
        string[] demanded = needsConstructor ? [$"{BaseClassParser.Constructor}{TypeParser.Escaped(type.Name)}();", .. demands.Heads] : [.. demands.Heads];
        return new(new([.. taken.Select(member => member.ToDisplayString(Signatures)).Distinct()]), new(demanded));
    }

    /// <summary>What keeps a method of this name and without parameters from being generated: a member of the user's, or the type by its own name; or null.</summary>
    public ISymbol? InTheWayOf(string method) => type.Name == method
        ? type
        : type.GetMembers(method).FirstOrDefault(member =>
            IsWritten(member) && (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } other || (other.Arity == 0 && other.Parameters.Length == 0)));

    /// <summary>The names of inputs or outputs for which a class is generated; none where the user has a member of the name of that class, which is reported.</summary>
    /// <param name="nested">The name of the class.</param>
    /// <param name="given">The names of the inputs or outputs.</param>
    public EquatableArray<string> NamesFor(string nested, IEnumerable<string> given)
    {
        string[] names = [.. given.Where(SyntaxFacts.IsValidIdentifier).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Select(same => same.First())];
        var obstacle = type.Name == nested ? type : type.GetMembers(nested).FirstOrDefault(IsWritten);
        if (names.Length == 0 || obstacle == null) return new(names);
        faults.Report(Rules.MemberExists, PlaceOf(obstacle), nested, type.Name);
        return default;
    }

    private void CheckConstruction()
    {
        var constructor = type.IsRecord ? null : type.InstanceConstructors.FirstOrDefault(IsWritten);
        if (constructor != null) faults.Report(Rules.NotConstructible, PlaceOf(constructor), "A constructor", type.Name, "constructor");
        var required = type.GetMembers().FirstOrDefault(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });
        if (required != null) faults.Report(Rules.NotConstructible, PlaceOf(required), $"Required '{required.Name}'", type.Name, "required member");
    }

    private static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol? contract) => contract == null
        ? []
        : contract.AllInterfaces.Add(contract).SelectMany(part => part.GetMembers()).Where(member => member is not IMethodSymbol { AssociatedSymbol: not null });

    /// <summary>Whether a member and a generated one cannot both be: only methods may share a name, and only with other parameters.</summary>
    public static bool Collide(ISymbol written, ISymbol generated) =>
        written.Name == generated.Name
        && (written is not IMethodSymbol { MethodKind: MethodKind.Ordinary } a || generated is not IMethodSymbol b
            || (a.Arity == b.Arity && a.Parameters.Length == b.Parameters.Length && a.Parameters.Zip(b.Parameters, HaveOneType).All(same => same)));

    private static bool HaveOneType(IParameterSymbol a, IParameterSymbol b) =>
        SymbolEqualityComparer.Default.Equals(a.Type, b.Type) && a.RefKind == RefKind.None == (b.RefKind == RefKind.None);

    // The analyzer sees the generated part as well.
    private bool IsWritten(ISymbol member) =>
        !member.IsImplicitlyDeclared && member.DeclaringSyntaxReferences.Any(reference => !IsGenerated(reference.SyntaxTree));

    private bool IsGenerated(SyntaxTree tree) =>
        tree.GetRoot(cancellation).GetLeadingTrivia().Any(trivia => trivia.ToString().IndexOf("<auto-generated", StringComparison.OrdinalIgnoreCase) >= 0);

    public static Location PlaceOf(ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;
}
