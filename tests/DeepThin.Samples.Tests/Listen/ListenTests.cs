using System.Diagnostics;
using System.Text.Json;
using DeepThin.Samples.Tests.Acoustic;
using Listen;
using Listen.Data;

namespace DeepThin.Samples.Tests.Listen;

/// <summary>The sample as a user runs it.</summary>
public sealed class ListenTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public static TheoryData<string, ModelInfo, ModelInfo> Pairs => new()
    {
        { "10 %", VoiceDetector.Info, NarrowDetectorAt10.Info },
        { "3 %", DetectorAt3.Info, NarrowDetectorAt3.Info },
    };

    public void Dispose() => _output.Dispose();

    [SpeechFact]
    public void It_makes_scenes_trains_compares_and_writes_what_the_program_needs()
    {
        string[] arguments = ["--scenes", "10", "--epochs", "1", "--variants", "10", "narrow-3", "--output", _output.Path];
        var (code, printed, errors) = Run(arguments);
        Assert.True(code == 0, printed + errors);
        Assert.Contains("Making 17 scenes with flite and espeak-ng", printed, StringComparison.Ordinal);
        Assert.Contains("Training: 10 % kept", printed, StringComparison.Ordinal);
        var manifest = Manifest.Find(PathOf("data"))!;
        Assert.Equal(17, manifest.Scenes.Count);
        Assert.All(manifest.Scenes, scene => Assert.Equal(scene.Frames * 256, SceneFrames.Samples(PathOf("data"), scene).Length));
        Assert.All(manifest.Scenes.Where(scene => scene.Voice != null), scene => Assert.InRange(scene.Labels().Average(), 0.2, 0.9));

        using var report = JsonDocument.Parse(File.ReadAllText(PathOf("report.json")));
        Assert.Equal(["10", "narrow-3", "energy"], report.RootElement.EnumerateArray().Select(result => result.GetProperty("key").GetString()!));
        Assert.Equal(new FileInfo(PathOf("voice-detector.safetensors")).Length, report.RootElement[0].GetProperty("weightBytes").GetInt64());
        Assert.Contains($"| 10 % kept | {Figures.Count(VoiceDetector.Info.Parameters)} | ", File.ReadAllText(PathOf("report.md")), StringComparison.Ordinal);

        // The same command makes and trains nothing, and one with another learning rate trains what it needs.
        var (_, again, _) = Run(arguments);
        Assert.Contains("have these settings already.", again, StringComparison.Ordinal);
        Assert.Contains("Trained before: 10 % kept", again, StringComparison.Ordinal);
        var (_, other, _) = Run([.. arguments, "--learning-rate", "0.001"]);
        Assert.Contains("Training: 10 % kept", other, StringComparison.Ordinal);
        Assert.Contains("Trained before: narrow, as 3 %", other, StringComparison.Ordinal);

        // A program that answers something else.
        var (checkCode, _, checkErrors) = Run("check", "/bin/cat", "--output", _output.Path);
        Assert.Equal(1, checkCode);
        Assert.StartsWith("/bin/cat prints 0 lines for ", checkErrors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--variants are of uncompressed, 10, 3, narrow-10, narrow-3, or all, and not '5'.", "--variants", "10", "5")]
    [InlineData("--scenes is a whole number, 10 or more, and not '9'.", "--scenes", "9")]
    public void What_is_wrong_is_said(string message, params string[] arguments)
    {
        var (code, _, errors) = Run([.. arguments, "--output", _output.Path]);
        Assert.Equal(1, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_without_scenes_is_named()
    {
        var (code, _, errors) = Run("check", "/bin/cat", "--output", _output.Path);
        Assert.Equal(1, code);
        Assert.StartsWith($"There are no scenes in {PathOf("data")}; run.sh makes them.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_program_is_named_with_its_package()
    {
        var (code, _, errors) = RunWhere(_output.Path, "--scenes", "10", "--output", _output.Path);
        Assert.Equal(1, code);
        Assert.Contains("The program flite cannot be started: ", errors, StringComparison.Ordinal);
        Assert.Contains("sudo apt-get install flite", errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_narrow_network_has_about_the_parameters_of_the_compressed_one(string ratio, ModelInfo compressed, ModelInfo narrow)
    {
        double share = (double)narrow.Parameters / compressed.Parameters;
        Assert.True(share is > 0.97 and < 1.03, $"{ratio}: {narrow.Parameters} for {compressed.Parameters}");
    }

    private string PathOf(string file) => Path.Combine(_output.Path, file);

    private static (int Code, string Printed, string Errors) Run(params string[] arguments) => RunWhere(null, arguments);

    // With other programs than those that are installed, if a folder is given.
    private static (int Code, string Printed, string Errors) RunWhere(string? programs, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Listen.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (programs != null) start.Environment["PATH"] = programs;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed, errors.Result);
    }
}
