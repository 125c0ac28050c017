using System.Collections;
using System.Reflection;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Tests.Weights;
using DeepThin.Generators.Weights;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Generation;

public sealed class IncrementalityTests
{
    private const string First = """
        using DeepThin;
        namespace Edge;
        [DeepThinModel, Dense(100, 100, Ratio = 0.1), Dense(100, 10)]
        public sealed partial class First
        {
            public int Twice(int x) => 2 * x;
        }
        """;

    private const string Second = "[DeepThin.DeepThinModel(Training = true, NativeExports = \"second\"), DeepThin.Dense(60, 50)] partial class Second { }";
    private const string Other = "class Other { }";

    private static readonly IncrementalStepRunReason[] Idle = [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged];

    private static readonly string[] Tracked = ["Models", "Plans", "Weights", "Outputs"];

    [Theory]
    [InlineData(Other, "class Other { int _x; }")]
    [InlineData(Other, "[System.Obsolete] class Other { } namespace Edge { class Another { } }")]
    [InlineData(First, "// A comment moves every location.\n" + First)]
    [InlineData("using DeepThin;", "using DeepThin; /* a comment */\n\n")]
    [InlineData("Dense(100, 100, Ratio = 0.1)", "Dense ( 100,100 ,\n  Ratio = .1 )")]
    [InlineData("100, Ratio = 0.1", "50 + 50, Form = Form.Wide, Ratio = 1 / 10.0")]
    [InlineData("2 * x", "x + x")]
    [InlineData("public int Twice", "private readonly int _count; public int Twice")]
    public void An_edit_that_changes_no_model_runs_nothing_again(string before, string after)
    {
        var (models, plans, outputs) = Reasons(before, after);
        Assert.Equal((2, 2), (models.Count, plans.Count));
        Assert.All(models, step => Assert.Contains(step.Reason, Idle));
        Assert.All(plans.Concat(outputs), step => Assert.Equal(IncrementalStepRunReason.Cached, step.Reason));
    }

    [Theory]
    [InlineData("Ratio = 0.1", "Ratio = 0.2")]
    [InlineData("[DeepThinModel,", "[DeepThinModel(Training = true),")]
    [InlineData("[DeepThinModel,", "[DeepThinModel(NativeExports = \"first\"),")]
    [InlineData("Dense(100, 10)", "Dense(100, 11)")]
    [InlineData("Dense(100, 10)", "Dense(99, 10)")]
    [InlineData("namespace Edge;", "namespace Elsewhere;")]
    public void An_edit_of_a_model_runs_only_that_model_again(string before, string after)
    {
        var (models, plans, outputs) = Reasons(before, after);
        Assert.All(plans.Where(step => step.Name == "Second"), step => Assert.Equal(IncrementalStepRunReason.Cached, step.Reason));
        Assert.Equal([IncrementalStepRunReason.Modified], models.Where(step => !Idle.Contains(step.Reason)).Select(step => step.Reason));
        Assert.All(outputs.Where(step => step.Name.StartsWith("Second", StringComparison.Ordinal)), step => Assert.Contains(step.Reason, Idle));
        Assert.Contains(outputs, step => step.Name.StartsWith("Second", StringComparison.Ordinal));
        Assert.Contains(outputs, step => !Idle.Contains(step.Reason));
    }

    [Fact]
    public void A_new_model_leaves_the_others_in_peace()
    {
        var (models, _, outputs) = Reasons(Other, Other + Second.Replace("Second", "Third", StringComparison.Ordinal));
        Assert.Equal(3, models.Count);
        Assert.Equal([IncrementalStepRunReason.New], models.Where(step => !Idle.Contains(step.Reason)).Select(step => step.Reason));
        Assert.All(outputs.Where(step => !Idle.Contains(step.Reason)), step => Assert.StartsWith("Third", step.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_compilations_of_one_source_give_equal_values_and_hashes()
    {
        var (one, other) = (Values(First, Second), Values(Second, "// Moved.\n" + First));
        Assert.Equal(2, one.Count);
        Assert.Equal(one.ToHashSet(), other.ToHashSet());
        Assert.Equal(one.Select(value => value.GetHashCode()).Order(), other.Select(value => value.GetHashCode()).Order());
    }

    [Fact]
    public void Nothing_of_the_compilers_is_reachable_from_the_values_of_the_pipeline()
    {
        string invalid = "[DeepThin.DeepThinModel] partial class Invalid { int Load; }";
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<object>(AllValues(First, Second, invalid));
        while (pending.TryPop(out object? value))
        {
            var type = value.GetType();
            Assert.DoesNotContain("CodeAnalysis", type.Assembly.GetName().Name, StringComparison.Ordinal);
            if (type.IsPrimitive || type.IsEnum || value is string || !seen.Add(value)) continue;
            if (value is Array array) Push(pending, array);
            else Push(pending, Fields(type).Select(field => field.GetValue(value)));
        }

        Assert.Contains(seen, value => value is FullyConnectedSpec { Output.Length: 10 });
        Assert.Contains(seen, value => value is string[] { Length: > 0 });
        Assert.Contains(seen, value => value is EmbeddedWeights.Entry { Model: "Second" });
    }

    [Fact]
    public void Other_values_in_a_weights_file_write_only_their_model_anew()
    {
        var (_, outputs, files) = ReasonsOfWeights([new WeightsText("Second", content: Content(1))], [new WeightsText("Second", content: Content(2))]);
        Assert.Equal(["Second"], outputs.Where(step => !Idle.Contains(step.Reason)).Select(step => step.Name));
        Assert.Equal(["Second"], files.Where(step => !Idle.Contains(step.Reason)).Select(step => step.Name).Distinct());
    }

    private static byte[] Content(float value)
    {
        using var folder = new DeepThin.Build.Tests.WeightsFolder();
        return File.ReadAllBytes(folder.Write("a", "x: F32 [1]", value));
    }

    [Fact]
    public void The_same_text_again_runs_nothing_again()
    {
        var (weights, outputs, files) = ReasonsOfWeights([new WeightsText("Second")], [new WeightsText("Second")]);
        Assert.All(weights.Concat(outputs).Concat(files), step => Assert.Contains(step.Reason, Idle));
    }

    [Theory]
    [InlineData("", "Second", "Second")]
    [InlineData("Second", "", "Second")]
    [InlineData("Second", "Other", "Second")]
    [InlineData("Edge.First", "Edge.First,Second", "Second")]
    [InlineData("Edge.First", "Second", "First,Second")]
    [InlineData("", "Unknown", "")]
    public void A_weights_file_writes_only_its_model_anew(string before, string after, string written)
    {
        var (_, outputs, files) = ReasonsOfWeights(Texts(before), Texts(after));
        string[] expected = written.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, outputs.Where(step => !Idle.Contains(step.Reason)).Select(step => step.Name).Order(StringComparer.Ordinal));
        Assert.Equal(expected, files.Where(step => !Idle.Contains(step.Reason)).Select(step => step.Name).Distinct().Order(StringComparer.Ordinal));

        static WeightsText[] Texts(string models) => [.. models.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(model => new WeightsText(model))];
    }

    private static (List<(string Name, IncrementalStepRunReason Reason)> Weights, List<(string Name, IncrementalStepRunReason Reason)> Outputs, List<(string Name, IncrementalStepRunReason Reason)> Files)
        ReasonsOfWeights(WeightsText[] before, WeightsText[] after)
    {
        var compilation = Compile.Sources(First, Second, Other);
        var driver = Generate.Driver(compilation, before).RunGenerators(compilation);
        driver = driver.RemoveAdditionalTexts([.. before]).AddAdditionalTexts([.. after]).RunGenerators(compilation);
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return (Steps(result.TrackedSteps["Weights"]), Steps(result.TrackedSteps["Outputs"]), Steps(result.TrackedOutputSteps["SourceOutput"]));
    }

    private static void Push(Stack<object> pending, IEnumerable values)
    {
        foreach (object? value in values)
        {
            if (value != null) pending.Push(value);
        }
    }

    private static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type != null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)) yield return field;
        }
    }

    /// <summary>Edits one of three files after a first run, and says why each step ran: the models, their plans, and the files (by name) that come of them.</summary>
    private static (List<(string Name, IncrementalStepRunReason Reason)> Models, List<(string Name, IncrementalStepRunReason Reason)> Plans, List<(string Name, IncrementalStepRunReason Reason)> Outputs)
        Reasons(string before, string after)
    {
        var compilation = Compile.Sources(First, Second, Other);
        var tree = compilation.SyntaxTrees.First(tree => tree.ToString().Contains(before, StringComparison.Ordinal));
        string edited = tree.ToString().Replace(before, after, StringComparison.Ordinal);
        var driver = Generate.Driver(compilation).RunGenerators(compilation);
        driver = driver.RunGenerators(compilation.ReplaceSyntaxTree(tree, Compile.Tree(edited, tree.FilePath)));
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return (Steps(result.TrackedSteps["Models"]), Steps(result.TrackedSteps["Plans"]), Steps(result.TrackedOutputSteps["SourceOutput"]));
    }

    private static List<(string Name, IncrementalStepRunReason Reason)> Steps(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        [.. steps.SelectMany(step => step.Outputs.Select(output => (Name(step, output.Value), output.Reason)))];

    // The value of an output step is the compiler's own; the model it came of tells the name.
    private static string Name(IncrementalGeneratorRunStep step, object value) =>
        NameOf(value) ?? step.Inputs.Select(input => NameOf(input.Source.Outputs[input.OutputIndex].Value)).First(name => name != null)!;

    private static string? NameOf(object value) => value switch
    {
        ParseResult result => result.Type!.Name,
        ModelGenerator.Planned planned => planned.Result.Type!.Name,
        ModelGenerator.Output output => output.Result.Type!.Name,
        EmbeddedWeights => "weights",
        _ => null,
    };

    private static List<object> AllValues(params string[] sources)
    {
        var compilation = Compile.Sources(sources);
        var steps = Generate.Driver(compilation, new WeightsText("Second")).RunGenerators(compilation).GetRunResult().Results.Single().TrackedSteps;
        return [.. Tracked.SelectMany(name => steps[name]).SelectMany(step => step.Outputs).Select(output => output.Value)];
    }

    private static List<object> Values(params string[] sources)
    {
        var compilation = Compile.Sources(sources);
        var result = Generate.Driver(compilation).RunGenerators(compilation).GetRunResult().Results.Single();
        return [.. result.TrackedSteps["Models"].SelectMany(step => step.Outputs).Select(output => output.Value)];
    }
}
