namespace DeepThin.Generators.Tests.Docs;

/// <summary>Every page shows what its source says: tables, links and their anchors, images, code.</summary>
public sealed class MarkupTests
{
    public static TheoryData<string> Pages => [.. Page.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_shows_what_was_meant(string page)
    {
        string faults = string.Join('\n', MarkupFaults.Of(Page.Read(page)));
        Assert.True(faults.Length == 0, $"{page}\n{faults}");
    }

    // The faults that would be found, each on a page of its own.
    [Theory]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |\nProse:\n", "line 4: no empty line between this and a table: Prose:")]
    [InlineData("| a | b |\n|---|---|\n| 1 |\n", "line 3: 1 cells, and the head has 2: | 1 |")]
    [InlineData("| a | b |\n|---|---|\n| `x|y` | 2 |\n", "line 3: 3 cells, and the head has 2: | `x|y` | 2 |")]
    [InlineData("| a | b |\n\n", "line 1: rows of no table")]
    [InlineData("| a | b |\n| 1 | 2 |\n", "line 1: rows of no table")]
    [InlineData("Prose:\n| a | b |\n|---|---|\n| 1 | 2 |\n", "line 2: there is no empty line before this table")]
    [InlineData("Prose:\n- an item\n", "line 2: there is no empty line before this list")]
    [InlineData("- an item\nprose\n", "line 1: a line of the item above that is not indented: prose")]
    [InlineData("1. an item\n\n```text\ncode\n```\n\n   prose\n", "line 7: it is indented, and belongs to no item")]
    [InlineData("Prose\n---\n", "line 2: a line of dashes makes a heading of the text above it")]
    [InlineData("Prose\n# A heading\n", "line 2: there is no empty line before this")]
    [InlineData("A `List<int> of it\n", "line 1: markup is shown as text: A `List")]
    [InlineData("A List<int> of it\n", "line 1: <int> is HTML, and is not shown")]
    [InlineData("<div>\n", "line 1: HTML is not shown")]
    [InlineData("**bold\n", "line 1: markup is shown as text: **")]
    [InlineData("[text](\n", "line 1: markup is shown as text: text](")]
    [InlineData("[](training.md)\n", "line 1: the link to training.md shows nothing")]
    [InlineData("![](relayout.svg)\n", "line 1: the link to relayout.svg shows nothing")]
    [InlineData("[a](nowhere.md)\n", "line 1: there is no docs/nowhere.md")]
    [InlineData("[a](../../README.md)\n", "line 1: there is no ../README.md")]
    [InlineData("[a](Training.md)\n", "line 1: there is no docs/Training.md")]
    [InlineData("![a](nowhere.png)\n", "line 1: there is no docs/nowhere.png")]
    [InlineData("[a](training.md#nowhere)\n", "line 1: docs/training.md has no heading #nowhere")]
    [InlineData("[a](#nowhere)\n", "line 1: docs/page.md has no heading #nowhere")]
    [InlineData("[a](http://example.org)\n", "line 1: http://example.org is not https")]
    [InlineData("[a](https://github.com/deepthin/deepthin.generators/blob/main/docs/nowhere.md)\n", "line 1: there is no docs/nowhere.md")]
    [InlineData("`docs/nowhere.md`\n", "line 1: there is no docs/nowhere.md")]
    [InlineData("```sh\nsamples/nowhere/run.sh\n```\n", "line 1: there is no samples/nowhere/run.sh")]
    [InlineData("```\ncode\n```\n", "line 1: code without a language")]
    [InlineData("```csahrp\ncode\n```\n", "line 1: the language 'csahrp' is none of c, csharp, python, sh, text, xml")]
    [InlineData("```text\ncode\n", "line 1: the code does not end")]
    [InlineData("```xml\n<a>\n```\n", "line 1: The 'a' start tag on line 1 position 8 does not match the end tag of 'Page'. Line 2, position 3.")]
    public void A_fault_is_found(string text, string fault) => Assert.Contains(fault, MarkupFaults.Of(Page.Of("docs/page.md", text)));

    [Theory]
    [InlineData("| a | b |\n|---|---:|\n| `x\\|y` | 2 |\n\nProse, with `List<int>` and [a link](accuracy.md#what-helps).\n")]
    [InlineData("- an item\n  of two lines\n\n  ```text\n  code\n  ```\n\n1. `docs/training.md`\n2. `docs/*.md`, `tests/{name}.cs`, `obj/docs/nowhere.md`\n")]
    [InlineData("# `Load(path)`, and more: [a](#loadpath-and-more-a)\n")]
    public void No_fault_is_none(string text) => Assert.Empty(MarkupFaults.Of(Page.Of("docs/page.md", text)));

    [Fact]
    public void The_page_of_a_package_is_read_elsewhere() => Assert.Equal(
        ["line 1: ../../README.md leads nowhere from the page of a package"], MarkupFaults.Of(Page.Of("src/DeepThin/README.md", "[a](../../README.md)\n")));

    [Fact]
    public void All_pages_are_looked_at() =>
        Assert.All(["README.md", "docs/training.md", "docs/diagnostics/DT0101.md", "samples/Acoustic/README.md", "src/DeepThin/README.md"], page => Assert.Contains(page, Page.Names));
}
