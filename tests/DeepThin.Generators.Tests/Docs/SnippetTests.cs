using DeepThin.Tests;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>Every C# example is one file that compiles as it stands; those of the diagnostics have tests of their own.</summary>
public sealed class SnippetTests
{
    public static TheoryData<string> Pages =>
        [.. Page.Names.Where(page => !page.StartsWith("docs/diagnostics/", StringComparison.Ordinal) && Snippet.Of(Page.Read(page)).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_example_compiles_alone_and_nothing_is_said_of_it(string page) =>
        Assert.All(Snippet.Of(Page.Read(page)), example => Snippet.Compiled(example, SourcesBeside(page)));

    [Theory]
    [InlineData("samples/Acoustic", "AcousticClassifier.cs")]
    [InlineData("samples/FashionMnist", "FashionClassifier.cs")]
    [InlineData("samples/Hello", "Program.cs")]
    [InlineData("samples/Listen", "VoiceDetector.cs")]
    [InlineData("samples/Pronounce", "Pronouncer.cs")]
    [InlineData("samples/Sensor", "EcgForecaster.cs")]
    [InlineData("samples/Tables", "TumourClassifier.cs")]
    public void The_page_of_a_sample_shows_its_network(string sample, string file)
    {
        string code = File.ReadAllText(Path.Combine(Repository.Root, sample, file)).ReplaceLineEndings("\n");
        string shown = Snippet.Of(Page.Read($"{sample}/README.md")).First(example => example.Contains("[DeepThinModel", StringComparison.Ordinal));
        Assert.EndsWith(shown[shown.IndexOf('[', StringComparison.Ordinal)..], code, StringComparison.Ordinal);
    }

    // The page of a sample is about a project, which has code that reads its data.
    private static IEnumerable<string> SourcesBeside(string page) => page.StartsWith("samples/", StringComparison.Ordinal)
        ? Directory.GetFiles(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "Data")
            .Select(File.ReadAllText)
        : [];
}
