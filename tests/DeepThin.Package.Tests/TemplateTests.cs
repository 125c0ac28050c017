using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DeepThin.Tests;

namespace DeepThin.Package.Tests;

/// <summary>The packed templates, installed as a user installs them: their projects build, run and are published.</summary>
[Collection(PackedTests.Name)]
public sealed class TemplateTests(PackedFixture packed)
{
    private const string Kinds = "sine\nsquare\nsawtooth\n", Weights = "model.safetensors", Model = "WaveClassifier.cs";

    // What the weights of the classifier fit.
    private static readonly string[] Predicting = ["deepthin-edge", "deepthin-service"];

    // One of each kind, of 64 values.
    private static float[][] Waves =>
    [
        [.. Enumerable.Range(0, 64).Select(t => MathF.Sin(MathF.Tau * t / 16))],
        [.. Enumerable.Range(0, 64).Select(t => t % 16 < 8 ? 1f : -1)],
        [.. Enumerable.Range(0, 64).Select(t => t % 16 / 8f - 1)],
    ];

    private static string Lines => string.Concat(Waves.Select(wave => string.Join(',', wave.Select(value => value.ToString(CultureInfo.InvariantCulture))) + "\n"));

    [Fact]
    public void The_first_trains_and_predicts_the_lines_of_a_file()
    {
        string folder = packed.NewFromTemplate("deepthin");
        Assert.Contains($"Version=\"{packed.Version}\"", File.ReadAllText(Path.Combine(folder, "Try.It.csproj")), StringComparison.Ordinal);
        string printed = Dotnet.Run(folder, "run");
        Assert.DoesNotContain("warning", printed, StringComparison.Ordinal);
        Assert.Contains("accuracy 100.00 %", printed, StringComparison.Ordinal);
        Assert.EndsWith("model.safetensors has 6030 values in place of 83203.\n", printed, StringComparison.Ordinal);

        Publish(folder);
        File.WriteAllText(Path.Combine(folder, "waves.csv"), Lines);
        File.WriteAllText(Path.Combine(folder, "short.csv"), "1,2\n");
        Assert.Equal(Kinds, Dotnet.Run(folder, "published/Try.It.dll", "waves.csv"));
        Assert.Equal((1, "short.csv has lines of 2 numbers; 64 are needed.\n"), Dotnet.TryRun(folder, "published/Try.It.dll", "short.csv"));

        // What it writes is what the others bring along.
        Assert.All(Predicting, template =>
        {
            string there = Path.Combine(Repository.Root, "src", "DeepThin.Templates", "templates", template);
            Assert.Equal(new FileInfo(Path.Combine(folder, Weights)).Length, new FileInfo(Path.Combine(there, Weights)).Length);
            Assert.Equal(Layers(folder), Layers(there));
        });
    }

    [Fact]
    public void The_stream_trains_and_answers_each_value()
    {
        string folder = packed.NewFromTemplate("deepthin-stream");
        Publish(folder);
        Assert.Equal((1, "There is no model.safetensors; 'dotnet run -- train' writes it.\n"), Dotnet.TryRun(folder, "published/Try.It.dll"));
        string trained = Dotnet.Run(folder, "run", "--", "train");
        Assert.DoesNotContain("warning", trained, StringComparison.Ordinal);
        Assert.Contains("accuracy 9", trained, StringComparison.Ordinal);
        foreach (var (wave, kind) in Waves.Zip(Kinds.Split('\n')))
        {
            var (code, printed) = Dotnet.Answer("dotnet", folder, string.Join('\n', wave.Select(value => value.ToString(CultureInfo.InvariantCulture))) + "\nx\n", "published/Try.It.dll");
            string[] answers = printed.Split('\n');
            Assert.Equal((1, 64 + 2, kind), (code, answers.Length, answers[63]));
            Assert.Equal("line 65: 'x' is not a finite number; the stream goes on without it.", answers[64]);
        }
    }

    [PublishFact]
    public void The_small_program_carries_its_weights()
    {
        string folder = packed.NewFromTemplate("deepthin-edge", "--instruction-set", "Avx");
        Publish(folder);
        File.Delete(Path.Combine(folder, Weights));
        Assert.Equal(["Try.It", "Try.It.dbg"], Directory.EnumerateFileSystemEntries(Path.Combine(folder, "published")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var (code, printed) = Dotnet.Answer(Path.Combine(folder, "published", "Try.It"), folder, Lines + "1,2\n1,b\n");
        Assert.Equal((1, Kinds + "line 4: It has 2 numbers; 64 are needed.\nline 5: 'b' is not a finite number.\n"), (code, printed));
    }

    [PublishFact]
    public async Task The_service_takes_new_weights_while_it_answers_and_refuses_wrong_ones()
    {
        string folder = packed.NewFromTemplate("deepthin-service"), published = Path.Combine(folder, "published");
        Publish(folder);
        Assert.Equal(1, Dotnet.TryRunProgram(Path.Combine(published, "Try.It"), published, "--Weights=none.safetensors").Code);
        using var service = Process.Start(new ProcessStartInfo(Path.Combine(published, "Try.It"), "--urls http://127.0.0.1:0") { WorkingDirectory = published, RedirectStandardOutput = true })!;
        try
        {
            const string Listens = "Now listening on: ";
            string line;
            do line = await service.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The service has ended.");
            while (!line.Contains(Listens, StringComparison.Ordinal));
            _ = service.StandardOutput.ReadToEndAsync();
            using var client = new HttpClient { BaseAddress = new Uri(line[(line.IndexOf(Listens, StringComparison.Ordinal) + Listens.Length)..]) };
            foreach (var (wave, kind) in Waves.Zip(Kinds.Split('\n'))) Assert.Equal(kind, await KindOf(client, wave));
            var bad = await client.PostAsJsonAsync("predict", new { values = new float[] { 1, 2 } });
            Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
            Assert.Contains("'values' has 2 numbers; 64 are needed.", await bad.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            // A file that is cut off, one of another network, and then one that fits and names a kind otherwise.
            byte[] good = File.ReadAllBytes(Path.Combine(published, Weights));
            string taken = (await StateOf(client)).Taken;
            Replace(published, good[..^1000]);
            await Until(async () => (await StateOf(client)).Refused?.Contains("bytes of data", StringComparison.Ordinal) == true);
            Assert.Equal("sine", await KindOf(client, Waves[0]));
            Replace(published, Exchange(good, "\"layers.0.bias\"", "\"layers.0.bios\""));
            await Until(async () => (await StateOf(client)).Refused?.Contains("layers.0.bios", StringComparison.Ordinal) == true);
            Assert.Equal(("sine", taken), (await KindOf(client, Waves[0]), (await StateOf(client)).Taken));
            Replace(published, Exchange(good, "\"sine\"", "\"SINE\""));
            await Until(async () => await KindOf(client, Waves[0]) == "SINE");
            var state = await StateOf(client);
            Assert.Null(state.Refused);
            Assert.NotEqual(taken, state.Taken);
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync();
        }
    }

    private static void Publish(string folder) =>
        Assert.DoesNotContain("warning", Dotnet.Run(folder, "publish", "-o", "published"), StringComparison.Ordinal);

    // The attributes of the layers.
    private static IEnumerable<string> Layers(string folder) =>
        File.ReadLines(Path.Combine(folder, Model)).Where(line => line.StartsWith("[Dense", StringComparison.Ordinal));

    private static async Task<string?> KindOf(HttpClient client, float[] wave)
    {
        var answer = await client.PostAsJsonAsync("predict", new { values = wave });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("kind").GetString();
    }

    private static async Task<(string Taken, string? Refused)> StateOf(HttpClient client)
    {
        var state = await client.GetFromJsonAsync<JsonElement>("weights");
        return (state.GetProperty("taken").GetString()!, state.GetProperty("refused").GetString());
    }

    // As an operator does it: whole files come by renaming.
    private static void Replace(string folder, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(folder, "next"), bytes);
        File.Move(Path.Combine(folder, "next"), Path.Combine(folder, Weights), overwrite: true);
    }

    // The header has the same length afterwards.
    private static byte[] Exchange(byte[] file, string text, string other)
    {
        string header = Encoding.Latin1.GetString(file);
        Assert.Contains(text, header, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(header.Replace(text, other, StringComparison.Ordinal));
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "It did not come to hold within 30 seconds.");
            await Task.Delay(100);
        }
    }
}
