using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using DeepThin.Generators.Weights;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeepThin.Generators;

/// <summary>Writes the kernels of every class with [DeepThinModel]. Misuse is reported by <see cref="ModelAnalyzer"/>; the generator is quiet.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "DeepThin.DeepThinModelAttribute",
                static (_, _) => true,
                static (attribute, cancellation) => IsFirst(attribute)
                    ? ModelParser.Parse((INamedTypeSymbol)attribute.TargetSymbol, report: null, cancellation)
                    : ParseResult.NoModel)
            .WithTrackingName("Models");
        var weights = context.AdditionalTextsProvider
            .Where(static text => WeightsFile.IsPath(text.Path))
            .Select(static (text, cancellation) => WeightsParser.Parse(text, cancellation))
            .Collect()
            .Select(static (files, _) => EmbeddedWeights.Of(files))
            .WithTrackingName("Weights");
        var outputs = models
            .Select(static (result, _) => Planned.Of(result))
            .WithTrackingName("Plans")
            .Combine(weights)
            .Select(static (pair, _) => new Output(pair.Left, pair.Left.Result.HasLoadEmbedded ? null : pair.Right.Of(pair.Left.Result.Type)))
            .WithTrackingName("Outputs");
        context.RegisterSourceOutput(outputs, static (production, output) => Add(production, Files(output)));
        var unnamed = outputs.Collect().Select(static (found, _) => Unnamed(found));
        foreach (string layer in LayerKinds.MetadataNames)
        {
            var meant = context.SyntaxProvider.ForAttributeWithMetadataName(
                layer,
                static (_, _) => true,
                static (attribute, cancellation) => new Output(
                    new(IsMeant(attribute) ? ModelParser.Parse((INamedTypeSymbol)attribute.TargetSymbol, report: null, cancellation) : ParseResult.NoModel, null), null))
                .Where(static output => output.Result.Type != null);
            context.RegisterSourceOutput(meant, static (production, output) => Add(production, Files(output)));
            unnamed = unnamed.Combine(meant.Collect()).Select(static (pair, _) => Unnamed(pair.Left == null ? pair.Right : pair.Right.Add(pair.Left)));
        }

        context.RegisterSourceOutput(
            unnamed.SelectMany(static (output, _) => output == null ? ImmutableArray<Output>.Empty : ImmutableArray.Create(output)),
            static (production, output) => Add(production, [ModelEmitter.EmitInvalid(output.Result, output.Weights != null)]));
    }

    // One file is for all classes that cannot be named.
    private static Output? Unnamed(ImmutableArray<Output> found)
    {
        Output[] unnamed = [.. found.Where(output => output.Result.Stub == StubKind.FileLocal)];
        if (unnamed.Length == 0) return null;
        return new(new(unnamed[0].Result with { Kind = unnamed.Aggregate(ModelKind.Plain, (kind, output) => kind | output.Result.Kind) }, null), unnamed.Select(output => output.Weights).FirstOrDefault(weights => weights != null));
    }

    private static void Add(SourceProductionContext production, IEnumerable<SourceFile> files)
    {
        foreach (var file in files) production.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
    }

    // A type with the attribute on two of its parts, which the compiler reports, arrives once for each.
    private static bool IsFirst(GeneratorAttributeSyntaxContext attribute) => StandsOn(attribute, attribute.TargetSymbol.GetAttributes().First(ModelParser.IsModel));

    // Layers alone; only the first of them asks.
    private static bool IsMeant(GeneratorAttributeSyntaxContext attribute)
    {
        var all = attribute.TargetSymbol.GetAttributes();
        return !all.Any(ModelParser.IsModel) && all.First(LayersParser.IsLayer) is var first && attribute.Attributes.Contains(first) && StandsOn(attribute, first);
    }

    private static bool StandsOn(GeneratorAttributeSyntaxContext attribute, AttributeData data) =>
        data.ApplicationSyntaxReference is { } place && place.SyntaxTree == attribute.TargetNode.SyntaxTree && attribute.TargetNode.Span.Contains(place.Span);

    private static IEnumerable<SourceFile> Files(Output output)
    {
        var result = output.Result;
        if (output.Planned.Plan is { } plan) return ModelEmitter.Emit(result.Model!, plan, output.Weights);
        return result.Type != null && result.Stub is not (StubKind.FileLocal or StubKind.None) ? [ModelEmitter.EmitInvalid(result, output.Weights != null)] : [];
    }

    /// <summary>All that the files of a type are written from.</summary>
    /// <param name="Planned">What the parser made of the type, and its plan.</param>
    /// <param name="Weights">The resource with its weights, or null for a model without.</param>
    internal sealed record Output(Planned Planned, EmbeddedWeights.Entry? Weights)
    {
        public ParseResult Result => Planned.Result;
    }

    /// <summary>A model and its plan.</summary>
    /// <param name="Result">What the parser made of the type.</param>
    /// <param name="Plan">The plan, or null where the model is not valid.</param>
    internal sealed record Planned(ParseResult Result, NetworkPlan? Plan)
    {
        /// <summary>Plans what the parser found. A network that is too large to be addressed is not valid.</summary>
        public static Planned Of(ParseResult result) =>
            result.Model is { } model && new NetworkPlan(model.Network) is { FirstTooLarge: null } plan ? new(result, plan) : new(result with { Model = null }, null);
    }
}
