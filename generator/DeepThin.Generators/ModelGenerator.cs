using System.Collections.Generic;
using System.Linq;
using System.Text;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Weights;
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
            .Combine(weights)
            .Select(static (pair, _) => new Output(pair.Left, pair.Left.HasLoadEmbedded ? null : pair.Right.Of(pair.Left.Type)))
            .WithTrackingName("Outputs");
        context.RegisterSourceOutput(outputs, static (production, output) =>
        {
            foreach (var file in Files(output)) production.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
        });
    }

    // A type with the attribute on two of its parts, which the compiler reports, arrives once for each.
    private static bool IsFirst(GeneratorAttributeSyntaxContext attribute) =>
        attribute.TargetSymbol.GetAttributes().First(ModelParser.IsModel).ApplicationSyntaxReference is { } first
        && first.SyntaxTree == attribute.TargetNode.SyntaxTree
        && attribute.TargetNode.Span.Contains(first.Span);

    private static IEnumerable<SourceFile> Files(Output output)
    {
        var result = output.Result;
        if (result.Model is { } model) return ModelEmitter.Emit(model, output.Weights);
        return result.Type is { } type ? [ModelEmitter.EmitInvalid(type, result.Training, result.Taken, output.Weights != null)] : [];
    }

    /// <summary>All that the files of a type are written from.</summary>
    /// <param name="Result">What the parser made of the type.</param>
    /// <param name="Weights">The resource with its weights, or null for a model without.</param>
    internal sealed record Output(ParseResult Result, EmbeddedWeights.Entry? Weights);
}
