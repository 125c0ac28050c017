using System.Collections.Immutable;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepThin.Generators;

/// <summary>Reports what the parser finds wrong with a model. The generator asks the same parser and stays quiet.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();

        // A model in a file that some tool wrote is generated for as well, and must not be rejected in silence.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSymbolAction(
            symbol =>
            {
                if (symbol.Symbol.ContainingType == null) Parse((INamedTypeSymbol)symbol.Symbol, symbol);
            },
            SymbolKind.NamedType);
    }

    // A nested model is parsed with the types around it: a fault of theirs is fixed only where it stands inside of what is analyzed.
    private static void Parse(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        ModelParser.Parse(type, context.ReportDiagnostic, context.CancellationToken);
        foreach (var nested in type.GetTypeMembers()) Parse(nested, context);
    }
}
