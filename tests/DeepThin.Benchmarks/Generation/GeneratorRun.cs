extern alias Generator;

using System.Diagnostics;
using System.Globalization;
using System.Text;
using DeepThin.Benchmarks.Choice;
using Generator::DeepThin.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Benchmarks.Generation;

/// <summary>What the generator costs a build and an editor: cold runs, a run after an edit elsewhere, and the sizes of what it writes.</summary>
internal static class GeneratorRun
{
    private const int Rounds = 21, Edits = 101, Models = 200, Layers = 10, LargestAmount = 97;

    // Layers of one model, so that they chain; all kernels, and training.
    private static readonly string[] Chain =
    [
        "784, 1024, Ratio = 0.03", "1024, 1024, Ratio = 0.03", "1024, 1024, Ratio = 0.03, Form = Form.Tall", "1024, 1024, Ratio = 0.01, Form = Form.Tall",
        "1024, 512, Ratio = 0.1", "512, 512, Ratio = 0.05, Rank = 2", "512, 256, Ratio = 0.1, Form = Form.Tall", "256, 256, Ratio = 0.1, Rank = 2, Form = Form.Tall",
        "256, 64, Ratio = 0.2", "64, 10",
    ];

    /// <summary>Measures and prints the table.</summary>
    /// <exception cref="BenchmarkException">The generator rejects a model of the benchmark.</exception>
    public static void Run()
    {
        var one = Compilation(0, 1);
        var watch = Stopwatch.StartNew();
        var first = Generate(one);
        double start = watch.Elapsed.TotalMilliseconds;

        // Models that no round before had: plans are remembered.
        int next = 1;
        double cold = Median(Rounds, () => Cold(next++, 1));
        double all = Median(3, () => Cold(next += Models, Models));
        var many = Compilation(0, Models);
        double edit = Edit(one);
        double editOfMany = Edit(many);
        var files = first.GetRunResult().Results[0].GeneratedSources;
        var layers = files.Where(file => file.HintName.Contains(".Layer", StringComparison.Ordinal)).Select(file => (file.HintName, Bytes: Encoding.UTF8.GetByteCount(file.SourceText.ToString()))).ToList();
        var (largest, bytes) = layers.MaxBy(layer => layer.Bytes);
        Console.Write($"""
            # The generator

            Models of {Layers} layers with all kernels and training. Cold: a new driver, the generator's code already compiled by the JIT; medians.

            {MarkdownTable.Of(
                ["run", "ms", "at most"],
                [
                    ["the very first of a process, compiling the generator itself", $"{start:0.0}", ""],
                    [$"one model of {Layers} layers, cold", $"{cold:0.0}", "60"],
                    [$"{Models} such models, cold", $"{all:0}", "1500"],
                    ["one model, again after an edit of another file", $"{edit:0.000}", "1"],
                    [$"{Models} models, again after an edit of another file", $"{editOfMany:0.000}", "1"],
                ])}
            Emitted source of a layer: {layers.Min(layer => layer.Bytes):#,0} to {bytes:#,0} bytes ({largest}); at most 40 960.

            """);
    }

    private static double Cold(int first, int models)
    {
        var compilation = Compilation(first, models);
        long start = Stopwatch.GetTimestamp();
        Generate(compilation);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static GeneratorDriver Generate(CSharpCompilation compilation)
    {
        var driver = CSharpGeneratorDriver.Create(new ModelGenerator()).RunGenerators(compilation);
        var result = driver.GetRunResult().Results[0];
        if (result.Exception != null || result.GeneratedSources.Length == 0) throw new BenchmarkException($"The generator wrote nothing: {result.Exception?.Message}");
        return driver;
    }

    // As an editor does at a keystroke in a file without models.
    private static double Edit(CSharpCompilation compilation)
    {
        var driver = Generate(compilation);
        var tree = compilation.SyntaxTrees[^1];
        int edits = 0;
        return Median(Edits, () =>
        {
            var edited = compilation.ReplaceSyntaxTree(tree, Parse($"class Other {{ int _field{edits++}; }}", tree.FilePath));
            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(edited);
            compilation = edited;
            tree = edited.SyntaxTrees[^1];
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
    }

    private static double Median(int rounds, Func<double> run)
    {
        double[] times = [.. Enumerable.Range(0, rounds).Select(_ => run())];
        Array.Sort(times);
        return times[rounds / 2];
    }

    private static CSharpCompilation Compilation(int first, int models)
    {
        var trees = Enumerable.Range(first, models).Select(index => Parse(Model(index), $"Model{index}.cs")).Append(Parse("class Other { }", "Other.cs"));
        var compilation = CSharpCompilation.Create("User", trees, ModelCompiler.References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        // The compiler's own work before any generator: symbols are there.
        compilation.GetDiagnostics();
        return compilation;
    }

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, path: path);

    // Hardly two models have a layer in common: each size is a little larger, by another amount.
    private static string Model(int index)
    {
        var layers = Chain.Select((layer, place) =>
        {
            string[] parts = layer.Split(", ");
            for (int i = 0; i < 2; i++) parts[i] = $"{int.Parse(parts[i], CultureInfo.InvariantCulture) + index * (place + i + 3) % LargestAmount}";
            return $"[Dense({string.Join(", ", parts)}, Activation = Activation.Relu)]\n";
        });
        return $"using DeepThin;\n[DeepThinModel(Training = true)]\n{string.Concat(layers)}public sealed partial class Model{index};\n";
    }
}
