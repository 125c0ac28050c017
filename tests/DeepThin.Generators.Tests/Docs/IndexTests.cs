using DeepThin.Tests;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>The index of the documentation, against the pages that there are.</summary>
public sealed class IndexTests
{
    private const string Index = "docs/README.md";

    // A row of the index is a page and what it answers.
    private static readonly (string Page, string Answers)[] Rows = [.. Page.Read(Index).Tables.SelectMany(table => table.Cast<TableRow>().Where(row => !row.IsHeader)).Select(Row)];

    [Fact]
    public void Every_page_is_listed_once() => Assert.Equal(
        Page.Names.Where(name => name.StartsWith("docs/", StringComparison.Ordinal) && name != Index && !IsOfOneRule(name)),
        Rows.Select(row => row.Page).Where(page => page.StartsWith("docs/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_sample_with_a_page_is_listed_once() => Assert.Equal(
        Page.Names.Where(name => name.StartsWith("samples/", StringComparison.Ordinal)),
        Rows.Select(row => row.Page).Where(page => page.StartsWith("samples/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_link_leads_to_a_page() => Assert.All(
        Page.Read(Index).Document.Descendants<LinkInline>(),
        link => Assert.Contains(PathOf(link), Page.Names));

    [Fact]
    public void Every_page_has_a_line_that_says_what_it_answers() => Assert.All(Rows, row => Assert.InRange(row.Answers.Length, 20, 150));

    [Fact]
    public void The_README_leads_to_the_index() =>
        Assert.Contains(Page.Read("README.md").Document.Descendants<LinkInline>(), link => link.Url == Index);

    private static bool IsOfOneRule(string name) => name.StartsWith("docs/diagnostics/DT", StringComparison.Ordinal);

    private static (string Page, string Answers) Row(TableRow row)
    {
        var link = Assert.Single(row[0].Descendants<LinkInline>());
        string answers = string.Concat(row[1].Descendants<LiteralInline>().Select(text => text.Content.ToString()));
        return (PathOf(link), answers);
    }

    private static string PathOf(LinkInline link) =>
        Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, "docs", link.Url!))).Replace('\\', '/');
}
