using System.Diagnostics;
using System.Text.Json;
using DeepThin.Samples.Tests.Acoustic;

namespace DeepThin.Samples.Tests.Sensor;

/// <summary>The sample as a user runs it.</summary>
public sealed class SensorTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [RecordFact]
    public void It_trains_compares_and_writes_what_the_program_needs()
    {
        var (code, printed, errors) = Run("--epochs", "3", "--seeds", "1", "--output", _output.Path);
        Assert.True(code == 0, printed + errors);
        Assert.Contains("7170 windows to train with, 885 to choose the best epoch, 1485 to judge by", printed, StringComparison.Ordinal);
        Assert.Contains("The trainer warns of nothing.", printed, StringComparison.Ordinal);
        Assert.Contains("  1 of 1 seeds", printed, StringComparison.Ordinal);
        Assert.Contains("│ last value   │", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("accuracy", printed, StringComparison.Ordinal);

        // After three epochs it is already better than the last value, which is 0.35 mV away.
        using var report = JsonDocument.Parse(File.ReadAllText(PathOf("report.json")));
        Assert.InRange(report.RootElement.GetProperty("rootMeanSquareError").GetDouble(), 0.1, 0.32);
        string[] rows = File.ReadAllLines(PathOf("report.md"));
        Assert.Contains("| 10 % kept | 14 564 | ", rows.Single(row => row.StartsWith("| 10 %", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("| last value |  | 356.2 | 350.0 | 62.3 | 455.7 |  |  |", rows);
        Assert.Equal("\x89PNG", string.Concat(File.ReadAllBytes(PathOf("forecasts.png")).Take(4).Select(value => (char)value)));
        Assert.Equal(27_000, File.ReadAllLines(PathOf("test.txt")).Length);
        Assert.True(File.Exists(PathOf("ecg-forecaster.safetensors")));

        // A program that answers something else.
        var (checkCode, _, checkErrors) = Run("check", "/bin/cat", "--output", _output.Path);
        Assert.Equal(1, checkCode);
        Assert.StartsWith("/bin/cat prints 27000 forecasts of 1486 and ends with 0", checkErrors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--seeds is a whole number, 1 or more, and not '0'.", "--seeds", "0")]
    [InlineData("There is no file /nowhere/ecg.dat. On Debian 12 the package python3-scipy has it; or give the file: --record FILE", "--record", "/nowhere/ecg.dat")]
    public void What_is_wrong_is_said(string message, params string[] arguments)
    {
        var (code, _, errors) = Run([.. arguments, "--output", _output.Path]);
        Assert.Equal(1, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    private string PathOf(string file) => Path.Combine(_output.Path, file);

    private static (int Code, string Printed, string Errors) Run(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Sensor.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed, errors.Result);
    }
}
