using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>Runs the generator over a user's sources, as the compiler does. An exception in the generator is thrown here.</summary>
internal static class Generate
{
    private static readonly GeneratorDriverOptions Tracked = new(default, trackIncrementalGeneratorSteps: true);

    /// <summary>A user's project after the generator ran.</summary>
    /// <param name="Compilation">The compilation with the generated files.</param>
    /// <param name="Files">The text of the generated files by hint name, in the order of their names.</param>
    public sealed record Output(CSharpCompilation Compilation, IReadOnlyDictionary<string, string> Files)
    {
        /// <summary>The compiler's errors and warnings in the user's and in the generated files.</summary>
        public ImmutableArray<Diagnostic> Complaints =>
            [.. Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)];
    }

    public static Output Sources(params string[] sources) => From(Compile.Sources(sources));

    public static Output From(CSharpCompilation compilation, params AdditionalText[] texts)
    {
        var driver = Driver(compilation, texts).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var result = driver.GetRunResult().Results.Single();
        if (result.Exception != null) throw new InvalidOperationException("The generator threw.", result.Exception);
        Assert.Empty(result.Diagnostics);
        var files = result.GeneratedSources.OrderBy(file => file.HintName, StringComparer.Ordinal);
        return new((CSharpCompilation)output, new SortedDictionary<string, string>(files.ToDictionary(file => file.HintName, file => file.SourceText.ToString()), StringComparer.Ordinal));
    }

    /// <summary>A driver that records the steps of the pipeline.</summary>
    public static GeneratorDriver Driver(CSharpCompilation compilation, params AdditionalText[] texts) => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        texts,
        parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
        driverOptions: Tracked);

    /// <summary>A model of these layers in the namespace <c>Edge</c>.</summary>
    public static string Model(string layers, bool training = false) => $$"""
        using DeepThin;

        namespace Edge
        {
            /// <summary>A model.</summary>
            [DeepThinModel(Training = {{(training ? "true" : "false")}})]
            {{layers}}
            public sealed partial class Model
            {
            }
        }
        """;
}
