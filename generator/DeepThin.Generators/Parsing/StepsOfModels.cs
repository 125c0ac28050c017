using System.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Layers;
using DeepThin.Generators.Layers.Recurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DeepThin.Generators.Parsing;

/// <summary>Finds calls that go on with a sequence step by step, of a model that needs whole sequences. They compile, since the interface has them, and fail at run time.</summary>
internal static class StepsOfModels
{
    private const string Session = "ModelSession", Sessions = "SequenceModels", CreateSession = "CreateSession", StepBatch = "StepBatch", Forward = "Forward";

    // Forward with a state.
    private const int WithState = 3;

    /// <summary>The operations that may go on with a sequence.</summary>
    public static readonly OperationKind[] Kinds = [OperationKind.Invocation, OperationKind.ObjectCreation];

    /// <summary>Reports one that its model cannot do.</summary>
    public static void Check(OperationAnalysisContext context)
    {
        if (ModelOf(context.Operation) is not { } model || model.GetAttributes() is var all && !all.Any(ModelParser.IsModel)) return;
        AttributeData[] layers = [.. all.Where(LayersParser.IsLayer)];
        for (int i = 0; i < layers.Length; i++)
        {
            var attribute = new AttributeReader(layers[i], context.CancellationToken);
            if (!attribute.IsReadable || attribute.Value<bool>(RecurrentParser.BidirectionalArgument) != true) continue;
            string name = attribute.Text(LayersParser.NameArgument) ?? LayerKinds.Of(layers[i])!.DefaultName + DeepThin.Planning.Numbers.Text(i);
            new Faults(context.ReportDiagnostic).Report(Rules.NoSteps, context.Operation.Syntax.GetLocation(), model.Name, name);
            return;
        }
    }

    private static INamedTypeSymbol? ModelOf(IOperation operation) => operation switch
    {
        IObjectCreationOperation { Type: INamedTypeSymbol { Name: Session, TypeArguments: [INamedTypeSymbol model] } session } when IsOurs(session) => model,
        IInvocationOperation { TargetMethod: { Name: CreateSession or StepBatch, TypeArguments: [INamedTypeSymbol model] } method } when method.ContainingType is { Name: Sessions } type && IsOurs(type) => model,
        IInvocationOperation { TargetMethod: { Name: StepBatch, TypeArguments.Length: 0 } method } => method.ContainingType,
        IInvocationOperation { TargetMethod: { Name: Forward, Parameters.Length: WithState } method } => method.ContainingType,
        _ => null,
    };

    private static bool IsOurs(INamedTypeSymbol type) => type is { ContainingType: null, ContainingNamespace: { Name: "DeepThin", ContainingNamespace.IsGlobalNamespace: true } };
}
