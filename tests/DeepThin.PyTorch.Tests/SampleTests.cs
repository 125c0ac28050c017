using System.Globalization;
using System.Text.RegularExpressions;
using FashionMnist;

namespace DeepThin.PyTorch.Tests;

/// <summary>The sample that trains Fashion-MNIST in PyTorch, in two processes.</summary>
public sealed partial class SampleTests : IDisposable
{
    private const int Processes = 2;
    private const string Data = "/usr/share/datasets/fashion-mnist";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("deepthin-");

    /// <summary>Why the sample does not run; null where it does.</summary>
    public static string? Missing { get; } = Python.Missing ?? (Directory.Exists(Data) ? null : "Needs the package dataset-fashion-mnist.");

    public void Dispose() => _folder.Delete(recursive: true);

    [SampleFact]
    public async Task A_training_that_was_stopped_goes_on_as_if_it_had_not_been_and_the_class_loads_its_weights()
    {
        string printed = await Train("whole");
        await Train("part", "--stop-after", "1");
        await Train("part", "--resume");
        Assert.Equal(File.ReadAllBytes(PathOf("whole.safetensors")), File.ReadAllBytes(PathOf("part.safetensors")));
        using var model = FashionClassifier.Load(PathOf("whole.safetensors"));
        Assert.Equal("T-shirt/top", model.Names.Classes[0]);

        // A process gives the gradients of its parameters into the sum, and nothing else.
        Assert.Equal(sizeof(float) * FashionClassifier.Info.Parameters, long.Parse(Bytes().Match(printed).Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("([0-9]+) bytes a step")]
    private static partial Regex Bytes();

    private async Task<string> Train(string name, params string[] options)
    {
        int port = Python.FreePort();
        string[] printed = await Task.WhenAll(Enumerable.Range(0, Processes).Select(rank => Task.Run(() => Python.Run(
            "samples/PyTorch",
            new() { ["RANK"] = $"{rank}", ["WORLD_SIZE"] = $"{Processes}", ["MASTER_ADDR"] = "127.0.0.1", ["MASTER_PORT"] = $"{port}", ["OMP_NUM_THREADS"] = "1" },
            ["train_fashion.py", "--epochs", "2", "--images", "1280", "--output", PathOf(name + ".safetensors"), "--checkpoint", PathOf(name + ".checkpoint"), .. options]))));
        return printed[0];
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}

/// <summary>A test that runs the sample; skipped with its reason where it does not run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SampleFactAttribute : FactAttribute
{
    public SampleFactAttribute() => Skip = SampleTests.Missing;
}
