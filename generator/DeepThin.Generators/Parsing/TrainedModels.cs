using System.Collections.Immutable;
using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepThin.Generators.Parsing;

/// <summary>
/// Finds models that stand for a type parameter which takes only an <c>ITrainableModel</c>, or one of sequences, and whose attribute does not ask for its members. The compiler
/// speaks of a conversion that is missing. Such code does not compile, so the symbols may be candidates.
/// </summary>
internal static class TrainedModels
{
    private const string Contract = "ITrainableModel", OfSequences = "ITrainableSequenceModel";

    /// <summary>The nodes that have type arguments, written or inferred.</summary>
    public static readonly SyntaxKind[] Kinds = [SyntaxKind.GenericName, SyntaxKind.InvocationExpression];

    /// <summary>Reports the models among the type arguments of a node.</summary>
    public static void Check(SyntaxNodeAnalysisContext context)
    {
        if (context.Node is GenericNameSyntax name) CheckWritten(name, context);
        else CheckInferred((InvocationExpressionSyntax)context.Node, context);
    }

    private static void CheckWritten(GenericNameSyntax name, SyntaxNodeAnalysisContext context)
    {
        ISymbol[] found = [.. Symbols(name, context).Where(symbol => TypeArguments(symbol).Length == name.Arity)];
        for (int i = 0; i < name.Arity && found.Length > 0; i++)
        {
            if (found.All(symbol => IsTrained(symbol, i))) Report(TypeArguments(found[0])[i], name.TypeArgumentList.Arguments[i], context);
        }
    }

    // A call that compiles has no such model. Of a method whose type arguments could not be inferred, they are its parameters.
    private static void CheckInferred(InvocationExpressionSyntax call, SyntaxNodeAnalysisContext context)
    {
        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => call.Expression as SimpleNameSyntax,
        };
        if (name is not IdentifierNameSyntax) return;
        var info = context.SemanticModel.GetSymbolInfo(call, context.CancellationToken);
        if (info.Symbol != null) return;
        IMethodSymbol[] inferred = [.. info.CandidateSymbols.OfType<IMethodSymbol>().Where(method => method.TypeArguments.Any(type => type is INamedTypeSymbol))];
        if (inferred.Length == 0) return;
        for (int i = 0; i < inferred[0].Arity; i++)
        {
            if (inferred.All(method => IsTrained(method, i))) Report(inferred[0].TypeArguments[i], name, context);
        }
    }

    private static ImmutableArray<ISymbol> Symbols(SyntaxNode node, SyntaxNodeAnalysisContext context)
    {
        var info = context.SemanticModel.GetSymbolInfo(node, context.CancellationToken);
        return info.Symbol == null ? info.CandidateSymbols : ImmutableArray.Create(info.Symbol);
    }

    private static ImmutableArray<ITypeSymbol> TypeArguments(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => type.TypeArguments,
        IMethodSymbol method => method.TypeArguments,
        _ => ImmutableArray<ITypeSymbol>.Empty,
    };

    private static bool IsTrained(ISymbol symbol, int index)
    {
        var parameters = symbol is INamedTypeSymbol type ? type.TypeParameters : ((IMethodSymbol)symbol).TypeParameters;
        return index < parameters.Length && parameters[index].ConstraintTypes.Any(constraint =>
            constraint is INamedTypeSymbol { Name: Contract or OfSequences, Arity: 1, ContainingType: null, ContainingNamespace: { Name: "DeepThin", ContainingNamespace.IsGlobalNamespace: true } });
    }

    private static void Report(ITypeSymbol type, SyntaxNode place, SyntaxNodeAnalysisContext context)
    {
        if (type is not INamedTypeSymbol model || model.GetAttributes().FirstOrDefault(ModelParser.IsModel) is not { } data) return;
        var attribute = new AttributeReader(data, context.CancellationToken);
        if (!attribute.IsReadable || attribute.Value<bool>(ModelParser.TrainingArgument) == true) return;
        bool isHere = SymbolEqualityComparer.Default.Equals(model.ContainingAssembly, context.Compilation.Assembly);
        var held = (WeightType)(attribute.Value<int>(WeightsArgument.Name) ?? 0);
        string advice = held != WeightType.Float32 ? $"its Weights = WeightType.{held} is not for training, so give it to a second class with the same layers"
            : isHere ? "add it"
            : $"add it in the assembly '{model.ContainingAssembly.Name}'";
        bool isFixable = isHere && held == WeightType.Float32;
        new Faults(context.ReportDiagnostic).Report(Rules.NotTrainable, place.GetLocation(), [], isFixable ? [attribute.Location] : [], model.Name, advice);
    }
}
