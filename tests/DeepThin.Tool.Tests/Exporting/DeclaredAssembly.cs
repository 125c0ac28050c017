extern alias Generator;

using System.Reflection;
using DeepThin.Exporting.Declarations;
using DeepThin.Tool.Tests.Onnx;
using Generator::DeepThin.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Tool.Tests.Exporting;

/// <summary>The models of <see cref="Declared"/> as a compiled assembly, with weights for each of them.</summary>
public sealed class DeclaredAssembly : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin-export-").FullName;

    /// <summary>Compiles the models.</summary>
    public DeclaredAssembly()
    {
        string text = "using DeepThin;\nnamespace Declared;\n" + string.Concat(Declared.All.Select(pair => $"[DeepThinModel(Training = {(IsSparse(pair.Key) ? "true" : "false")})]\n{pair.Value}\npublic sealed partial class {pair.Key};\n"));
        var compilation = CSharpCompilation.Create("Declared", [CSharpSyntaxTree.ParseText(text)], CompiledNetworks.References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        CSharpGeneratorDriver.Create(new ModelGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        var result = generated.Emit(Path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(10)));
    }

    /// <summary>The assembly.</summary>
    public string Path => System.IO.Path.Combine(_folder, "Declared.dll");

    /// <summary>Random weights of a model, none of them a value that layers begin with.</summary>
    /// <param name="name">The model.</param>
    /// <returns>The file.</returns>
    public string Weights(string name)
    {
        string file = System.IO.Path.Combine(_folder, $"{name}.safetensors");
        if (File.Exists(file)) return file;
        byte[] initial = Of<Func<byte[]>>(name, IsSparse(name) ? nameof(InitialPruned) : nameof(Initial))();
        // Indices of pruned weights are kept, and what is with them.
        if (SafetensorsFile.Parse(initial).Tensors.Any(tensor => !tensor.IsFloat))
        {
            File.WriteAllBytes(file, initial);
            return file;
        }

        var random = new Random(name.Length);
        var writer = new SafetensorsWriter();
        foreach (var tensor in SafetensorsFile.Parse(initial).Tensors)
        {
            float[] values = new float[tensor.Length];
            tensor.CopyTo(values);
            for (int i = 0; i < values.Length; i++) values[i] = tensor.Name.EndsWith("running_var", StringComparison.Ordinal) ? random.NextSingle() + 0.5f : values[i] + random.NextSingle() - 0.5f;
            writer.Add(tensor.Name, values, [.. tensor.Shape]);
        }

        using var stream = File.Create(file);
        writer.Save(stream);
        return file;
    }

    /// <summary>The same weights of another type.</summary>
    public string Narrow(string name, WeightType type)
    {
        string file = System.IO.Path.Combine(_folder, $"{name}.{type}.safetensors");
        Of<Action<string, string, WeightType>>(name, nameof(Save))(Weights(name), file, type);
        return file;
    }

    /// <summary>The same weights with names of classes.</summary>
    public string Named(string name, string[] classes)
    {
        string file = System.IO.Path.Combine(_folder, $"{name}.named.safetensors");
        Of<Action<string, string, string[]>>(name, nameof(SaveNamed))(Weights(name), file, classes);
        return file;
    }

    /// <summary>The same weights packed.</summary>
    public string Packed(string name)
    {
        string file = System.IO.Path.Combine(_folder, $"{name}.packed.safetensors");
        Of<Action<string, string>>(name, nameof(SavePacked))(Weights(name), file);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool IsSparse(string model) => Declared.All[model].Contains("[Pruned", StringComparison.Ordinal);

    private static byte[] InitialPruned<TModel>()
        where TModel : class, ITrainableModel<TModel>
    {
        using var stream = new MemoryStream();
        var model = TModel.Create(1);
        Training.Pruning.Prune(model);
        model.Save(stream);
        return stream.ToArray();
    }

    private T Of<T>(string model, string method)
        where T : Delegate
    {
        var type = Assembly.Load(File.ReadAllBytes(Path)).GetType($"Declared.{model}", throwOnError: true)!;
        return typeof(DeclaredAssembly).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).CreateDelegate<T>();
    }

    private static void Save<TModel>(string from, string to, WeightType type)
        where TModel : class, IModel<TModel> => TModel.Load(from).Save(to, type);

    private static void SavePacked<TModel>(string from, string to)
        where TModel : class, IModel<TModel> => TModel.Load(from).SavePacked(to);

    private static void SaveNamed<TModel>(string from, string to, string[] classes)
        where TModel : class, IModel<TModel>
    {
        var model = TModel.Load(from);
        model.Names = new DataNames(classes: classes);
        model.Save(to);
    }

    private static byte[] Initial<TModel>()
        where TModel : class, IModel<TModel>
    {
        using var stream = new MemoryStream();
        TModel.Create(1).Save(stream);
        return stream.ToArray();
    }
}
