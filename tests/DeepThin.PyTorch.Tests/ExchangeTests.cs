using DeepThin.Tests;
using DeepThin.Training;

namespace DeepThin.PyTorch.Tests;

/// <summary>A network has the same outputs in C# and in PyTorch, whichever of them wrote its weights.</summary>
public sealed class ExchangeTests : IDisposable
{
    private const string Folder = "tests/DeepThin.PyTorch.Tests";
    private const int Seed = 7;
    private const double Tolerance = 1e-5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("deepthin-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PyTorchFact]
    public void The_classes_are_those_that_emit_csharp_writes()
    {
        Run("classes");
        string models = File.ReadAllText(Path.Combine(Repository.Root, Folder, "Models.cs"));
        Assert.All(ModelCase.All, model =>
        {
            string emitted = File.ReadAllText(PathOf(model.Name + ".cs")), attribute = "[DeepThinModel]\n";
            Assert.StartsWith("using DeepThin;\n\n" + attribute, emitted, StringComparison.Ordinal);
            Assert.Contains(emitted[emitted.IndexOf(attribute, StringComparison.Ordinal)..], models, StringComparison.Ordinal);
        });
    }

    [PyTorchFact]
    public void PyTorch_begins_with_the_same_values_and_predicts_what_the_class_does()
    {
        SaveAll(WeightType.Float32);
        Run("initial");
        Run("forward");
    }

    [PyTorchFact]
    public void PyTorch_reads_files_of_16_bits()
    {
        SaveAll(WeightType.BFloat16);
        Run("forward");
    }

    [PyTorchFact]
    public void PyTorch_reads_files_of_8_bits()
    {
        SaveAll(WeightType.Int8);
        Run("forward");
    }

    [PyTorchFact]
    public void The_class_predicts_what_a_model_of_PyTorch_does()
    {
        foreach (var model in ModelCase.All) ModelCase.Write(PathOf(model.Name + ".inputs"), model.Inputs);
        Run("write");
        Assert.All(ModelCase.All, model =>
        {
            float[] wanted = ModelCase.Read(PathOf(model.Name + ".python.outputs")), found = model.Predict(PathOf(model.Name + ".python.safetensors"), model.Inputs);
            Assert.Equal(wanted.Length, found.Length);
            double scale = Math.Max(1, wanted.Max(Math.Abs)), distance = wanted.Zip(found, (a, b) => Math.Abs((double)a - b)).Max();
            Assert.True(distance <= Tolerance * scale, $"{model.Name}: {distance} apart");
        });
    }

    [PyTorchFact]
    public void Layers_without_a_module_are_named()
    {
        using var model = WithoutModules.Create(Seed);
        Pruning.Prune(model);
        model.Save(PathOf("WithoutModules.safetensors"));
        string printed = Python.Run(Folder, "cross.py", "refuse", _folder.FullName);
        string[] wanted = ["layers.0: u is of [LowRank]", "layers.1: buckets is of [Hashed]", "layers.2: weight.values is of [Pruned]", "layers.3: bias.xf is of a compressed bias", "layers.4: weight_hn is of [Gru] with ResetBefore",
            "layers.5: u_ih is of Compression.LowRank", "layers.6: buckets_ih is of Compression.Hashed"];
        Assert.All(wanted, layer => Assert.Contains("\n  " + layer, printed, StringComparison.Ordinal));
        Assert.Equal(wanted.Length + 1, printed.TrimEnd('\n').Split('\n').Length);
    }

    private void SaveAll(WeightType type)
    {
        foreach (var model in ModelCase.All)
        {
            string weights = PathOf(model.Name + ".csharp.safetensors");
            model.Save(Seed, type, weights);
            ModelCase.Write(PathOf(model.Name + ".inputs"), model.Inputs);
            ModelCase.Write(PathOf(model.Name + ".csharp.outputs"), model.Predict(weights, model.Inputs));
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Run(string command) => Python.Run(Folder, "cross.py", command, _folder.FullName);
}
