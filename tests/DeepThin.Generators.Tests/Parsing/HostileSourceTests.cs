using CsCheck;
using DeepThin.Generators.Parsing;
using DeepThin.Generators.Specs;
using DeepThin.Generators.Tests.CodeFixes;
using DeepThin.Generators.Tests.Generation;
using DeepThin.Generators.Tests.Kernels;
using DeepThin.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepThin.Generators.Tests.Parsing;

public sealed class HostileSourceTests
{
    private static readonly Gen<string> Integer = Gen.OneOf(
        Gen.Int[-2, 40].Select(Literal),
        Gen.Int.Select(Literal),
        Gen.OneOfConst("0", "int.MinValue", "int.MaxValue", "46341", "1024", "1 << 16"));

    private static readonly Gen<string> Real = Gen.OneOf(
        Gen.Double[0, 1].Select(Literal),
        Gen.Double.Select(Literal),
        Gen.OneOfConst("0", "-0.0", "1", "0.5", "1e-300", "1e300", "double.NaN", "double.PositiveInfinity", "double.NegativeInfinity", "double.Epsilon"));

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String.Select(text => SymbolDisplay.FormatLiteral(text, quote: true)),
        Gen.OneOfConst("null", "\"\"", "\"dense0\"", "\"dense1\"", "\"class\"", "\"a\\nb\"", "\"\\uD800\"", "\"größe\"", "\"\\0\"", "nameof(Model)"));

    private static readonly Gen<string> Nonsense = Gen.OneOfConst("", "null", "default", "new object()", "typeof(int)", "Unknown", "\"x\"", "1L", "1 / 0", "'c'", "true", "new[] { 1 }", "(", "}", "$$");

    private static readonly Gen<string> Argument = Gen.OneOf(
        Gen.Select(Gen.OneOfConst("N", "Rank"), Integer, Assign),
        Gen.Select(Gen.OneOfConst("Ratio", "RecurrentRatio", "BiasRatio", "Slope", "Ceiling", "Alpha", "GateSlope"), Real, Assign),
        Gen.Select(Gen.OneOfConst("Form", "Activation", "Kernel", "Gains", "Compression"), Integer, (name, value) => $"{name} = ({name})({value})"),
        Gen.OneOfConst("Segments", "Correlation", "Fourier").Select(kernel => $"Kernel = Kernel.{kernel}"),
        Gen.OneOfConst("None", "Inputs", "Outputs", "Both").Select(gains => $"Gains = Gains.{gains}"),
        Gen.Select(Gen.OneOfConst("Name", "Name", "Tensors"), Text, Assign),
        Gen.Select(Gen.Const("Bias"), Gen.OneOfConst("true", "false"), Assign),
        Gen.Select(Gen.OneOfConst("N", "Ratio", "Name", "Form", "Bias", "Inputs", "Nothing"), Nonsense, Assign));

    // The other kinds need a ratio or a rank.
    private static readonly string[] Others = ["LowRank({0}, Rank = 1)", "LowRank({0}, Ratio = 0.4)", "Hashed({0}, Ratio = 0.1)", "Pruned({0}, Ratio = 0.2)"];

    private const string Standardize = "Standardize({0})";

    private static readonly string[] Recurrent = ["Lstm({0})", "Gru({0})", "Rnn({0})", "Lstm({0}, RecurrentRatio = 0.5)", "Gru({0}, Ratio = 0.5, RecurrentRatio = 0.01)", "Gru({0}, ResetBefore = true)", "Gru({0}, ResetBefore = true, GateActivation = Activation.HardSigmoid)", "Lstm({0}, GateActivation = Activation.HardSigmoid, GateSlope = 0.2)", "Lstm({0}, GateActivation = (Activation)3)", "Gru({0}, ResetBefore = true, RecurrentRatio = 0.4)", "Gru({0}, Ratio = 0.3, RecurrentRatio = 0.4, Compression = Compression.LowRank)", "Lstm({0}, RecurrentRatio = 0.2, Compression = Compression.Hashed)", "Rnn({0}, Activation = Activation.Relu)", "Gru({0}, Bidirectional = true)", "Lstm({0}, Ratio = 0.5, Bidirectional = true)"];

    // What ends a sequence.
    private static readonly string[] Ends = ["LastStep", "MeanOverTime", "MaxOverTime"];

    private static readonly Gen<string> Kind = Gen.Frequency(
        (6, Gen.Const("Dense({0})")),
        (3, Gen.OneOfConst(Others)),
        (2, Gen.OneOfConst(Recurrent)),
        (1, Gen.OneOfConst("LowRank({0})", "Hashed({0})", "Pruned({0})", Standardize)));

    private static readonly string[] OfOneAxis = ["Stride", "Padding", "PaddingBefore", "PaddingAfter", "Dilation"];

    private static readonly string[] OfTwoAxes =
    [
        "Stride", "StrideHeight", "StrideWidth", "Padding", "PaddingTop", "PaddingBottom", "PaddingLeft", "PaddingRight", "KernelHeight", "KernelWidth",
        "Dilation", "DilationHeight", "DilationWidth",
    ];

    private static readonly string[] Flattening = ["GlobalMaxPool", "GlobalAveragePool", "Flatten", "Transpose"];

    // What passes over a series has the arguments of one axis, and what passes over an image those of two.
    private static readonly (string Kind, string[] Arguments, string[] Others)[] Windows =
    [
        ("Conv1D", [.. OfOneAxis, "Groups"], ["Causal = true", "Groups = 2", "Causal = false", "Ratio = 0.4", "Activation = Activation.Relu", "N = 7", "Gains = Gains.Both, Ratio = 0.6"]),
        ("Conv2D", [.. OfTwoAxes, "Groups"], ["Bias = false", "Groups = 3", "Ratio = 0.4", "Activation = Activation.Softmax", "N = 7", "Gains = Gains.Both, Ratio = 0.6"]),
        ("DepthwiseConv1D", OfOneAxis, ["Causal = true", "Bias = false", "Activation = Activation.Gelu"]),
        ("DepthwiseConv2D", OfTwoAxes, ["Bias = false", "Activation = Activation.Softmax", "Activation = Activation.Tanh", "Activation = Activation.Elu, Alpha = 0.5"]),
        ("MaxPool1D", OfOneAxis, ["Name = \"a\""]),
        ("MaxPool2D", OfTwoAxes, ["Name = \"a\""]),
        ("AveragePool1D", OfOneAxis[..^1], ["CountPadding = false"]),
        ("AveragePool2D", OfTwoAxes[..^3], ["CountPadding = false"]),
    ];

    // What has no matrix and no window.
    private static readonly (string Kind, string[] Arguments)[] OfValues =
    [
        ("Scale", ["Bias = false", "Bias = true", "Name = \"a\""]),
        ("PRelu", ["Shared = true", "Shared = false", "Name = \"a\""]),
        ("LayerNorm", ["PerPosition = true", "Epsilon = 0.001", "Epsilon = 0", "Bias = false"]),
        ("BatchNorm", ["Momentum = 0.5", "Momentum = 0", "Epsilon = 0.001", "Name = \"a\""]),
        ("Pad", ["Left = 2", "Right = 1, Mode = PadMode.Reflect", "Left = 3, Mode = PadMode.Edge", "Top = 1", "ChannelsAfter = 1", "Bottom = -1", "Mode = (PadMode)7"]),
        ("Magnitude", ["Name = \"a\""]),
        (Taking, ["Name = \"a\""]),
    ];

    private static readonly Gen<(string Kind, int Outputs, IEnumerable<string> Arguments)> Value =
        from layer in Gen.OneOfConst(OfValues)
        from named in Gen.OneOfConst(layer.Arguments).Array[0, 1]
        select (layer.Kind, 0, named.AsEnumerable());

    private static readonly Gen<string> Small = Gen.Frequency((12, Gen.Int[1, 3].Select(Literal)), (1, Integer));

    // A layer with a window over one axis or two: its kind, outputs, and the kernel with the other arguments.
    private static Gen<(string Kind, int Outputs, IEnumerable<string> Arguments)> Window(bool isSeries) =>
        from window in Gen.OneOfConst([.. Windows.Where(window => window.Kind.EndsWith(isSeries ? "1D" : "2D", StringComparison.Ordinal))])
        from outputs in Gen.Int[1, 6]
        from kernel in Small
        from named in Gen.OneOf(Gen.Select(Gen.OneOfConst(window.Arguments), Small, Assign), Gen.OneOfConst(window.Others)).Array[0, 2]
        select (window.Kind, outputs, named.Distinct().Prepend(kernel));

    private static readonly Gen<string> Images =
        from isSeries in Gen.Bool
        from channels in Gen.Int[1, 5]
        from lengths in Gen.Frequency((9, Gen.Int[3, 9].Select(Literal)), (1, Integer)).Array[isSeries ? 1 : 2]
        from windows in Gen.Frequency((2, Window(isSeries)), (1, Value)).Array[0, 3]
        from last in Gen.OneOfConst([.. Flattening, ""])
        select $"[Input({string.Join(", ", lengths.Prepend(Literal(channels)))})]\n" + Chain(channels, windows) + (last.Length == 0 ? "" : $"[{last}]");

    private static string Chain(int channels, (string Kind, int Outputs, IEnumerable<string> Arguments)[] windows)
    {
        string layers = "";
        foreach (var (kind, outputs, others) in windows)
        {
            var arguments = others;
            bool isConvolution = kind.StartsWith("Conv", StringComparison.Ordinal);
            if (isConvolution) arguments = arguments.Prepend(Literal(outputs));
            if (isConvolution || kind.StartsWith("Depthwise", StringComparison.Ordinal) || kind is "Scale" or "PRelu" or "LayerNorm" or "BatchNorm") arguments = arguments.Prepend(Literal(channels));
            if (kind == Taking) arguments = arguments.Prepend(Literal((channels + 1) / 2)).Prepend(Literal(channels / 2));
            layers += $"[{kind}({string.Join(", ", arguments)})]\n";
            if (isConvolution) channels = outputs;
            if (kind is "Magnitude" or Taking) channels = (channels + 1) / 2;
            if (others.Contains("ChannelsAfter = 1")) channels++;
        }

        return layers;
    }

    private static readonly Gen<string> Known = Gen.Frequency((12, Gen.OneOfConst("input", "a", "b", "layer0", "layer1", "layer2", "layer3")), (1, Text.Select(text => text.Trim('"'))));

    private static readonly string[] Joining = ["Residual", "Multiply", "Concat"];

    private const string Table = "Embedding", Dropping = "Dropout", Bending = "Activate", Reshaping = "Reshape", Taking = "Channels";

    private static readonly Gen<string> Tables =
        from indices in Gen.Int[1, 4]
        from count in Small
        from size in Small
        from named in Gen.OneOfConst("", ", Ratio = 0.5", ", N = 7", ", Rank = 2", ", Form = Form.Tall, Ratio = 0.9", ", Name = \"a\"")
        from last in Gen.OneOfConst("", "[Flatten]", "[GlobalMaxPool]")
        select $"[Input({Literal(indices)})]\n[{Table}({count}, {size}{named})]\n{last}";

    // Layers of one size that read whatever stands before them, and outputs.
    private static readonly Gen<string> Graphs =
        from size in Gen.Int[1, 12]
        from inputs in Gen.Frequency((3, Gen.Const("")), (2, Gen.Const($"[Input({{0}}, Name = \"a\"), Input({{0}}, Name = \"b\")]")), (1, Gen.OneOfConst("[Input({0}), Input({0})]", "[Input({0}), Input({0}, Name = \"input0\")]", "[Input({0}, Name = \"input\")]", "[Input({0}, Name = \"1\")]")))
        from layers in Gen.Select(Gen.OneOfConst("Dense({0}, {0}, ", "Dense({0}, {0}, ", "Flatten(", "Transpose(", $"{Reshaping}({{0}}, ", $"{Reshaping}(1, {{0}}, ", $"{Taking}(0, {{0}}, ", $"{Taking}(1, 2, ", $"{Dropping}(0.5, ", $"{Dropping}(1.5, ", $"{Bending}(Activation.Elu, Alpha = 0.5, ", $"{Bending}((Activation)77, ", $"{Bending}(Activation.Softmax, ", "Residual(\"{1}\", ", "Residual(\"{1}\", PadChannels = true, Activation = Activation.Tanh, ", "Multiply(\"{1}\", ", "Multiply(\"{1}\", Activation = Activation.Softmax, ", "Concat(\"{1}\")]", "Concat(\"{1}\", \"{2}\")]", "Gru({0}, {0}, ", "LastStep(", "MeanOverTime(", "DelayLine(2, ", "DelayLine(0, Dilation = 3, "), Known, Known, Gen.Bool)
            .Array[1, 5]
        from outputs in Gen.Select(Known, Known, (name, layer) => $"[Output(\"{name}\", \"{layer}\")]").Array[0, 2]
        select inputs.Replace("{0}", Literal(size), StringComparison.Ordinal) + string.Join("\n", layers.Select((layer, i) => GraphLayer(layer, i, size))) + "\n" + string.Concat(outputs);

    private static string GraphLayer((string Kind, string First, string Second, bool IsNamed) layer, int index, int size)
    {
        string text = "[" + layer.Kind.Replace("{0}", Literal(size), StringComparison.Ordinal).Replace("{1}", layer.First, StringComparison.Ordinal).Replace("{2}", layer.Second, StringComparison.Ordinal);
        if (text.EndsWith(']')) return text;
        string from = layer.IsNamed && !text.Contains("Residual", StringComparison.Ordinal) && !text.Contains("Multiply", StringComparison.Ordinal) ? $", From = \"{layer.Second}\"" : "";
        return $"{text}Name = \"layer{index}\"{from})]";
    }

    // Most layers chain and have few arguments, so that one fault is often the only one.
    private static readonly Gen<string> Layers = Gen.Frequency(
        (3, Images),
        (3, Graphs),
        (1, Tables),
        (4, from sizes in Gen.Int[1, 60].Array[2, 4]
            from kinds in Kind.Array[sizes.Length - 1]
            from arguments in Argument.Array[0, 1].Array[sizes.Length - 1]
            from first in Gen.Bool
            from end in Gen.Frequency((5, Gen.Const("")), (1, Gen.OneOfConst(Ends).Select(end => $"\n[{end}]")))
            select (first ? Layer(Standardize, [Literal(sizes[0])]) + "\n" : "") + string.Join("\n", arguments.Select((named, i) => Layer(kinds[i], named.Prepend(Literal(sizes[i + 1])).Prepend(Literal(sizes[i]))))) + end),
        (1, from arguments in Gen.Select(Kind, Gen.OneOf(Integer, Nonsense).Array[0, 3], Argument.Array[0, 4], (kind, sizes, named) => Layer(kind, sizes.Concat(named))).Array[0, 3]
            select string.Join("\n", arguments)));

    private static readonly Gen<string> Header = Gen.Frequency(
        (9, Gen.OneOfConst("[DeepThinModel]", "[DeepThinModel(Training = true)]", "[DeepThinModel(Optimize = Optimize.Memory)]", "[DeepThinModel(Weights = WeightType.Int8)]")),
        (1, Gen.OneOfConst("[DeepThinModel(Training = 1)]", "[DeepThinModel(Optimize = (Optimize)7)]", "[DeepThinModel(Training = true, Weights = (WeightType)2)]", "[DeepThinModel(Weights = (WeightType)(-1))]", "[DeepThinModel(", "")));

    private static readonly Gen<string> Declaration = Gen.Frequency(
        (9, Gen.OneOfConst("partial class Model { }", "partial class @class { int x; }", "sealed partial class Größe { }", "partial class Model { } partial class Model { }", "partial class __Model { static int Count; }")),
        (1, Gen.OneOfConst(
            "class Model { }", "partial class Model<T> { }", "partial struct Model { }", "static partial class Model : Unknown { }", "partial record Model(int X);", "class", "partial class Model : Model { }",
            "file partial class Model { }", "abstract partial class Model { }", "partial class Model { static int Load; }", "partial interface Model { }", "partial class Model { private Model(int x) { } }")));

    private static readonly Gen<string> Place = Gen.Frequency(
        (5, Gen.Const("{0}")),
        (4, Gen.OneOfConst("namespace @event.Edge {{ {0} }}", "partial class Outer {{ {0} }}", "partial struct @struct {{ partial record Inner {{ {0} }} }}", "namespace System.Edge {{ partial interface IOuter {{ {0} }} }}")),
        (1, Gen.OneOfConst("partial class Outer<T> {{ {0} }}", "class Closed {{ {0} }}", "file partial class Outer {{ {0} }}", "partial class Outer {{ {0}", "void Method() {{ {0} }}")));

    private static readonly Gen<string> Source =
        from header in Header
        from layers in Layers
        from declaration in Declaration
        from place in Place
        select "using DeepThin;\n" + place.Replace("{0}", $"\n{header}\n{layers}\n{declaration}\n", StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    /// <summary>The attributes of layers that are drawn.</summary>
    public static IEnumerable<string> Attributes => Others.Prepend("Dense(").Concat(Recurrent).Append(Standardize).Select(layer => layer.Split('(')[0]).Concat(Windows.Select(window => window.Kind)).Concat(OfValues.Select(layer => layer.Kind)).Concat(Flattening).Concat(Ends).Append("DelayLine").Concat(Joining).Append(Table).Append(Dropping).Append(Bending).Append(Reshaping).Distinct();

    /// <summary>How many models are drawn: a few hundred, or as many as the environment says, such as DEEPTHIN_HOSTILE_MODELS=100000.</summary>
    private static int Samples { get; } = int.Parse(Environment.GetEnvironmentVariable("DEEPTHIN_HOSTILE_MODELS") ?? "400", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void No_source_makes_analyzer_or_generator_throw_and_none_is_rejected_in_silence()
    {
        int accepted = 0;
        Source.Sample(
            source =>
            {
                var compilation = Compile.Sources(source);
                bool faulty = Compile.Analyze(compilation).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
                foreach (var type in Models(compilation))
                {
                    bool valid = ModelParser.Parse(type, null, default).Model is { } model && new NetworkPlan(model.Network).FirstTooLarge == null;
                    Assert.True(valid != faulty || !Compile.Errors(compilation).IsEmpty, valid ? "Accepted with an error." : "Rejected in silence.");
                    if (valid) Interlocked.Increment(ref accepted);
                }

                Generate.From(compilation);
            },
            iter: Samples);
        Assert.InRange(accepted, Samples / 10, Samples * 9 / 10);
    }

    [Fact]
    public void Whatever_is_accepted_compiles_without_a_warning()
    {
        int next = 0, compiled = 0;
        Source.Sample(
            source =>
            {
                var strict = StrictCompilation.Number(Interlocked.Increment(ref next));
                var (user, generated) = strict.Compile(source);
                if (!Models(user).Any(type => ModelParser.Parse(type, null, default).Model != null) || !Compile.Errors(user.WithOptions(user.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default))).IsEmpty) return;
                Interlocked.Increment(ref compiled);
                var files = generated.SyntaxTrees.Except(user.SyntaxTrees).ToHashSet();
                Assert.DoesNotContain(StrictCompilation.Complaints(generated), complaint => complaint.Location.SourceTree is { } tree && files.Contains(tree));
            },
            iter: Samples / 2);
        Assert.InRange(compiled, Samples / 20, Samples);
    }

    [Fact]
    public void What_is_accepted_computes_what_the_reference_does()
    {
        const int Tried = 40, MostWeights = 1 << 16;
        var models = new List<ModelSpec>();
        Source.Sample(
            source =>
            {
                foreach (var type in Models(Compile.Sources(source)))
                {
                    if (ModelParser.Parse(type, null, default).Model is not { } model || model.Network.Layers.Sum(layer => (double)layer.Input.Length * layer.Output.Length) > MostWeights) continue;
                    lock (models) models.Add(RandomModels.Model(models.Count, [.. model.Network.Layers]).As(model.Network));
                }
            },
            iter: Samples);
        int count = Math.Max(Tried, Math.Min(300, Samples / 10));
        Assert.True(models.Count >= count, $"Only {models.Count} models were accepted.");
        foreach (var some in models.Take(count).Chunk(Tried))
        {
            var compiled = CompiledModel.Build(some, seed: 1);
            foreach (var (spec, model) in some.Zip(compiled))
            {
                var samples = new Kernels.Samples(spec.ReferenceLayers(), model, seed: models.IndexOf(spec));
                Assert.True(samples.ForwardError() <= 1e-5, $"Forward is off by {samples.ForwardError():e2}\n{model.Info}");
                Assert.True(samples.BatchError() <= 1e-5, $"ForwardBatch is off by {samples.BatchError():e2}\n{model.Info}");
            }
        }
    }

    [Fact]
    public void No_fix_throws_and_each_changes_a_file_that_can_be_parsed_into_one()
    {
        int applied = 0;
        Source.Sample(
            source =>
            {
                bool parses = Parses(source);
                foreach (string mended in Fix.Apply(source["using DeepThin;\n".Length..]).GetAwaiter().GetResult())
                {
                    Assert.NotEqual(source, mended);
                    Assert.True(Parses(mended) || !parses, mended);
                    Interlocked.Increment(ref applied);
                }
            },
            iter: Samples);
        Assert.True(applied >= Samples / 50, $"Only {applied} fixes were applied.");
    }

    private static bool Parses(string source) => !CSharpSyntaxTree.ParseText(source, Compile.ParseOptions).GetDiagnostics().Any();

    private static IEnumerable<INamedTypeSymbol> Models(CSharpCompilation compilation) =>
        compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(IsModel);

    [Fact]
    public void The_smallest_ratio_works_when_it_is_typed_back() => Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[1, 16], Gen.Enum<Gains>()).Sample(
        (q, r, rank, gains) =>
        {
            string layer = $"[Dense({Literal(q)}, {Literal(r)}, Rank = {Literal(rank)}, Gains = Gains.{gains}, Ratio = ";
            string? smallest = Fault(layer + "1e-9)]", out string id);
            if (id != "DT0302") return;
            Assert.True(double.Parse(smallest!, System.Globalization.CultureInfo.InvariantCulture) <= ReLayoutPlanner.SmallestRatio(q, r, rank, LinearMap.GainsLength(q, r, gains)) * 1.002);
            Fault(layer + smallest + ")]", out id);
            Assert.Equal("", id);
        },
        iter: 150);

    [Theory]
    [InlineData("100, 100")]
    [InlineData("100, 100, Rank = 4")]
    [InlineData("16, 16, Rank = 7")]
    public void A_smallest_ratio_of_few_digits_works_although_products_round(string arguments)
    {
        string? smallest = Fault($"[Dense({arguments}, Ratio = 1e-9)]", out _);
        Fault($"[Dense({arguments}, Ratio = {smallest})]", out string id);
        Assert.Equal("", id);
    }

    private static bool IsModel(INamedTypeSymbol type) => type.TypeKind == TypeKind.Class && type.GetAttributes().Any(ModelParser.IsModel);

    private static string? Fault(string layer, out string id)
    {
        var faults = new List<Diagnostic>();
        var compilation = Compile.Sources($"using DeepThin; [DeepThinModel] {layer} partial class Model;");
        ModelParser.Parse(Compile.Type(compilation, "Model"), faults.Add, default);
        faults.RemoveAll(fault => fault.Id is "DT0317" or "DT0318"); // what a valid layer is told
        var error = faults.SingleOrDefault();
        id = error?.Id ?? "";
        return error?.Properties.GetValueOrDefault("Value");
    }

    private static string Layer(string kind, IEnumerable<string> arguments) => $"[{kind.Replace("{0}", string.Join(", ", arguments), StringComparison.Ordinal)}]";

    private static string Assign(string name, string value) => $"{name} = {value}";

    private static string Literal(int value) => Numbers.Text(value);

    private static string Literal(double value) => double.IsFinite(value) ? Numbers.Text(value) : "double.NaN";
}
