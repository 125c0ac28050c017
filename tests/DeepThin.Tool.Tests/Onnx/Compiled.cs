extern alias Generator;

using System.Reflection;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Projects;
using Generator::DeepThin.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>Networks as classes that the generator completed: compiled together, as a build does.</summary>
internal static class Compiled
{
    /// <summary>Compiles networks and loads their weights.</summary>
    /// <param name="networks">The networks by their names.</param>
    /// <returns>For each, what predicts: a sample, or the steps of a sequence, in the order of the network.</returns>
    public static IReadOnlyDictionary<string, Func<float[], float[]>> Of(IReadOnlyDictionary<string, ImportedNetwork> networks)
    {
        var classes = networks.Select(pair => CSharpSyntaxTree.ParseText(ClassText.Of(pair.Value, "Networks", pair.Key, pair.Key)));
        var compilation = CSharpCompilation.Create("Networks", classes, References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        CSharpGeneratorDriver.Create(new ModelGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        using var file = new MemoryStream();
        var result = generated.Emit(file);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(10)));
        var assembly = Assembly.Load(file.ToArray());
        var made = networks.ToDictionary(pair => pair.Key, pair => new Lazy<Func<float[], float[]>>(() => Predictor(assembly.GetType($"Networks.{pair.Key}", throwOnError: true)!, pair.Value)));
        return networks.ToDictionary(pair => pair.Key, pair => (Func<float[], float[]>)(sample => made[pair.Key].Value(sample)));
    }

    /// <summary>What the tests run with, but for the generator.</summary>
    public static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => path != typeof(ModelGenerator).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));

    private static Func<float[], float[]> Predictor(Type model, ImportedNetwork network)
    {
        bool sequences = network.TakesSequences, steps = network.States.Count > 0;
        string maker = sequences || steps ? nameof(OfSequence) : nameof(OfSample);
        return typeof(Compiled).GetMethod(maker, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(model).CreateDelegate<Func<ImportedNetwork, Func<float[], float[]>>>()(network);
    }

    private static TModel Load<TModel>(ImportedNetwork network)
        where TModel : class, IModel<TModel>
    {
        using var weights = new MemoryStream();
        ClassText.Weights(network).Save(weights);
        return TModel.Load(weights.ToArray());
    }

    private static Func<float[], float[]> OfSample<TModel>(ImportedNetwork network)
        where TModel : class, IModel<TModel>
    {
        var model = Load<TModel>(network);
        return sample =>
        {
            float[] prediction = new float[TModel.OutputLength];
            model.Forward(sample, prediction);
            return prediction;
        };
    }

    // A bidirectional network takes a sequence at once, and so does one without a state of the caller; a session goes step by step.
    private static Func<float[], float[]> OfSequence<TModel>(ImportedNetwork network)
        where TModel : class, ISequenceModel<TModel>
    {
        var model = Load<TModel>(network);
        if (network.States.Count == 0)
        {
            return sequence =>
            {
                float[] outputs = new float[TModel.Info.EndsSequences ? TModel.OutputLength : sequence.Length / TModel.InputLength * TModel.OutputLength];
                model.Forward(sequence, outputs);
                return outputs;
            };
        }

        var session = model.CreateSession();
        return step =>
        {
            float[] output = new float[TModel.OutputLength];
            session.Step(step, output);
            return output;
        };
    }
}
