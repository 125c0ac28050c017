using System.Diagnostics;
using System.Text.Json;
using DeepThin.Samples.Tests.Acoustic;
using Pronounce;
using Pronounce.Data;

namespace DeepThin.Samples.Tests.Pronounce;

/// <summary>The sample as a user runs it, with a made-up language.</summary>
public sealed class PronounceTests : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public static TheoryData<string, ModelInfo, ModelInfo> Pairs => new()
    {
        { "10 %", Pronouncer.Info, NarrowPronouncerAt10.Info },
        { "3 %", PronouncerAt3.Info, NarrowPronouncerAt3.Info },
        { "1 %", PronouncerAt1.Info, NarrowPronouncerAt1.Info },
        { "10 %", Pronouncer.Info, LowRankPronouncerAt10.Info },
        { "3 %", PronouncerAt3.Info, LowRankPronouncerAt3.Info },
        { "1 %", PronouncerAt1.Info, LowRankPronouncerAt1.Info },
        { "10 %", Pronouncer.Info, HashedPronouncerAt10.Info },
        { "3 %", PronouncerAt3.Info, HashedPronouncerAt3.Info },
        { "1 %", PronouncerAt1.Info, HashedPronouncerAt1.Info },
    };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void It_trains_compares_keeps_results_and_writes_what_the_program_needs()
    {
        string[] arguments = ["--dictionary", WriteDictionary(), "--epochs", "12", "--variants", "narrow-1", "10", "--output", _output.Path];
        var (code, printed, errors) = Run(arguments);
        Assert.True(code == 0, printed + errors);
        Assert.Contains("600 words; left out: 0 ", printed, StringComparison.Ordinal);
        Assert.Contains("540 words to train with, 30 to choose the best epoch, 30 to judge by", printed, StringComparison.Ordinal);
        Assert.Contains("Training: 10 % kept", printed, StringComparison.Ordinal);
        Assert.Contains("  epoch 12: loss ", printed, StringComparison.Ordinal);

        // Each letter is said in one way, so that little is left to learn after some epochs.
        using var report = JsonDocument.Parse(File.ReadAllText(PathOf("report.json")));
        Assert.Equal(["10", "narrow-1"], report.RootElement.EnumerateArray().Select(result => result.GetProperty("key").GetString()!));
        var first = report.RootElement[0];
        Assert.InRange(first.GetProperty("test").GetProperty("phoneErrors").GetDouble(), 0, 0.3);
        Assert.Equal(new FileInfo(PathOf("pronouncer.safetensors")).Length, first.GetProperty("weightBytes").GetInt64());
        Assert.True(first.GetProperty("microsecondsPerWord").GetDouble() > 0);
        Assert.Contains($"| 10 % kept | {Figures.Count(Pronouncer.Info.Parameters)} | ", File.ReadAllText(PathOf("report.md")), StringComparison.Ordinal);
        Assert.Equal(30, File.ReadAllLines(PathOf("test.txt")).Length);
        Assert.Empty(Directory.GetFiles(PathOf("results"), "*.checkpoint"));

        // The same command trains nothing, and one with another setting what it needs.
        var (_, again, _) = Run(arguments);
        Assert.Contains("Trained before: 10 % kept", again, StringComparison.Ordinal);
        Assert.DoesNotContain("Training: ", again, StringComparison.Ordinal);
        using var sameReport = JsonDocument.Parse(File.ReadAllText(PathOf("report.json")));
        Assert.Equal(first.GetProperty("trainSeconds").GetDouble(), sameReport.RootElement[0].GetProperty("trainSeconds").GetDouble());
        var (_, other, _) = Run([.. arguments, "--learning-rate", "0.001"]);
        Assert.Contains("Training: 10 % kept", other, StringComparison.Ordinal);
        Assert.Contains("Trained before: narrow, as 1 %", other, StringComparison.Ordinal);

        // A program that answers something else.
        var (checkCode, _, checkErrors) = Run("check", "/bin/cat", "--output", _output.Path);
        Assert.Equal(1, checkCode);
        Assert.StartsWith("/bin/cat reads 30 of 30 words otherwise than the trained network, such as '", checkErrors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--variants are of uncompressed, 10, 3, 1, low-rank-10, low-rank-3, low-rank-1, hashed-10, hashed-3, hashed-1, narrow-10, narrow-3, narrow-1, or all, and not '5'.", "--variants", "10", "5")]
    [InlineData("--words is a whole number, 1 or more, and not '0'.", "--words", "0")]
    [InlineData("There is no file /nowhere/dictionary. On Debian and Ubuntu the package festlex-cmu has it; or give another dictionary: --dictionary FILE", "--dictionary", "/nowhere/dictionary")]
    public void What_is_wrong_is_said(string message, params string[] arguments)
    {
        var (code, _, errors) = Run([.. arguments, "--output", _output.Path]);
        Assert.Equal(1, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Another_network_has_about_the_parameters_of_the_compressed_one(string ratio, ModelInfo compressed, ModelInfo other)
    {
        double share = (double)other.Parameters / compressed.Parameters;
        Assert.True(share is > 0.97 and < 1.03, $"{ratio}: {other.Parameters} for {compressed.Parameters}");
    }

    [Fact]
    public void The_network_has_a_row_for_each_letter_and_a_class_for_each_phone()
    {
        Assert.Equal(Letters.Count, Pronouncer.Info.Tensors[0].Rows);
        Assert.Equal(Phones.Classes, Pronouncer.OutputLength);
    }

    private string PathOf(string file) => Path.Combine(_output.Path, file);

    // A language of words such as "tanilo", in which each letter is a phone.
    private string WriteDictionary()
    {
        string[] consonants = ["t T", "n N", "l L", "k K"], vowels = ["a AA1", "i IY0", "o OW2"];
        var random = new Random(1);
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (words.Count < 600)
        {
            string[] letters = [.. Enumerable.Range(0, 2 * random.Next(2, 5)).Select(i => i % 2 == 0 ? consonants[random.Next(4)] : vowels[random.Next(3)])];
            words[string.Concat(letters.Select(letter => letter[0]))] = string.Join(' ', letters.Select(letter => letter[2..]));
        }

        string path = _output.File("dictionary");
        File.WriteAllLines(path, words.Select(word => $"{word.Key}  {word.Value}"));
        return path;
    }

    private static (int Code, string Printed, string Errors) Run(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Pronounce.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed, errors.Result);
    }
}
