using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>The examples of the pages that are read first run as they stand, one after the other in one folder, and print what the page shows.</summary>
public sealed class ExampleTests : IDisposable
{
    // The attribute of the README's network, and its ratio; what stands in their place makes other networks of it.
    private const string Attribute = "[DeepThinModel(Training = true)]", Ratio = "Ratio = 0.03";

    // A line that is longer is cut at the edge of the page.
    private const int LineThatIsShownWhole = 125;

    private static readonly string RuntimeConfiguration = JsonSerializer.Serialize(new
    {
        runtimeOptions = new { framework = new { name = "Microsoft.NETCore.App", version = Environment.Version.ToString() } },
    });

    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin-example").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("README.md", 1, 1)]
    [InlineData("docs/getting-started.md", 3, 3)]
    [InlineData("src/DeepThin/README.md", 1, 1)]
    [InlineData("src/DeepThin.Training/README.md", 1, 1)]
    public void Every_example_runs_and_prints_what_the_page_shows(string name, int examples, int outputs)
    {
        var page = Page.Read(name);
        var fences = page.Fences.Where(fence => fence.Info == "csharp").ToList();
        Assert.Equal((examples, outputs), (fences.Count, fences.Count(fence => Shown(page, fence) != null)));
        foreach (var fence in fences)
        {
            Assert.All(Page.Code(fence).Split('\n'), line => Assert.InRange(line.Length, 0, LineThatIsShownWhole));
            string printed = Run(Page.Code(fence));
            if (Shown(page, fence) is { } shown) Assert.Equal(shown, Regex.IsMatch(printed, Pattern(shown)) ? shown : printed);
        }
    }

    [Fact]
    public void What_the_README_says_of_memory_and_multiply_adds_is_true_of_its_network()
    {
        string text = string.Join(' ', Page.Read("README.md").Lines);
        var (memory, fewer) = Figures(Network());
        var (memoryOfTall, fewerOfTall) = Figures(Network().Replace(Ratio, Ratio + ", Form = Form.Tall", StringComparison.Ordinal));
        Assert.Contains($"takes {memory} % of the memory", text, StringComparison.Ordinal);
        Assert.Contains($"in the tall form {memoryOfTall} %", text, StringComparison.Ordinal);
        Assert.Contains($"{fewer} times fewer multiply-adds", text, StringComparison.Ordinal);
        Assert.Contains($"in the tall form {fewerOfTall} times", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_that_the_README_shows_is_what_its_network_gives_with_other_inputs()
    {
        string network = "using DeepThin;\n" + Network().Replace("Dense(1024, 1024,", "Dense(1000, 1024,", StringComparison.Ordinal);
        var error = Assert.Single(Compile.Analyze(Compile.Sources(network)));
        Assert.Contains($"error {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}\n", Page.Read("README.md").Code("text"));
    }

    // What the network holds in 8 bits, in percent of what it holds in single precision, and how many times fewer multiply-adds it has than uncompressed.
    private (string Memory, string Fewer) Figures(string network)
    {
        string narrow = network
            .Replace(Attribute, "[DeepThinModel(Weights = WeightType.Int8)]", StringComparison.Ordinal)
            .Replace("Classifier", "Narrow", StringComparison.Ordinal);
        string[] printed = Run($$"""
            using DeepThin;

            Console.WriteLine(100 * Held(Narrow.Info) / Held(Classifier.Info));
            Console.WriteLine(10 * Classifier.Info.Layers.Sum(layer => (long)layer.Inputs * layer.Outputs) / Classifier.Info.MultiplyAdds);

            static long Held(ModelInfo info) => info.Bytes + info.PreparedBytes;

            {{network}}

            {{narrow}}
            """).Split('\n');
        return (printed[0], (int.Parse(printed[1], CultureInfo.InvariantCulture) / 10.0).ToString("0.0", CultureInfo.InvariantCulture));
    }

    private static string Network()
    {
        string example = Snippet.Of(Page.Read("README.md")).First();
        Assert.Contains(Attribute, example, StringComparison.Ordinal);
        return example[example.IndexOf(Attribute, StringComparison.Ordinal)..];
    }

    // The output stands below, after a line that says so.
    private static string? Shown(Page page, FencedCodeBlock example)
    {
        int index = page.Document.IndexOf(example);
        return page.Document.ElementAtOrDefault(index + 1) is ParagraphBlock says && page.LinesOf(says).Any(line => line.Contains("prints", StringComparison.Ordinal))
            && page.Document.ElementAtOrDefault(index + 2) is FencedCodeBlock { Info: "text" } output ? Page.Code(output) : null;
    }

    // Three dots stand for what is another time another text.
    private static string Pattern(string shown) => $@"\A{Regex.Escape(shown).Replace("…", ".+", StringComparison.Ordinal)}\z";

    private string Run(string example)
    {
        string program = Directory.CreateTempSubdirectory("deepthin-example-program").FullName;
        try
        {
            string file = Path.Combine(program, "Example.dll");
            using (var assembly = File.Create(file))
            {
                var emitted = Snippet.Compiled(example).Emit(assembly);
                Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
            }

            foreach (string library in Snippet.Libraries) File.Copy(library, Path.Combine(program, Path.GetFileName(library)));
            File.WriteAllText(Path.Combine(program, "Example.runtimeconfig.json"), RuntimeConfiguration);
            return Start(file);
        }
        finally
        {
            Directory.Delete(program, recursive: true);
        }
    }

    private string Start(string program)
    {
        var start = new ProcessStartInfo("dotnet", [program]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The example ended with {process.ExitCode}:\n{printed}{errors.Result}");
        return printed.ReplaceLineEndings("\n");
    }
}
