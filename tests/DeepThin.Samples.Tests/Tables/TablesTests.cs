using System.Diagnostics;
using System.Text.Json;
using DeepThin.Samples.Tests.Acoustic;

namespace DeepThin.Samples.Tests.Tables;

/// <summary>The sample as a user runs it.</summary>
public sealed class TablesTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [TableFact]
    public void It_trains_compares_and_writes_what_the_program_needs()
    {
        var (code, printed, errors) = Run("--epochs", "10", "--folds", "2", "--seeds", "1", "--output", _output.Path);
        Assert.True(code == 0, printed + errors);
        Assert.Contains("The trainer warns of nothing.", printed, StringComparison.Ordinal);
        Assert.Contains("  2 of 2 folds", printed, StringComparison.Ordinal);
        Assert.Contains("│ malignant ones found │", printed, StringComparison.Ordinal);

        using var report = JsonDocument.Parse(File.ReadAllText(PathOf("report.json")));
        Assert.InRange(report.RootElement.GetProperty("accuracy").GetDouble(), 0.9, 1);
        Assert.Contains("|  | compressed | uncompressed | linear |\n|---|---:|---:|---:|\n| parameters | 30 305 | 279 614 | 122 |\n", File.ReadAllText(PathOf("report.md")), StringComparison.Ordinal);
        Assert.Equal("\x89PNG", string.Concat(File.ReadAllBytes(PathOf("confusion.png")).Take(4).Select(value => (char)value)));
        Assert.Equal(115, File.ReadAllLines(PathOf("test.csv")).Length);
        var texts = SafetensorsFile.Parse(File.ReadAllBytes(PathOf("tumour-classifier.safetensors"))).Metadata;
        Assert.Equal(
            ["mean radius", "worst fractal dimension", "benign", "malignant"], [texts["feature_names.0"], texts["feature_names.29"], texts["class_names.0"], texts["class_names.1"]]);

        // A program that answers something else.
        var (checkCode, _, checkErrors) = Run("check", "/bin/cat", "--output", _output.Path);
        Assert.Equal(1, checkCode);
        Assert.StartsWith($"Row 1 of {PathOf("test.csv")}: /bin/cat says '", checkErrors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--folds is a whole number, 2 or more, and not '1'.", "--folds", "1")]
    [InlineData("There is no file /nowhere/breast_cancer.csv. On Debian and Ubuntu the package python3-sklearn has it; or give the folder where it is: --table DIR", "--table", "/nowhere")]
    public void What_is_wrong_is_said(string message, params string[] arguments)
    {
        var (code, _, errors) = Run([.. arguments, "--output", _output.Path]);
        Assert.Equal(1, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    private string PathOf(string file) => Path.Combine(_output.Path, file);

    private static (int Code, string Printed, string Errors) Run(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Tables.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed, errors.Result);
    }
}
