using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Tests.Kernels;
using DeepThin.Tests;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.Tests.Docs;

/// <summary>What the page of attributes tells of activations, against what models compute and what the enum's comments say.</summary>
public sealed class ActivationTableTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Repository.Root, "docs/attributes.md"));

    private static readonly List<string[]> Rows = [.. Page
        .SkipWhile(line => line != "## Activations").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())];

    [Fact]
    public void The_page_names_every_activation()
    {
        string[] names = Enum.GetNames<Activation>();
        Assert.Equal(names, Rows.Skip(2).Select(row => row[0]));
        string argument = Assert.Single(Page, line => line.StartsWith("| `Activation` | `Activation` |", StringComparison.Ordinal));
        Assert.Equal(string.Join(", ", names.Select(name => $"`{name}`")), argument.Split('|')[4].Trim());
    }

    [Fact]
    public void The_formulas_are_those_of_the_enum()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "src/DeepThin/Planning/Activation.cs"));
        var members = CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<EnumMemberDeclarationSyntax>();
        string[] formulas = [.. members.Select(member => XElement.Parse(Regex.Match(member.GetLeadingTrivia().ToFullString(), "<summary>.*</summary>").Value).Value)];
        Assert.Equal(formulas.Select(formula => Regex.Replace(formula, @"^f\(z\)ᵢ? = (.*)\.$", "$1")), Rows.Skip(2).Select(row => row[1]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_values_are_what_a_model_computes(string name)
    {
        string[] head = Rows[0], row = Rows.Single(row => row[0] == name);
        var type = Compile.Type(Compile.Sources($"[DeepThin.DeepThinModel(Training = true), DeepThin.Dense(1, 3, Activation = DeepThin.Activation.{name})] partial class Model;"), "Model");
        var model = CompiledModel.Build([ModelParser.Parse(type, null, default).Model!], seed: 1).Single();
        for (int column = 2; column < head.Length; column++)
        {
            float sum = Number(head[column]), wanted = Number(row[column]);
            float[] sums = [-1, 0, 1];
            int output = sum < 0 ? 0 : sum > 0 ? 2 : 1;
            sums[output] = sum;
            float found = Activate(model, sums)[output];
            Assert.True(found.Equals(wanted) || Math.Abs(found - wanted) <= Unit(row[column]) / 2, $"{name} of {head[column]} is {found}, and the page says {row[column]}.");
        }
    }

    public static TheoryData<string> Names => [.. Enum.GetNames<Activation>()];

    private static float[] Activate(CompiledModel model, float[] sums)
    {
        var bias = model.Info.Tensors.Single(tensor => tensor.Name.EndsWith(".bias", StringComparison.Ordinal));
        model.Parameters.Clear();
        sums.CopyTo(model.Parameters[bias.Offset..]);
        model.Prepare();
        float[] outputs = new float[sums.Length];
        model.Forward([1], outputs);
        return outputs;
    }

    private static float Number(string cell) => cell.TrimStart('−') switch
    {
        "∞" => float.PositiveInfinity,
        "NaN" => float.NaN,
        var digits => float.Parse(digits, CultureInfo.InvariantCulture),
    } * (cell.StartsWith('−') ? -1 : 1);

    // Of the last digit that is shown.
    private static double Unit(string cell) => cell.Contains('.', StringComparison.Ordinal) ? Math.Pow(10, cell.IndexOf('.', StringComparison.Ordinal) + 1 - cell.Length) : 0;
}
