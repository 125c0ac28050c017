using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using DeepThin.Tests;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>What a page shows otherwise than it was meant: each fault a line of text that names the line of the source.</summary>
internal static class MarkupFaults
{
    private static readonly Regex Leftover = new(@"\]\(|\]\[|`|\*\*");

    private static readonly Regex Bar = new(@"(?<!\\)\|");

    private static readonly Regex RepositoryPath = new(@"(?<![\w./-])(docs|generator|samples|src|tests)/[\w./-]+(?![\w./*{-])");

    /// <summary>Where the repository's files lie for those who read a page elsewhere.</summary>
    private const string Home = "https://github.com/deepthin/deepthin.generators/blob/main/";

    private static readonly string[] Languages = ["c", "csharp", "python", "sh", "text", "xml"];

    public static IEnumerable<string> Of(Page page) =>
    [
        .. Blocks(page),
        .. page.Tables.SelectMany(table => Rows(page, table)),
        .. page.Fences.SelectMany(Code),
        .. page.Document.Descendants<LiteralInline>()
            .Where(text => Leftover.IsMatch(text.Content.ToString()))
            .Select(text => Fault(text, $"markup is shown as text: {text.Content}")),
        .. page.Document.Descendants<HtmlInline>().Select(html => Fault(html, $"{html.Tag} is HTML, and is not shown")),
        .. page.Document.Descendants<LinkInline>().SelectMany(link => Link(page, link)),
        .. page.Document.Descendants<CodeInline>().SelectMany(code => Paths(code, code.Content)),
        .. page.Anchors.GroupBy(anchor => anchor).Where(same => same.Count() > 1).Select(same => $"two headings have the anchor #{same.Key}"),
    ];

    // A block without an empty line before it is easily another one than its author meant: a row of the table above, a line of the item above.
    private static IEnumerable<string> Blocks(Page page)
    {
        foreach (var block in page.Document.Descendants<LeafBlock>().Where(block => block is not LinkReferenceDefinition))
        {
            var parent = block.Parent!;
            if (block is HtmlBlock) yield return Fault(block, "HTML is not shown");
            if (block is HeadingBlock { IsSetext: true }) yield return Fault(block, "a line of dashes makes a heading of the text above it");
            if (parent is TableCell) continue;
            bool isFirst = parent[0] == block;
            if (!isFirst && !IsBlank(page, block.Line - 1)) yield return Fault(block, "there is no empty line before this");
            if (parent is MarkdownDocument && block is not CodeBlock && block.Column > 0) yield return Fault(block, "it is indented, and belongs to no item");
            if (block is not ParagraphBlock) continue;
            foreach (string fault in RowsAsText(page, block)) yield return fault;
            if (parent is not ListItemBlock) continue;
            foreach (string line in page.LinesOf(block).Skip(1).Where(line => !line.StartsWith("  ", StringComparison.Ordinal)))
            {
                yield return Fault(block, $"a line of the item above that is not indented: {line}");
            }
        }

        bool IsGlued(Block block) => block.Line > 0 && !IsBlank(page, block.Line - 1);
        foreach (var list in page.Document.OfType<ListBlock>().Where(IsGlued)) yield return Fault(list, "there is no empty line before this list");
        foreach (var table in page.Tables.Where(IsGlued)) yield return Fault(table, "there is no empty line before this table");
    }

    // Other readers than GitHub's take rows with a line of prose among them for a paragraph.
    private static IEnumerable<string> RowsAsText(Page page, Block paragraph)
    {
        var lines = page.LinesOf(paragraph).Select((line, index) => (Number: paragraph.Line + index + 1, Text: line.Trim())).ToList();
        var prose = lines.Where(line => !line.Text.StartsWith('|')).ToList();
        if (prose.Count == 0) return [$"line {lines[0].Number}: rows of no table"];
        return prose.Count == lines.Count ? [] : prose.Select(line => $"line {line.Number}: no empty line between this and a table: {line.Text}");
    }

    private static bool IsBlank(Page page, int line) => string.IsNullOrWhiteSpace(page.Lines[line]);

    // All lines up to the next empty one are rows on GitHub, cut or filled up to the cells of the head.
    private static IEnumerable<string> Rows(Page page, Table table)
    {
        var lines = page.Lines.Skip(table.Line).TakeWhile(line => !string.IsNullOrWhiteSpace(line)).Select(line => line.Trim()).ToList();
        if (lines.Count != table.Count + 1) yield return Fault(table, $"of {lines.Count - 1} rows {table.Count} are shown as such");
        for (int i = 0; i < lines.Count; i++)
        {
            string line = $"line {table.Line + i + 1}";
            if (!lines[i].StartsWith('|') || !lines[i].EndsWith('|')) yield return $"{line}: no row of the table above it: {lines[i]}";
            else if (Cells(lines[i]) != Cells(lines[0])) yield return $"{line}: {Cells(lines[i])} cells, and the head has {Cells(lines[0])}: {lines[i]}";
        }
    }

    private static int Cells(string row) => Bar.Count(row) - 1;

    private static IEnumerable<string> Code(FencedCodeBlock fence)
    {
        if (fence.Info is not { Length: > 0 }) yield return Fault(fence, "code without a language");
        else if (!Languages.Contains(fence.Info)) yield return Fault(fence, $"the language '{fence.Info}' is none of {string.Join(", ", Languages)}");
        if (fence.Arguments is { Length: > 0 }) yield return Fault(fence, $"'{fence.Arguments}' is not shown");
        if (fence.ClosingFencedCharCount == 0) yield return Fault(fence, "the code does not end");
        if (fence.Info == "xml" && XmlFault(Page.Code(fence)) is { } fault) yield return Fault(fence, fault);
        if (fence.Info != "sh") yield break;
        foreach (string path in Paths(fence, Page.Code(fence))) yield return path;
    }

    private static string? XmlFault(string code)
    {
        try
        {
            XElement.Parse($"<Page>{code}</Page>");
            return null;
        }
        catch (XmlException error)
        {
            return error.Message;
        }
    }

    private static IEnumerable<string> Link(Page page, LinkInline link)
    {
        string url = link.Url!;
        if (!link.Descendants<Inline>().Any()) yield return Fault(link, $"the link to {url} shows nothing");
        if (url.StartsWith(Home, StringComparison.Ordinal)) url = "/" + url[Home.Length..];
        else if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme != Uri.UriSchemeFile)
        {
            if (uri.Scheme != Uri.UriSchemeHttps) yield return Fault(link, $"{url} is not https");
            yield break;
        }
        else if (page.Name.StartsWith("src/", StringComparison.Ordinal)) yield return Fault(link, $"{url} leads nowhere from the page of a package");

        string[] parts = url.Split('#');
        bool isHere = parts[0].Length == 0;
        string target = isHere ? page.Name : Resolve(page, parts[0]);
        if (!isHere && !Exists(target)) yield return Fault(link, $"there is no {target}");
        else if (parts.Length > 1 && !(isHere ? page : Page.Read(target)).Anchors.Contains(parts[1]))
        {
            yield return Fault(link, $"{target} has no heading #{parts[1]}");
        }
    }

    private static string Resolve(Page page, string url)
    {
        string folder = url.StartsWith('/') ? Repository.Root : Path.Combine(Repository.Root, Path.GetDirectoryName(page.Name)!);
        return Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(folder, url.TrimStart('/')))).Replace('\\', '/');
    }

    private static IEnumerable<string> Paths(MarkdownObject place, string text) =>
        RepositoryPath.Matches(text).Select(match => match.Value.TrimEnd('.')).Where(path => !Exists(path)).Select(path => Fault(place, $"there is no {path}"));

    private static bool Exists(string path) => !path.StartsWith("..", StringComparison.Ordinal) && Path.Exists(Path.Combine(Repository.Root, path));

    private static string Fault(MarkdownObject place, string fault) => $"line {place.Line + 1}: {fault}";

    // What is left of a link, of code or of bold type that was not closed.
}
