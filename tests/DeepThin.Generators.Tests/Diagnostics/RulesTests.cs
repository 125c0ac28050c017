using System.Xml.Linq;
using DeepThin.Generators.Diagnostics;
using DeepThin.Generators.Tests.CodeFixes;
using DeepThin.Generators.Tests.Generation;
using DeepThin.Generators.Tests.Weights;
using DeepThin.Tests;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Tests.Diagnostics;

/// <summary>Holds together the descriptors, the release file, what the build files of the package say, the code fixes, the help pages and their index.</summary>
public sealed class RulesTests
{
    private const string Link = "https://github.com/deepthin/deepthin.generators/blob/main/docs/diagnostics/";

    // The messages of MSBuild: the elements Error and Warning with an id of ours.
    private static readonly ILookup<string, XElement> BuildMessages = Directory.GetFiles(Path.Combine(Repository.Root, "src", "DeepThin", "build"))
        .SelectMany(file => XDocument.Load(file).Descendants())
        .Where(element => element.Attribute("Code") != null)
        .OrderBy(element => (string)element.Attribute("Code")!, StringComparer.Ordinal)
        .ToLookup(element => (string)element.Attribute("Code")!);

    public static TheoryData<string> Ids => [.. Rules.All.Select(rule => rule.Id)];

    public static TheoryData<string> BuildIds => [.. BuildMessages.Select(message => message.Key)];

    [Fact]
    public void Every_descriptor_is_in_the_list_once_and_in_order()
    {
        var fields = typeof(Rules).GetFields().Where(field => field.FieldType == typeof(DiagnosticDescriptor)).Select(field => ((DiagnosticDescriptor)field.GetValue(null)!).Id);
        string[] ids = [.. Rules.All.Select(rule => rule.Id)];
        Assert.Equal(fields, ids);
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.Equal(Rules.All, new ModelAnalyzer().SupportedDiagnostics);
    }

    [Fact]
    public void Only_errors_leave_no_model_so_only_they_cannot_be_turned_off() => Assert.All(Rules.All, rule =>
        Assert.Equal(rule.DefaultSeverity == DiagnosticSeverity.Error, rule.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable)));

    [Fact]
    public void The_release_files_list_every_rule()
    {
        var rows = Directory.GetFiles(Path.Combine(Repository.Root, "generator", "DeepThin.Generators"), "AnalyzerReleases.*.md")
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("DT", StringComparison.Ordinal));
        Assert.Equal(Rules.All.Select(rule => $"{rule.Id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}"), rows);
    }

    [Fact]
    public void Every_page_has_its_rule() => Assert.Equal(
        Rules.All.Select(rule => rule.Id).Concat(BuildMessages.Select(message => message.Key)).Order(StringComparer.Ordinal).Select(id => id + ".md"),
        Directory.GetFiles(Pages, "DT*.md").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_is_where_the_help_link_points_and_carries_the_title(string id)
    {
        var rule = Rules.All.Single(rule => rule.Id == id);
        Assert.Equal($"{Link}{id}.md", rule.HelpLinkUri);
        Assert.StartsWith($"# {id}: {rule.Title}\n\n*{rule.DefaultSeverity}.* ", Page(id), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_first_example_of_a_page_fails_with_its_rule_and_the_second_works(string id)
    {
        bool isInfo = Rules.All.Single(rule => rule.Id == id).DefaultSeverity == DiagnosticSeverity.Info;
        string[] parts = Page(id).Split(isInfo ? "\nHidden:\n" : "\nWorks:\n");
        Assert.Equal(2, parts.Length);
        string[] examples = [.. parts.Select(part => Assert.Single(Blocks(part, "csharp")))];
        Assert.Equal([id], IdsOf(parts[0], examples[0], isInfo));
        Assert.Empty(IdsOf(parts[1], examples[1], isInfo));
        Assert.Empty(Compile.Errors(Generate.Sources("using DeepThin;\n" + examples[1]).Compilation));
    }

    [Fact]
    public void No_message_of_the_build_has_the_id_of_a_rule() =>
        Assert.Empty(BuildMessages.Select(message => message.Key).Intersect(Rules.All.Select(rule => rule.Id)));

    [Theory]
    [MemberData(nameof(BuildIds))]
    public void A_message_of_the_build_has_its_page_with_two_examples(string id)
    {
        Assert.All(BuildMessages[id], message =>
        {
            Assert.Equal($"$(_DeepThinPages){id}.md", (string?)message.Attribute("HelpLink"));
            Assert.NotEqual('.', ((string)message.Attribute("Text")!)[^1]);
            Assert.Matches($@"\A# {id}: [^\n]+\n\n\*{message.Name.LocalName}\.\* ", Page(id));
        });
        Assert.Equal(3, Page(id).Split("```xml\n").Length);
    }

    [Fact]
    public void The_build_files_know_where_the_pages_are() => Assert.Equal(
        Link, XDocument.Load(Path.Combine(Repository.Root, "src", "DeepThin", "build", "DeepThin.targets")).Descendants("_DeepThinPages").Single().Value);

    [Fact]
    public void The_index_lists_every_page() => Assert.Equal(
        Directory.GetFiles(Pages, "DT*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal).Select(Row),
        File.ReadLines(Path.Combine(Pages, "README.md")).Where(line => line.StartsWith("| [DT", StringComparison.Ordinal)));

    [Fact]
    public void The_README_says_how_many_rules_there_are() => Assert.Contains(
        $"[{Directory.GetFiles(Pages, "DT*.md").Length} rules](docs/diagnostics/README.md)", File.ReadAllText(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_page_names_the_code_fixes_of_its_first_example(string id)
    {
        string[] named = [.. Page(id).Split('\n').Where(line => line.StartsWith("*Code fix:* ", StringComparison.Ordinal)).SelectMany(line => line.Split("**").Where((_, index) => index % 2 == 1))];
        Assert.Equal(await Fix.Titles(Examples(id)[0]), named);
        Assert.Equal(Fix.Providers.Any(provider => provider.FixableDiagnosticIds.Contains(id)), named.Length > 0);
    }

    // An example with weights has the project's items, and the content of the files.
    private static IEnumerable<string> IdsOf(string part, string source, bool isInfo)
    {
        source = "using DeepThin;\n" + source;
        string[] items = Blocks(part, "xml");
        if (items.Length > 0) return WeightsProject.Ids(source, Assert.Single(items), Blocks(part, "text").SingleOrDefault());
        var compilation = Generate.Sources(source).Compilation;
        return (isInfo ? Compile.AnalyzeWithInfo(compilation) : Compile.Analyze(compilation)).Select(diagnostic => diagnostic.Id);
    }

    private static string[] Blocks(string text, string language) =>
        [.. text.Split($"```{language}\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];

    private static string Row(string id)
    {
        string[] lines = Page(id).Split('\n');
        string title = lines[0][$"# {id}: ".Length..], severity = lines[2][1..lines[2].IndexOf('.', StringComparison.Ordinal)];
        return $"| [{id}]({id}.md) | {title} | {severity.ToLowerInvariant()} |";
    }

    private static string Pages => Path.Combine(Repository.Root, "docs", "diagnostics");

    private static string Page(string id) => File.ReadAllText(Path.Combine(Pages, id + ".md")).ReplaceLineEndings("\n");

    private static string[] Examples(string id) => [.. Page(id).Split("```csharp\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];
}
