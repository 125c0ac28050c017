extern alias Generator;

using System.Reflection;
using Generator::DeepThin.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Benchmarks.Choice;

/// <summary>Compiles models while the program runs, as a build does.</summary>
internal static class ModelCompiler
{
    /// <summary>Compiles and loads models.</summary>
    /// <param name="layers">The attribute of the only layer of each model.</param>
    /// <returns>For each, what makes a new model, all with the same parameters, that predicts samples.</returns>
    /// <exception cref="BenchmarkException">One of them is not valid.</exception>
    public static IReadOnlyList<Func<Action<Samples>>> Compile(IReadOnlyList<string> layers)
    {
        var models = layers.Select((layer, index) => $"[DeepThin.DeepThinModel, {layer}] public sealed partial class Model{index};");
        var compilation = CSharpCompilation.Create(
            "Models",
            [CSharpSyntaxTree.ParseText(string.Join('\n', models))],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        var driver = CSharpGeneratorDriver.Create(new ModelGenerator());
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        using var file = new MemoryStream();
        var result = generated.Emit(file);
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            throw new BenchmarkException($"The models cannot be compiled:\n{string.Join('\n', errors.Take(10))}");
        }

        var assembly = Assembly.Load(file.ToArray());
        return [.. layers.Select((_, index) => Wrap(assembly.GetType($"Model{index}", throwOnError: true)!))];
    }

    /// <summary>What the program itself runs with, but for the generator, which has the planner's types, too.</summary>
    public static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => path != typeof(ModelGenerator).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));

    private static Func<Action<Samples>> Wrap(Type model) =>
        typeof(ModelCompiler).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(model)
            .CreateDelegate<Func<Action<Samples>>>();

    private static Action<Samples> Create<TModel>()
        where TModel : class, IModel<TModel>
    {
        var model = TModel.Create(1);
        return samples =>
        {
            if (samples.Count == 1) model.Forward(samples.Inputs.Span, samples.Outputs.Span);
            else model.ForwardBatch(samples.Inputs.Span, samples.Outputs.Span);
        };
    }
}
