using System.Collections.Generic;
using System.Linq;
using System.Text;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Parsing;
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
        context.RegisterSourceOutput(models, static (output, model) =>
        {
            foreach (var file in Files(model)) output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
        });
    }

    // A type with the attribute on two of its parts, which the compiler reports, arrives once for each.
    private static bool IsFirst(GeneratorAttributeSyntaxContext attribute) =>
        attribute.TargetSymbol.GetAttributes().First(ModelParser.IsModel).ApplicationSyntaxReference is { } first
        && first.SyntaxTree == attribute.TargetNode.SyntaxTree
        && attribute.TargetNode.Span.Contains(first.Span);

    private static IEnumerable<SourceFile> Files(ParseResult result)
    {
        if (result.Model is { } model) return ModelEmitter.Emit(model);
        return result.Type is { } type ? [ModelEmitter.EmitInvalid(type, result.Training, result.Taken)] : [];
    }
}
