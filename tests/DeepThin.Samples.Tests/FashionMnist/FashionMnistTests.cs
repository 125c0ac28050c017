using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DeepThin.PyTorch.Tests;
using DeepThin.Samples.Tests.Acoustic;

namespace DeepThin.Samples.Tests.FashionMnist;

/// <summary>The sample as a user runs it, with few images.</summary>
public sealed class FashionMnistTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [ImagesFact]
    public void The_network_with_convolutions_is_trained_and_compared()
    {
        var (code, printed, errors) = Run("--network", "conv", "--images", "2000", "--epochs", "3", "--batch-size", "32");
        Assert.True(code == 0, printed + errors);
        Assert.Contains("Training: 3 % of the large layer\n", printed, StringComparison.Ordinal);
        Assert.Contains("  epoch 3: loss ", printed, StringComparison.Ordinal);

        using var report = JsonDocument.Parse(File.ReadAllText(PathOf("conv-report.json")));
        double Value(string name) => report.RootElement.GetProperty(name).GetDouble();
        Assert.InRange(Value("testAccuracy"), 0.6, 0.95);
        Assert.InRange(Value("denseTestAccuracy"), 0.6, 0.95);
        Assert.InRange(Value("int8TestAccuracy"), Value("testAccuracy") - 0.01, Value("testAccuracy") + 0.01);
        Assert.Equal(0, Value("allocatedBytesPerForward"));
        Assert.Equal(824_458, Value("denseParameters"));
        Assert.StartsWith("# Fashion-MNIST, 1-32-pool-64-pool-256-10\n", File.ReadAllText(PathOf("conv-report.md")), StringComparison.Ordinal);
        Assert.Equal(
            ["conv-dense-classifier.checkpoint", "conv-dense-classifier.safetensors", "conv-fashion-classifier.checkpoint", "conv-fashion-classifier.int8.safetensors",
                "conv-fashion-classifier.safetensors", "conv-learning-curve.png", "conv-report.json", "conv-report.md"],
            Directory.GetFiles(_output.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        // A program that predicts nothing.
        var (edgeCode, _, edgeErrors) = Run("edge", "/bin/echo", "--network", "conv");
        Assert.Equal(1, edgeCode);
        Assert.Contains(PathOf("conv-edge-predictions.bin"), edgeErrors, StringComparison.Ordinal);
    }

    [ImagesFact]
    public void The_network_of_fully_connected_layers_is_the_usual_one()
    {
        var (code, printed, errors) = Run("--images", "2000", "--epochs", "1", "--skip-dense");
        Assert.True(code == 0, printed + errors);
        Assert.StartsWith("# Fashion-MNIST, 784-1024-1024-10\n", File.ReadAllText(PathOf("report.md")), StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf("fashion-classifier.int8.safetensors")));
    }

    [TorchTheory]
    [InlineData("dense", "", 66_638)]
    [InlineData("conv", "conv-", 28_504)]
    public void PyTorch_trains_in_its_place(string network, string prefix, int parameters)
    {
        var (code, printed, errors) = Run("--trainer", "torch", "--python", Python.Program, "--network", network, "--images", "640", "--epochs", "1", "--threads", "1", "--skip-dense");
        Assert.True(code == 0, printed + errors);
        Assert.Contains("Training in PyTorch: ", printed, StringComparison.Ordinal);

        using var report = JsonDocument.Parse(File.ReadAllText(PathOf(prefix + "report.json")));
        Assert.Equal("torch", report.RootElement.GetProperty("trainer").GetString());

        // What PyTorch finds with its module is what the class here finds with the file; one image may be as good as between two classes.
        var found = Regex.Match(printed, $@"test accuracy ([0-9.]+) %, {parameters} parameters");
        Assert.True(found.Success, printed);
        Assert.Equal(double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture), 100 * report.RootElement.GetProperty("testAccuracy").GetDouble(), 0.015);
        Assert.Contains(" | in PyTorch |", File.ReadAllText(PathOf(prefix + "report.md")), StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf(prefix + "fashion-classifier.int8.safetensors")));
    }

    [ImagesFact]
    public void A_Python_that_is_not_there_is_named()
    {
        var (code, _, errors) = Run("--trainer", "torch", "--python", "/nowhere/python3");
        Assert.Equal(1, code);
        Assert.Contains("/nowhere/python3 cannot be started", errors, StringComparison.Ordinal);
        Assert.Contains("Say with --python which Python has PyTorch.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--network is dense or conv, and not 'deep'.", "--network", "deep")]
    [InlineData("--trainer is net or torch, and not 'jax'.", "--trainer", "jax")]
    [InlineData("--images is a whole number from 1 to 55000, and not '60000'.", "--images", "60000")]
    [InlineData("There are no weights in ", "narrow")]
    [InlineData("/nowhere/train-images-idx3-ubyte.gz does not exist.", "--network", "conv", "--data", "/nowhere")]
    public void What_is_wrong_is_said(string message, params string[] arguments)
    {
        var (code, _, errors) = Run(arguments);
        Assert.Equal(1, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    private string PathOf(string file) => Path.Combine(_output.Path, file);

    private (int Code, string Printed, string Errors) Run(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "FashionMnist.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments, "--output", _output.Path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed, errors.Result);
    }
}
