using System.Reflection;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using DeepThin.Generators.Tests.Kernels;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepThin.Generators.Tests.Parsing;

public sealed class ModelParserTests
{
    private const string Model = "[DeepThin.DeepThinModel, DeepThin.Dense(4, 3)] ";

    [Fact]
    public void Every_argument_arrives_in_the_spec()
    {
        const string Source = """
            using DeepThin;
            namespace Edge;

            [DeepThinModel(Training = true, Optimize = Optimize.Memory)]
            [Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Rank = 2, Kernel = Kernel.Correlation, BiasRatio = 0.1, Name = "first", Activation = Activation.ClippedRelu, Ceiling = 6)]
            [Dense(1024, 100, N = 4097, Gains = Gains.Both, Activation = Activation.LeakyRelu)]
            [Dense(outputs: 10, inputs: 100, Bias = false, Activation = Activation.LogSoftmax)]
            public sealed partial class Classifier;
            """;
        var expected = new ModelSpec(
            new("Edge", new(["partial class Classifier"]), "Classifier", "Edge.Classifier", "Edge.Classifier"),
            new(
                new([
                    TestLayers.Dense("first", 784, 1024, 0.03, Form.Tall, 2, null, new(Activation.ClippedRelu, 6), true, 0.1, Kernel.Correlation, Gains.Inputs),
                    TestLayers.Dense("dense1", 1024, 100, n: 4097, activation: new(Activation.LeakyRelu, 0.01f), gains: Gains.Both),
                    TestLayers.Dense("dense2", 100, 10, activation: new(Activation.LogSoftmax, 0), bias: false),
                ]),
                Optimize.Memory)
            { Training = true });
        Assert.Equal(new ParseResult(expected.Type, expected, ModelKind.Trainable), Parse(Source, "Edge.Classifier"));
    }

    [Fact]
    public void Equal_input_gives_equal_results_and_hashes()
    {
        const string Source = "namespace Edge { using DeepThin; [DeepThinModel, Dense(784, 1024, Ratio = 0.03), Dense(1024, 10)] partial class Model; }";
        var one = Parse(Source, "Edge.Model");
        var other = Parse("// A comment moves every location.\n\n" + Source + " class Other;", "Edge.Model");
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, Parse(Source.Replace("1024, 10", "1024, 11", StringComparison.Ordinal), "Edge.Model"));
    }

    [Fact]
    public void What_does_nothing_does_not_tell_two_models_apart() => Assert.Equal(
        Parse("[DeepThin.DeepThinModel, DeepThin.Dense(4, 3)] partial class Model;", "Model"),
        Parse("[DeepThin.DeepThinModel, DeepThin.Dense(4, 3, Rank = 3, Form = DeepThin.Form.Tall, Kernel = DeepThin.Kernel.Auto, Slope = 0.5, Name = null)] partial class Model;", "Model"));

    [Theory]
    [InlineData("120, 90, Ratio = 0.03038", Gains.Inputs)]
    [InlineData("120, 90, Ratio = 0.03", Gains.None)]
    [InlineData("120, 90, Ratio = 0.03, Gains = Gains.None", Gains.None)]
    [InlineData("120, 90, Ratio = 0.3, Form = Form.Tall, Rank = 3", Gains.Inputs)]
    [InlineData("120, 90, N = 31", Gains.Inputs)]
    [InlineData("120, 90, N = 31, Ratio = 0.047", Gains.Inputs)]
    [InlineData("120, 90, N = 31, Ratio = 0.046", Gains.None)]
    [InlineData("6, 6, N = 5", Gains.Inputs)]
    [InlineData("6, 6, N = 31", Gains.None)]
    [InlineData("6, 6, N = 31, Gains = Gains.Inputs", Gains.Inputs)]
    [InlineData("120, 90, Ratio = 0.3, Gains = Gains.Outputs", Gains.Outputs)]
    [InlineData("120, 90", Gains.None)]
    public void Inputs_have_gains_where_the_ratio_has_room_for_them(string arguments, Gains gains) => Assert.Equal(
        gains,
        Assert.IsType<FullyConnectedSpec>(Parse($"using DeepThin; [DeepThinModel, Dense({arguments})] partial class Model;", "Model").Model!.Network.Layers[0]).Gains);

    [Fact]
    public void The_length_decides_the_form() => Assert.Equal(
        [Form.Tall, Form.Wide],
        Parse("using DeepThin; [DeepThinModel, Dense(100, 100, N = 33), Dense(100, 100, N = 303)] partial class Model;", "Model")
            .Model!.Network.Layers.Select(layer => Assert.IsType<ReLayoutPlan>(Assert.IsType<FullyConnectedSpec>(layer).Weights).Form));

    [Theory]
    [InlineData("partial class Model;", "Model", "|partial class Model|Model|Model|Model")]
    [InlineData("namespace A.B { internal sealed partial class Model; }", "A.B.Model", "A.B|partial class Model|Model|A.B.Model|A.B.Model")]
    [InlineData(
        "namespace A { partial struct S { partial interface I { partial record R { partial record struct V { partial class Model; } } } } }", "A.S+I+R+V+Model",
        "A|partial struct S, partial interface I, partial record R, partial record struct V, partial class Model|Model|A.S.I.R.V.Model|A.S-I-R-V-Model")]
    [InlineData("static partial class Outer { private partial class Model; }", "Outer+Model", "|partial class Outer, partial class Model|Model|Outer.Model|Outer-Model")]
    [InlineData("readonly ref partial struct Outer { partial class Model; }", "Outer+Model", "|partial struct Outer, partial class Model|Model|Outer.Model|Outer-Model")]
    [InlineData(
        "namespace @namespace.A { partial class @class { partial class @record; } }", "namespace.A.class+record",
        "@namespace.A|partial class @class, partial class @record|@record|namespace.A.class.record|namespace.A.class-record")]
    [InlineData("partial class @__arglist;", "__arglist", "|partial class @__arglist|@__arglist|__arglist|__arglist")]
    [InlineData("partial class Größe;", "Größe", "|partial class Größe|Größe|Größe|Größe")]
    [InlineData("partial class a\u0301\u203f;", "a\u0301\u203f", "|partial class a\u0301\u203f|a\u0301\u203f|a\u0301\u203f|a(0301)(203f)")]
    [InlineData("partial class Outer<T> where T : class { partial class Model<@int, U>; }", "Outer`1+Model`2", "|partial class Outer<T>, partial class Model<@int,U>|Model|Outer<T>.Model<int, U>|Outer{1}-Model{2}")]
    [InlineData("partial class Model; class MODEL; class Model<T>;", "Model", "|partial class Model|Model|Model|Model(1)")]
    [InlineData("namespace a { partial class Model; } namespace A { class Model; }", "a.Model", "@a|partial class Model|Model|a.Model|a(1).Model")]
    public void The_place_says_what_another_part_must_say(string declaration, string name, string expected)
    {
        string source = MarkModel(declaration);
        var type = Parse(source, name).Type!;
        Assert.Equal(expected, string.Join('|', type.Namespace, string.Join(", ", type.Declarations), type.Name, type.FullName, type.HintName));
        Assert.Empty(Compile.Sources(source).AddSyntaxTrees(Compile.Tree(OtherPart(type), "Other.cs")).GetDiagnostics().Where(IsVisible));
    }

    [Theory]
    [InlineData("partial class Model;", StubKind.Part)]
    [InlineData("abstract partial class Model;", StubKind.Part)]
    [InlineData("partial record Model;", StubKind.Part)]
    [InlineData("partial class Model { Model(int size) { } }", StubKind.Part)]
    [InlineData("class Model;", StubKind.Part)]
    [InlineData("class Outer { partial class Model; }", StubKind.Part)]
    [InlineData("partial class Model<T>;", StubKind.Part)]
    [InlineData("partial class Outer<T> { partial class Model; }", StubKind.Part)]
    [InlineData("static partial class Model;", StubKind.StaticPart)]
    [InlineData("file partial class Model;", StubKind.None)]
    [InlineData("file partial class Outer { partial class Model; }", StubKind.None)]
    public void An_invalid_model_is_written_in_a_part_unless_it_cannot_be_named(string declaration, object expected)
    {
        var result = ModelParser.Parse(ModelIn(MarkModel(declaration).Replace("Dense(4, 3)", "Dense(4, 0)", StringComparison.Ordinal)), null, default);
        Assert.Null(result.Model);
        Assert.Equal(expected, result.Stub);
    }

    [Fact]
    public void An_invalid_model_still_says_whether_it_is_for_training()
    {
        var result = Parse("[DeepThin.DeepThinModel(Training = true)] partial class Model;", "Model");
        Assert.Equal((ModelKind.Trainable, true, true), (result.Kind, result.Model == null, result.Type != null));
    }

    [Theory]
    [InlineData("class Model;")]
    [InlineData("[DeepThin.DeepThinModel] partial struct Model;")]
    public void A_type_that_is_no_model_gives_nothing(string source) => Assert.Equal(ParseResult.NoModel, Parse(source, "Model"));

    [Fact]
    public void Nothing_of_the_compilers_is_reachable_from_a_result()
    {
        var seen = new HashSet<Type>();
        var pending = new Stack<Type>([typeof(ParseResult), typeof(FullyConnectedSpec)]);
        while (pending.TryPop(out var type))
        {
            if (!seen.Add(type) || type.Namespace == "System") continue;
            Assert.DoesNotContain("CodeAnalysis", type.FullName, StringComparison.Ordinal);
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)) pending.Push(field.FieldType);
            foreach (var argument in type.GetGenericArguments()) pending.Push(argument);
        }

        Assert.Contains(typeof(TypeSpec), seen);
        Assert.Contains(typeof(LayerSpec), seen);
    }

    [Fact]
    public void Parsing_stops_when_it_is_cancelled() => Assert.Throws<OperationCanceledException>(
        () => ModelParser.Parse(ModelIn(Model + "partial class Model;"), null, new CancellationToken(canceled: true)));

    [Fact]
    public void The_matrices_of_a_recurrent_layer_are_kept_as_it_says()
    {
        const string Source = """
            using DeepThin;

            [DeepThinModel]
            [Lstm(40, 30, Ratio = 0.2, RecurrentRatio = 0.3, Compression = Compression.LowRank)]
            [Gru(30, 20, Ratio = 0.2, RecurrentRatio = 0.3, Compression = Compression.Hashed, Gains = Gains.Outputs, Bias = false)]
            [Rnn(20, 10, RecurrentRatio = 0.25, Compression = Compression.Hashed, Activation = Activation.Relu)]
            [Gru(10, 20, RecurrentRatio = 0.3, Compression = Compression.Hashed, ResetBefore = true)]
            [Gru(20, 30, ResetBefore = true, RecurrentRatio = 0.2, Gains = Gains.Outputs)]
            [Gru(30, 10, ResetBefore = false, GateActivation = Activation.HardSigmoid)]
            [Lstm(10, 5, GateActivation = Activation.HardSigmoid, GateSlope = 0.2)]
            partial class Follower;
            """;
        EquatableArray<LayerSpec> expected = new([
            new RecurrentSpec("lstm0", RecurrentCell.Lstm, 30, new LowRankPlan(40, 120, 6), Gains.None, new LowRankPlan(30, 120, 7), Gains.None, HasBias: true),
            new RecurrentSpec("gru1", RecurrentCell.Gru, 20, new HashedPlan(30, 60, 300, 1), Gains.Outputs, new HashedPlan(20, 60, 300, 65537), Gains.Outputs, HasBias: false),
            new RecurrentSpec("rnn2", RecurrentCell.Relu, 10, new DenseWeights(20, 10), Gains.None, new HashedPlan(10, 10, 25, 65538), Gains.None, HasBias: true),
            new RecurrentSpec("gru3", RecurrentCell.GruResetBefore, 20, new DenseWeights(10, 60), Gains.None, new HashedPlan(20, 40, 240, 65539), Gains.None, HasBias: true)
            {
                CandidateWeights = new HashedPlan(20, 20, 120, 131075),
            },
            new RecurrentSpec(
                "gru4", RecurrentCell.GruResetBefore, 30, new DenseWeights(20, 90), Gains.None,
                ReLayoutPlanner.Plan(30, 60, 1, 0.2, Form.Wide, 60)!, Gains.Outputs, HasBias: true)
            {
                CandidateWeights = ReLayoutPlanner.Plan(30, 30, 1, 0.2, Form.Wide, 30),
                CandidateGains = Gains.Outputs,
            },
            new RecurrentSpec("gru5", RecurrentCell.Gru, 10, new DenseWeights(30, 30), Gains.None, new DenseWeights(10, 30), Gains.None, HasBias: true) { GateActivation = new(Activation.HardSigmoid, 1 / 6f) },
            new RecurrentSpec("lstm6", RecurrentCell.Lstm, 5, new DenseWeights(10, 20), Gains.None, new DenseWeights(5, 20), Gains.None, HasBias: true) { GateActivation = new(Activation.HardSigmoid, 0.2f) },
        ]);
        Assert.Equal(expected, Parse(Source, "Follower").Model!.Network.Layers);
    }

    private static ParseResult Parse(string source, string name) => ModelParser.Parse(Compile.Type(Compile.Sources(source), name), null, default);

    private static INamedTypeSymbol ModelIn(string source) => Assert.Single(
        Compile.Sources(source).GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>(), type => !type.GetAttributes().IsEmpty);

    // The model is the innermost type of the first declaration.
    private static string MarkModel(string declaration)
    {
        var root = CSharpSyntaxTree.ParseText(declaration).GetRoot();
        var type = root.DescendantNodes().OfType<TypeDeclarationSyntax>().First(node => !node.Members.OfType<TypeDeclarationSyntax>().Any());
        return declaration.Insert(type.SpanStart, Model);
    }

    private static string OtherPart(TypeSpec type)
    {
        string declarations = string.Join(" { ", type.Declarations) + " { public static int Generated => 1;" + string.Concat(Enumerable.Repeat(" }", type.Declarations.Count));
        return type.Namespace.Length == 0 ? declarations : $"namespace {type.Namespace} {{ {declarations} }}";
    }

    private static bool IsVisible(Diagnostic diagnostic) => diagnostic.Severity >= DiagnosticSeverity.Warning;
}
