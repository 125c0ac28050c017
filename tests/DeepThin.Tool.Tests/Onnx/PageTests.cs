using System.Text.RegularExpressions;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Operators;
using DeepThin.Tests;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>The page about ONNX lists what the code reads, and nothing else.</summary>
public sealed partial class PageTests
{
    [Fact]
    public void The_page_lists_the_operators_that_are_read()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "onnx.md")).ReplaceLineEndings("\n");
        string table = page[page.IndexOf("| these | become |", StringComparison.Ordinal)..page.IndexOf("\n### ", StringComparison.Ordinal)];
        string[] listed = [.. table.Split('\n').Skip(2).Where(line => line.StartsWith('|')).SelectMany(line => OperatorPattern().Matches(line.Split('|')[1]).Select(match => match.Value)).Distinct().Order(StringComparer.Ordinal)];
        string[] read = [.. Movement.Operators.Concat(Arithmetic.ElementwiseOperators).Concat(Arithmetic.Reductions).Concat(Arithmetic.ConstantOperators).Concat(Importer.LayerOperators).Concat(Importer.Ends.Select(name => name[(name.LastIndexOf('.') + 1)..])).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(read, listed);
    }

    [GeneratedRegex("[A-Z][A-Za-z0-9]+")]
    private static partial Regex OperatorPattern();
}
