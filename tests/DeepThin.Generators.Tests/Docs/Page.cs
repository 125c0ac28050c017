using DeepThin.Tests;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>A page for users as its readers see it: parsed, with GitHub's tables and anchors.</summary>
internal sealed class Page
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private Page(string name, string text)
    {
        Name = name;
        Lines = text.Split('\n');
        Document = Markdown.Parse(text, Pipeline);
    }

    /// <summary>The pages: the README, what contributors read, all of docs, and what lies beside samples and packages.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "README.md",
        "CONTRIBUTING.md",
        .. new[] { "docs", "samples", "src" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(name => !name.Contains("/bin/", StringComparison.Ordinal) && !name.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Its path from the root of the repository.</summary>
    public string Name { get; }

    /// <summary>The lines of its source.</summary>
    public IReadOnlyList<string> Lines { get; }

    public MarkdownDocument Document { get; }

    /// <summary>The anchors of its headings.</summary>
    public IEnumerable<string> Anchors => Document.Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id!);

    /// <summary>The blocks of code between fences, in order.</summary>
    public IEnumerable<FencedCodeBlock> Fences => Document.Descendants<FencedCodeBlock>();

    /// <summary>The tables.</summary>
    public IEnumerable<Table> Tables => Document.Descendants<Table>();

    public static Page Read(string name) => Of(name, File.ReadAllText(Path.Combine(Repository.Root, name)));

    /// <summary>A page of this text.</summary>
    public static Page Of(string name, string text) => new(name, text.ReplaceLineEndings("\n"));

    /// <summary>The code between the fences of a language, each with an end of line at its end.</summary>
    public IEnumerable<string> Code(string language) => Fences.Where(fence => fence.Info == language).Select(Code);

    /// <summary>The code between two fences.</summary>
    public static string Code(FencedCodeBlock fence) => string.Concat(fence.Lines.Lines.Take(fence.Lines.Count).Select((StringLine line) => line.Slice + "\n"));

    /// <summary>What a cell of a table says, without code.</summary>
    public static string Text(TableRow row, int column) => string.Concat(row[column].Descendants<LiteralInline>().Select(text => text.Content.ToString()));

    /// <summary>The source lines that a block covers.</summary>
    public IEnumerable<string> LinesOf(Block block) => Lines.Skip(block.Line).Take(EndLine(block) - block.Line + 1);

    // A position in the source counts the ends of lines as well.
    private int EndLine(Block block)
    {
        int line = block.Line;
        for (int position = block.Span.Start + Lines[line].Length - block.Column; position < block.Span.End; position += Lines[line].Length + 1) line++;
        return line;
    }
}
