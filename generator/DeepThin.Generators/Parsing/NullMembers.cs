using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepThin.Generators.Parsing;

/// <summary>
/// Finds the members of a model that stay null although their type says otherwise. The compiler says so at a constructor, which here is a generated
/// one, where nobody would look; so it is said here, of the same members, at each of them.
/// </summary>
internal static class NullMembers
{
    /// <summary>The declarations that can be one.</summary>
    public static readonly SyntaxKind[] Kinds = [SyntaxKind.PropertyDeclaration, SyntaxKind.FieldDeclaration, SyntaxKind.EventFieldDeclaration];

    /// <summary>Reports the members that a declaration in a model leaves null.</summary>
    public static void Check(SyntaxNodeAnalysisContext context)
    {
        if (context.Node.Parent is not ClassDeclarationSyntax declaration || !declaration.Modifiers.Any(SyntaxKind.PartialKeyword)) return;
        if (context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } type || !type.GetAttributes().Any(ModelParser.IsModel)) return;
        ISymbol[] left = [.. Declared(context).Where(member => IsLeftNull(member, context))];
        if (left.Length == 0 || ModelParser.Parse(type, report: null, context.CancellationToken).Model == null) return;
        var faults = new Faults(context.ReportDiagnostic);
        foreach (var member in left) faults.Report(Rules.LeftNull, MembersParser.PlaceOf(member), member.Name, type.Name);
    }

    private static IEnumerable<ISymbol> Declared(SyntaxNodeAnalysisContext context)
    {
        SyntaxNode[] nodes = context.Node switch
        {
            PropertyDeclarationSyntax { Initializer: null } property => [property],
            BaseFieldDeclarationSyntax fields => [.. fields.Declaration.Variables.Where(variable => variable.Initializer == null)],
            _ => [],
        };
        return nodes.Select(node => context.SemanticModel.GetDeclaredSymbol(node, context.CancellationToken)).OfType<ISymbol>();
    }

    private static bool IsLeftNull(ISymbol member, SyntaxNodeAnalysisContext context)
    {
        ITypeSymbol? kept = member switch
        {
            IFieldSymbol field => field.Type,
            IEventSymbol { IsAbstract: false } handler => handler.Type,
            IPropertySymbol { IsAbstract: false } property when KeepsNull(property, context) => property.Type,
            _ => null,
        };
        return kept is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated, TypeKind: not TypeKind.Error }
            && !member.IsStatic && !member.IsExtern && !AllowsNull(member)
            && context.SemanticModel.GetNullableContext(MembersParser.PlaceOf(member).SourceSpan.Start).WarningsEnabled();
    }

    private static bool AllowsNull(ISymbol member) =>
        member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "AllowNullAttribute" or "MaybeNullAttribute");

    // A property with a field of its own. A getter that makes up for null has the compiler take its field for one that may be null.
    private static bool KeepsNull(IPropertySymbol property, SyntaxNodeAnalysisContext context)
    {
        if (!property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))) return false;
        var getter = ((PropertyDeclarationSyntax)context.Node).AccessorList?.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        var body = (SyntaxNode?)getter?.ExpressionBody ?? getter?.Body ?? (SyntaxNode?)((PropertyDeclarationSyntax)context.Node).ExpressionBody;
        return body == null || !body.DescendantNodes().Any(node =>
            node.ToString() == "field" && context.SemanticModel.GetTypeInfo(node, context.CancellationToken).Nullability.FlowState == NullableFlowState.MaybeNull);
    }
}
