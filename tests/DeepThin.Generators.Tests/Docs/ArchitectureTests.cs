using DeepThin.Generators.Layers;
using DeepThin.Generators.Tests.Kernels;
using DeepThin.Generators.Tests.Parsing;
using DeepThin.Planning;
using DeepThin.Tests;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>What the page about the code says of the kinds of layers, against their list: no kind is left out by documents or tests.</summary>
public sealed class ArchitectureTests
{
    private static readonly Page Architecture = Page.Read("docs/architecture.md");

    // Kind, attributes, page, golden files.
    private static readonly TableRow[] Rows =
        [.. Architecture.Tables.Single(table => Page.Text((TableRow)table[0], 0) == "kind").Cast<TableRow>().Where(row => !row.IsHeader)];

    public static TheoryData<string> Kinds => [.. LayerKinds.All.Select(NameOf)];

    [Fact]
    public void Every_kind_has_a_row() => Assert.Equal(LayerKinds.All.Select(NameOf), Rows.Select(row => Page.Text(row, 0)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_row_has_its_attributes(string kind) => Assert.Equal(
        Kind(kind).Attributes.Select(attribute => $"[{Short(attribute)}]"),
        Row(kind)[1].Descendants<CodeInline>().Select(code => code.Content));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_page_has_a_heading_for_each_attribute(string kind)
    {
        var page = Page.Read("docs/" + Assert.Single(Row(kind)[2].Descendants<LinkInline>()).Url);
        string headings = string.Join("\n", page.Document.Descendants<HeadingBlock>().SelectMany(heading => heading.Inline!.Descendants<CodeInline>()).Select(code => code.Content));
        Assert.All(Kind(kind).Attributes, attribute => Assert.Matches($@"\[{Short(attribute)}[(\]]", headings));
    }

    [Fact]
    public void The_rows_have_the_golden_files_of_layers() => Assert.Equal(
        Directory.GetFiles(Path.Combine(Repository.Root, "tests/DeepThin.Generators.Tests/Generation/Golden")).Select(file => Path.GetFileName(file).Split('.')[0])
            .Except(["embedded", "exports"]).Order(StringComparer.Ordinal),
        Rows.SelectMany(row => row[3].Descendants<CodeInline>()).Select(code => code.Content).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_way_of_keeping_weights_and_every_kind_is_drawn_and_has_a_reference(string kind)
    {
        var drawn = ModelSet.All.SelectMany(set => set.Models).SelectMany(model => new NetworkPlan(model.Network).Steps).Select(step => step.Layer).ToList();
        Assert.Contains(drawn, layer => layer.GetType() == Kind(kind).Plan);
        Assert.Superset(WaysOfKeepingWeights(), drawn.SelectMany(layer => layer.Maps).Select(map => map.Weights.GetType()).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Hostile_sources_have_its_attributes(string kind) =>
        Assert.All(Kind(kind).Attributes, attribute => Assert.Contains(HostileSourceTests.Attributes, name => name == Short(attribute)));

    [Fact]
    public void Every_folder_of_the_page_is_there()
    {
        string[] folders = [.. Architecture.Tables.First().Cast<TableRow>().Where(row => !row.IsHeader).Select(row => row[0].Descendants<CodeInline>().First().Content)];
        Assert.All(folders, folder => Assert.True(Directory.Exists(Path.Combine(Repository.Root, folder)), folder));
    }

    private static HashSet<Type> WaysOfKeepingWeights() =>
        [.. typeof(WeightsPlan).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(WeightsPlan)) && !type.IsAbstract)];

    private static LayerKind Kind(string name) => LayerKinds.All.Single(kind => NameOf(kind) == name);

    private static TableRow Row(string kind) => Rows.Single(row => Page.Text(row, 0) == kind);

    private static string NameOf(LayerKind kind) => kind.Plan.Name.Replace("Plan", "", StringComparison.Ordinal);

    private static string Short(LayerAttribute attribute) => attribute.ClassName.Replace("Attribute", "", StringComparison.Ordinal);
}
