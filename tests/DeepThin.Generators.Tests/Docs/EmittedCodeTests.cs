using DeepThin.Generators.Tests.Generation;
using DeepThin.Tests;
using Markdig.Syntax;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>The page that walks through the file of a layer, against that file.</summary>
public sealed class EmittedCodeTests
{
    private const string Gap = "…";

    private static readonly string[] Blocks = [.. Page.Read("docs/emitted-code.md").Document.Descendants<FencedCodeBlock>().Select(block => block.Lines.ToString())];

    public static TheoryData<int> Quotes => [.. Enumerable.Range(1, Blocks.Length - 1)];

    /// <summary>The first block is the model. Of the others every line stands in the file, in the same order; … leaves something out.</summary>
    [Theory]
    [MemberData(nameof(Quotes))]
    public void The_page_quotes_the_real_file(int block)
    {
        string layer = Blocks[0].Split('\n').Single(line => line.StartsWith("[Dense", StringComparison.Ordinal));
        string file = Tidy(Generate.Sources(Generate.Model(layer)).Files["Edge.Model.Layer0.g.cs"]);
        int place = 0;
        foreach (string quote in Blocks[block].Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(line => line.Split(Gap)).Select(Tidy).Where(quote => quote.Length > 0))
        {
            int found = file.IndexOf(quote, place, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{quote}' is not in the file, or in another order.");
            place = found + quote.Length;
        }
    }

    private static string Tidy(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));
}
