extern alias Library;

using System.Reflection;
using DeepThin.Generators;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Projects;
using Library::DeepThin;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Exporting.Declarations;

/// <summary>Networks as classes that the generator completes, compiled in memory and loaded into this program.</summary>
internal static class CompiledNetworks
{
    private const string Space = "Networks";

    /// <summary>Compiles networks and loads their weights.</summary>
    /// <param name="networks">The networks by the names of their classes.</param>
    /// <returns>
    /// For each, what predicts in the order of the network: one sample, the steps of a whole sequence, or, of a network with a session, the next step. It is loaded when it is called first.
    /// </returns>
    /// <exception cref="ExportException">A network does not compile.</exception>
    public static IReadOnlyDictionary<string, Func<float[], float[]>> Of(IReadOnlyDictionary<string, ImportedNetwork> networks)
    {
        var classes = networks.Select(pair => CSharpSyntaxTree.ParseText(ClassText.Of(pair.Value, Space, pair.Key, pair.Key)));
        var compilation = CSharpCompilation.Create(Space, classes, References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        CSharpGeneratorDriver.Create(new ModelGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics);
        using var file = new MemoryStream();
        var result = generated.Emit(file);
        if (!result.Success) throw new ExportException(string.Join('\n', diagnostics.Concat(result.Diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(10)));
        var assembly = Assembly.Load(file.ToArray());
        var made = networks.ToDictionary(pair => pair.Key, pair => new Lazy<Func<float[], float[]>>(() => Predictor(assembly.GetType($"{Space}.{pair.Key}", throwOnError: true)!, pair.Value)));
        return networks.ToDictionary(pair => pair.Key, pair => (Func<float[], float[]>)(sample => made[pair.Key].Value(sample)));
    }

    /// <summary>What this program runs with, but for the generator, which has some of the library's types once more.</summary>
    public static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != Path.GetFileName(typeof(ModelGenerator).Assembly.Location))
            .Select(path => MetadataReference.CreateFromFile(path));

    private static Func<float[], float[]> Predictor(Type model, ImportedNetwork network)
    {
        string maker = network.TakesSequences || network.States.Count > 0 ? nameof(OfSequence) : nameof(OfSample);
        return typeof(CompiledNetworks).GetMethod(maker, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(model).CreateDelegate<Func<ImportedNetwork, Func<float[], float[]>>>()(network);
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
