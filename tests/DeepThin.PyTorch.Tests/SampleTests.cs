using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using DeepThin.Tests;
using FashionMnist;

namespace DeepThin.PyTorch.Tests;

/// <summary>The sample that trains Fashion-MNIST in PyTorch, in two processes.</summary>
public sealed partial class SampleTests : IDisposable
{
    private const int Processes = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private const string Data = "/usr/share/datasets/fashion-mnist";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("deepthin-");
    private readonly List<Process> _started = [];

    /// <summary>Why the sample does not run; null where it does.</summary>
    public static string? Missing { get; } = Python.Missing ?? (Directory.Exists(Data) ? null : "Needs the package dataset-fashion-mnist.");

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

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

    [SampleTheory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task A_training_of_which_a_process_was_killed_goes_on_from_the_last_epoch(int killed, int restarts)
    {
        string[] options = ["--epochs", "4"];
        await Train("whole", options);

        string checkpoint = PathOf("killed.checkpoint");
        var ranks = Start("killed", [], options);
        while (!File.Exists(checkpoint) && !ranks[0].HasExited) await Task.Delay(5);
        ranks[killed].Kill();
        string[] printed = await Task.WhenAll(ranks.Select(PrintedBy)).WaitAsync(Patience);
        Assert.True(ranks.All(rank => rank.ExitCode != 0), string.Concat(printed));
        Assert.True(File.Exists(checkpoint), string.Concat(printed));
        Assert.False(File.Exists(PathOf("killed.safetensors")), string.Concat(printed));

        // torchrun starts the same command again, and says how often it has.
        string rest = restarts > 0 ? await Train("killed", new() { ["TORCHELASTIC_RESTART_COUNT"] = $"{restarts}" }, options) : await Train("killed", [.. options, "--resume"]);
        Assert.DoesNotContain("epoch 1:", rest, StringComparison.Ordinal);
        Assert.Contains("epoch 4:", rest, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(PathOf("whole.safetensors")), File.ReadAllBytes(PathOf("killed.safetensors")));
    }

    [SampleFact]
    public void A_checkpoint_of_another_training_is_refused()
    {
        (int Code, string Printed) Run(params string[] options) => Python.Start(
            Python.Program, Path.Combine(Repository.Root, "samples/PyTorch"), [], ["-B", "train_fashion.py", "--images", "64", "--output", PathOf("weights"), "--checkpoint", PathOf("checkpoint"), .. options]);
        Assert.Equal(0, Run("--epochs", "1").Code);
        var (code, printed) = Run("--epochs", "2", "--resume");
        Assert.Equal(1, code);
        Assert.Contains($"{PathOf("checkpoint")} is of a training with epochs=1, and this one has epochs=2", printed, StringComparison.Ordinal);
        Assert.Equal(0, Run("--epochs", "2").Code);
    }

    [GeneratedRegex("([0-9]+) bytes a step")]
    private static partial Regex Bytes();

    private Task<string> Train(string name, params string[] options) => Train(name, [], options);

    // What the first process prints.
    private async Task<string> Train(string name, Dictionary<string, string> environment, string[] options)
    {
        var ranks = Start(name, environment, options);
        string[] printed = await Task.WhenAll(ranks.Select(PrintedBy)).WaitAsync(Patience);
        Assert.True(ranks.All(rank => rank.ExitCode == 0), string.Concat(printed));
        return printed[0];
    }

    private Process[] Start(string name, Dictionary<string, string> environment, string[] options)
    {
        int port = Python.FreePort();
        Process[] ranks = [.. Enumerable.Range(0, Processes).Select(rank => Python.Begin(
            Python.Program,
            Path.Combine(Repository.Root, "samples/PyTorch"),
            new(environment) { ["RANK"] = $"{rank}", ["WORLD_SIZE"] = $"{Processes}", ["MASTER_ADDR"] = "127.0.0.1", ["MASTER_PORT"] = $"{port}", ["OMP_NUM_THREADS"] = "1" },
            ["-B", "train_fashion.py", "--epochs", "2", "--images", "1280", "--output", PathOf(name + ".safetensors"), "--checkpoint", PathOf(name + ".checkpoint"), .. options]))];
        _started.AddRange(ranks);
        return ranks;
    }

    private static Task<string> PrintedBy(Process process) => Task.Run(() => Python.End(process));

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}

/// <summary>A test that runs the sample; skipped with its reason where it does not run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SampleFactAttribute : FactAttribute
{
    public SampleFactAttribute() => Skip = SampleTests.Missing;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SampleTheoryAttribute : TheoryAttribute
{
    public SampleTheoryAttribute() => Skip = SampleTests.Missing;
}
