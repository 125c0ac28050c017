using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DeepThin.Generators.Advice;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Weights;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepThin.Generators;

/// <summary>Reports what the parser finds wrong with a model and with its weights file. The generator asks the same parser and stays quiet.</summary>
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
        context.RegisterCompilationStartAction(static start =>
        {
            var models = new ConcurrentBag<string>();
            var exports = new ConcurrentBag<Export>();
            var weights = new WeightsParser(start.Options.AdditionalFiles, start.CancellationToken);
            start.RegisterSymbolAction(
                symbol =>
                {
                    if (symbol.Symbol.ContainingType == null) Check((INamedTypeSymbol)symbol.Symbol, symbol, weights, models, exports);
                },
                SymbolKind.NamedType);
            start.RegisterSyntaxNodeAction(NullMembers.Check, NullMembers.Kinds);
            start.RegisterSyntaxNodeAction(TrainedModels.Check, TrainedModels.Kinds);
            start.RegisterOperationAction(StepsOfModels.Check, StepsOfModels.Kinds);
            start.RegisterCompilationEndAction(end => CheckPrefixes([.. ReferencedExports.Of(end.Compilation, end.CancellationToken), .. exports], new Faults(end.ReportDiagnostic)));
            if (!weights.IsEmpty) start.RegisterCompilationEndAction(end => CheckNames(end, weights, [.. models]));
        });
    }

    // A nested model is parsed with the types around it: a fault of theirs is fixed only where it stands inside of what is analyzed.
    private static void Check(INamedTypeSymbol type, SymbolAnalysisContext context, WeightsParser weights, ConcurrentBag<string> models, ConcurrentBag<Export> exports)
    {
        var faults = new Faults(context.ReportDiagnostic);
        var result = ModelParser.Parse(type, context.ReportDiagnostic, context.CancellationToken);
        var plan = result.Model == null ? null : new NetworkPlan(result.Model.Network);
        if (plan != null) new NetworkAdvice(type, plan, faults, context.CancellationToken).Report();
        if (result.Model?.NativeExports is { } prefix) exports.Add(new(prefix, $"'{result.Model.Type.FullName}'", PlaceOfExports(type, context.CancellationToken)));
        if (!weights.IsEmpty && type.TypeKind == TypeKind.Class && type.GetAttributes().Any(ModelParser.IsModel))
        {
            models.Add(TypeParser.FullNameOf(type));
            weights.Check(type, plan, faults, context.CancellationToken);
        }

        foreach (var nested in type.GetTypeMembers()) Check(nested, context, weights, models, exports);
    }

    // Without regard to case, as some file systems compare the names of headers, and as their constants are in capital letters. A model of another assembly
    // comes first, since its prefix cannot be changed here; two of them are nothing that is wrong here.
    private static void CheckPrefixes(Export[] exports, Faults faults)
    {
        foreach (var same in exports.GroupBy(export => export.Prefix, StringComparer.OrdinalIgnoreCase))
        {
            Export[] models = [.. same.OrderBy(export => export.Place != null).ThenBy(export => export.Model, StringComparer.Ordinal)];
            foreach (var later in models.Skip(1))
            {
                if (later.Place != null) faults.Report(Rules.DuplicateExports, later.Place, later.Model, later.Prefix, models[0].Model, models[0].Prefix);
            }
        }
    }

    private static Location PlaceOfExports(INamedTypeSymbol type, CancellationToken cancellation) =>
        new AttributeReader(type.GetAttributes().First(ModelParser.IsModel), cancellation).LocationOf(ExportsParser.Argument);

    private static void CheckNames(CompilationAnalysisContext end, WeightsParser weights, HashSet<string> models) =>
        weights.CheckNames(models, name => end.Compilation.Assembly.GetTypeByMetadataName(name) != null, new Faults(end.ReportDiagnostic));
}
