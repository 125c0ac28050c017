using System.Globalization;
using DeepThin.Generators.Tests.Weights;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Tests.Diagnostics;

/// <summary>What the analyzer says of weights files.</summary>
public sealed class WeightsRulesTests
{
    private const string Source = "using DeepThin; namespace Edge; [DeepThinModel, Dense(100, 100, N = 7, Gains = Gains.None), Dense(100, 10)] partial class Model; class Plain;";

    private const string Tensors = """
        layers.0.xf: F32 [1429, 1]
        layers.0.wf: F16 [1, 7]
        layers.0.bias: BF16 [100]
        layers.1.weight: F32 [10, 100]
        layers.1.bias: F32 [10]
        """;

    private const string Packed = "__metadata__: format = deepthin-packed, layout = 1, kernels = dense/dense, crc32c = 01234567\n";

    [Fact]
    public void Weights_that_fit() => Check(Tensors);

    [Fact]
    public void Weights_of_8_bits_that_fit() => Check(Tensors.Replace("BF16 [100]", "I8 [100]\nlayers.0.bias.scales: F32 [2]", StringComparison.Ordinal));

    [Theory]
    [InlineData("packed.layers.0.weight: I8 [128]")]
    [InlineData("packed.layers.0.weight: I8 [72]", "DT0707 Tensor 'packed.layers.0.weight' in the weights file 'a.safetensors' has the shape [72]; 'Model' needs [128]")]
    [InlineData("packed.layers.0.weight: F32 [128]", "DT0708 Tensor 'packed.layers.0.weight' in the weights file 'a.safetensors' is F32 [128]; 'Model' needs [128] as I8; "
        + "was it packed by a model whose weights are held otherwise, with Weights = WeightType.Float32? Load a file that is not packed, and save it with SavePacked")]
    public void A_packed_file(string weights, params string[] messages)
    {
        const string source = "using DeepThin; namespace Edge; [DeepThinModel(Weights = WeightType.Int8), Dense(12, 6)] partial class Model;";
        string tensors = Packed + weights + "\npacked.layers.0.weight.scales: F32 [16]\npacked.layers.0.bias: F32 [16]\npacked.padding: F32 [16]";
        var diagnostics = Compile.Analyze(Compile.Sources(source), new WeightsText("Edge.Model", "a.safetensors", tensors));
        Assert.Equal(messages, diagnostics.Select(Text));
    }

    [Theory]
    [InlineData("layout = 1", "layout = 2", "DT0710 The weights file 'a.safetensors' is packed with the layout '2', and this version of DeepThin reads '1'; save it again with SavePacked")]
    [InlineData("dense/dense", "dense/fourier", "DT0710 The weights file 'a.safetensors' is packed for the kernels dense/fourier, and Model has dense/dense; save it again with SavePacked")]
    [InlineData("crc32c", "crc", "DT0710 The weights file 'a.safetensors' is packed, and its header has no 'crc32c'; save it again with SavePacked")]
    [InlineData("layout = 1", "layout = 1, layers.0.weight.order = phases",
        "DT0710 The weights file 'a.safetensors' has layers.0.weight in the order 'phases', and the kernel of Model reads 'row by row'; save it again with SavePacked")]
    [InlineData("packed.layers.0.bias: F32 [16]\n", "", "DT0706 The weights file 'a.safetensors' has no tensor 'packed.layers.0.bias'; 'Model' needs it in the shape [16], as F32")]
    [InlineData("packed.layers.0.bias: F32 [16]\npacked.padding: F32 [16]", "packed.padding: F32 [16]\npacked.layers.0.bias: F32 [16]",
        "DT0710 The weights file 'a.safetensors' has 'packed.layers.0.bias' not in its place, because the tensors of a packed file are in the order of the model",
        "DT0710 The weights file 'a.safetensors' has 'packed.padding' not in its place, because the tensors of a packed file are in the order of the model")]
    [InlineData("format = deepthin-packed, ", "", "DT0706", "DT0706", "DT0709")]
    public void A_packed_file_of_another_plan(string found, string replaced, params string[] messages)
    {
        const string source = "using DeepThin; namespace Edge; [DeepThinModel, Dense(12, 6)] partial class Model;";
        string tensors = Packed + "packed.layers.0.weight: F32 [80]\npacked.layers.0.bias: F32 [16]\npacked.padding: F32 [16]";
        Assert.Empty(Compile.Analyze(Compile.Sources(source), new WeightsText("Edge.Model", "a.safetensors", tensors)));
        var diagnostics = Compile.Analyze(Compile.Sources(source), new WeightsText("Edge.Model", "a.safetensors", tensors.Replace(found, replaced, StringComparison.Ordinal)));
        Assert.Equal(messages, diagnostics.Select(diagnostic => messages[0].Length > 6 ? Text(diagnostic) : diagnostic.Id));
    }

    [Theory]
    [InlineData("class_names.0 = a, class_names.1 = b", "Dense(12, 1, Activation = Activation.Sigmoid)")]
    [InlineData("class_names.0 = a", "Dense(12, 1)")]
    [InlineData("class_names.0 = a, class_names.1 = b", "Dense(12, 1)",
        "DT0711 The weights file 'a.safetensors' has 2 names of classes in __metadata__ ('class_names.0' and so on), and Model has 1 classes; give a name to each, or to none")]
    [InlineData("feature_names.0 = a", "Dense(12, 1)",
        "DT0711 The weights file 'a.safetensors' has 1 names of features in __metadata__ ('feature_names.0' and so on), and Model has 12 features; give a name to each, or to none")]
    [InlineData("class_names.1 = a", "Dense(12, 1)", "DT0711 The weights file 'a.safetensors' has no 'class_names.0' in __metadata__, and other names of classes; number them from 0 to 0")]
    public void Names_that_are_not_those_of_the_model(string metadata, string layer, params string[] messages)
    {
        var text = new WeightsText("Edge.Model", "a.safetensors", $"__metadata__: {metadata}\nlayers.0.weight: F32 [1, 12]\nlayers.0.bias: F32 [1]");
        Assert.Equal(messages, Compile.Analyze(Compile.Sources($"using DeepThin; namespace Edge; [DeepThinModel, {layer}] partial class Model;"), text).Select(Text));
    }

    [Theory]
    [InlineData("layers.0.bias: BF16 [100]\n", "", "DT0706 The weights file 'a.safetensors' has no tensor 'layers.0.bias'; 'Model' needs it in the shape [100], as F32, F16, BF16 or I8")]
    [InlineData("layers.0.xf: F32 [1429, 1]\n", "", "DT0706 The weights file 'a.safetensors' has no tensor 'layers.0.xf'; 'Model' needs it in the shape [1429, 1], as F32, F16, BF16 or I8")]
    [InlineData("[10, 100]", "[100, 10]", "DT0707 Tensor 'layers.1.weight' in the weights file 'a.safetensors' has the shape [100, 10]; 'Model' needs [10, 100]; is it transposed? Weights are outputs × inputs, as in PyTorch's Linear")]
    [InlineData("F32 [10]", "F32 [10, 1]", "DT0707 Tensor 'layers.1.bias' in the weights file 'a.safetensors' has the shape [10, 1]; 'Model' needs [10]; it has as many values; reshape it to [10]")]
    [InlineData("[1, 7]", "[7]", "DT0707 Tensor 'layers.0.wf' in the weights file 'a.safetensors' has the shape [7]; 'Model' needs [1, 7]; it has as many values; reshape it to [1, 7]")]
    [InlineData("[10, 100]", "[]", "DT0707 Tensor 'layers.1.weight' in the weights file 'a.safetensors' has the shape []; 'Model' needs [10, 100]")]
    [InlineData("F32 [10]", "F64 [10]", "DT0708 Tensor 'layers.1.bias' in the weights file 'a.safetensors' is F64 [10]; 'Model' needs [10] as F32, F16, BF16 or I8")]
    [InlineData("BF16", "I8", "DT0706 The weights file 'a.safetensors' has no tensor 'layers.0.bias.scales'; 'Model' needs it in the shape [2], as F32")]
    [InlineData("BF16 [100]", "I8 [100]\nlayers.0.bias.scales: F16 [2]", "DT0708 Tensor 'layers.0.bias.scales' in the weights file 'a.safetensors' is F16 [2]; 'Model' needs [2] as F32")]
    [InlineData("BF16 [100]", "BF16 [100]\nlayers.0.bias.scales: F32 [2]", "DT0709 The weights file 'a.safetensors' has 'layers.0.bias.scales' F32 [2], for which 'Model' has no place; its tensors are "
        + "'layers.0.xf', 'layers.0.wf', 'layers.0.bias', 'layers.1.weight', 'layers.1.bias'")]
    [InlineData("layers.1.bias", "layers.1.bias: F32 [10]\nlayers.2.\"{0}\"", "DT0709 The weights file 'a.safetensors' has 'layers.2.\"{0}\"' F32 [10], for which 'Model' has no place; its tensors are "
        + "'layers.0.xf', 'layers.0.wf', 'layers.0.bias', 'layers.1.weight', 'layers.1.bias'")]
    public void A_tensor_that_does_not_fit(string found, string replaced, string message) => Check(Tensors.Replace(found, replaced, StringComparison.Ordinal), message);

    [Theory]
    [InlineData("[16, 3, 3, 5]")]
    [InlineData("[16, 45]", "DT0707 Tensor 'layers.0.weight' in the weights file 'a.safetensors' has the shape [16, 45]; 'Model' needs [16, 3, 3, 5]; it has as many values; reshape it to [16, 3, 3, 5]")]
    [InlineData("[16, 3, 5, 5]", "DT0707 Tensor 'layers.0.weight' in the weights file 'a.safetensors' has the shape [16, 3, 5, 5]; 'Model' needs [16, 3, 3, 5]")]
    public void The_weights_of_a_convolution(string shape, params string[] messages)
    {
        const string source = "using DeepThin; namespace Edge; [DeepThinModel, Input(3, 8, 8), Conv2D(3, 16, 3, KernelWidth = 5)] partial class Model;";
        var diagnostics = Compile.Analyze(Compile.Sources(source), new WeightsText("Edge.Model", "a.safetensors", $"layers.0.weight: F32 {shape}\nlayers.0.bias: F32 [16]"));
        Assert.Equal(messages, diagnostics.Select(Text));
    }

    [Fact]
    public void Names_of_PyTorch_are_to_be_renamed()
    {
        string tensors = Tensors.Replace("layers.1.weight: F32 [10, 100]", "fc2.weight: F32 [10, 100]", StringComparison.Ordinal).Replace("layers.1.bias", "fc2.bias", StringComparison.Ordinal);
        Check(
            tensors,
            "DT0706 The weights file 'a.safetensors' has no tensor 'layers.1.weight'; 'Model' needs it in the shape [10, 100], as F32, F16, BF16 or I8; is it fc2.weight [10, 100]? Rename that to layers.1.weight",
            "DT0706 The weights file 'a.safetensors' has no tensor 'layers.1.bias'; 'Model' needs it in the shape [10], as F32, F16, BF16 or I8; is it fc2.bias [10]? Rename that to layers.1.bias",
            "DT0709 The weights file 'a.safetensors' has 'fc2.weight' F32 [10, 100], 'fc2.bias' F32 [10], for which 'Model' has no place; its tensors are "
                + "'layers.0.xf', 'layers.0.wf', 'layers.0.bias', 'layers.1.weight', 'layers.1.bias'");
    }

    [Fact]
    public void Factors_of_another_ratio_say_which_plan_they_are_of()
    {
        const string question = "was Ratio, N or Rank changed since the file was saved? Its factors have m = 910, n = 11, r = 2, as with N = 11, Rank = 2, Gains = Gains.None";
        Check(
            Tensors.Replace("[1429, 1]", "[910, 2]", StringComparison.Ordinal).Replace("[1, 7]", "[2, 11]", StringComparison.Ordinal),
            $"DT0707 Tensor 'layers.0.xf' in the weights file 'a.safetensors' has the shape [910, 2]; 'Model' needs [1429, 1]; {question}",
            $"DT0707 Tensor 'layers.0.wf' in the weights file 'a.safetensors' has the shape [2, 11]; 'Model' needs [1, 7]; {question}");
    }

    [Theory]
    [InlineData("U16", "U32")]
    [InlineData("I32", "I32")]
    [InlineData("I64", "I64")]
    [InlineData("U64", "I64", "DT0708 Tensor 'layers.0.weight.col_indices' in the weights file 'a.safetensors' is U64 [24]; 'Model' needs [24] as U16, U32, I32 or I64")]
    [InlineData("I64", "F32", "DT0708 Tensor 'layers.0.weight.crow_indices' in the weights file 'a.safetensors' is F32 [11]; 'Model' needs [11] as U32, U16, I32 or I64")]
    public void The_places_of_a_pruned_layer(string columns, string starts, params string[] messages)
    {
        const string source = "using DeepThin; namespace Edge; [DeepThinModel, Pruned(12, 10, Ratio = 0.2)] partial class Model;";
        string tensors = $"layers.0.weight.values: F32 [24]\nlayers.0.weight.col_indices: {columns} [24]\nlayers.0.weight.crow_indices: {starts} [11]\nlayers.0.bias: F32 [10]";
        Assert.Equal(messages, Compile.Analyze(Compile.Sources(source), new WeightsText("Edge.Model", "a.safetensors", tensors)).Select(Text));
    }

    [Fact]
    public void Everything_that_does_not_fit_is_said_at_once()
    {
        string many = string.Concat(Enumerable.Range(0, 9).Select(i => $"\nx{i}: F32 [{i}]"));
        string[] ids = [.. Diagnostics(new WeightsText("Edge.Model", "a", "layers.0.xf: F64 [1429, 1]\nlayers.0.wf: F32 [7, 1]\nlayers.1.bias: F32 [10]" + many)).Select(diagnostic => diagnostic.Id)];
        Assert.Equal(["DT0706", "DT0706", "DT0707", "DT0708", "DT0709"], ids.Order(StringComparer.Ordinal));
        string last = Diagnostics(new WeightsText("Edge.Model", "a", Tensors + many)).Single().GetMessage(CultureInfo.InvariantCulture);
        Assert.StartsWith("The weights file 'a' has 'x0' F32 [0], 'x1' F32 [1], 'x2' F32 [2], 'x3' F32 [3], 'x4' F32 [4] and 4 more, for", last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Model", "'Edge.Model'")]
    [InlineData("Edge.Modell", "'Edge.Model'")]
    [InlineData("edge.model", "'Edge.Model'")]
    [InlineData("Elsewhere.Model", "'Edge.Model'")]
    [InlineData("Outer+Iner", "'Outer.Inner'")]
    public void A_model_that_was_nearly_named(string name, string near) => CheckUnknown(name, $"this project has no such model; did you mean {near}?");

    [Theory]
    [InlineData("Classifier", "this project has no such model; it has 'Edge.Model', 'Outer.Inner'")]
    [InlineData("", "this project has no such model; it has 'Edge.Model', 'Outer.Inner'")]
    [InlineData("Edge.Plain", "that class has no [DeepThinModel]")]
    [InlineData("Outer", "that class has no [DeepThinModel]")]
    [InlineData("<a{0}\"", "this project has no such model; it has 'Edge.Model', 'Outer.Inner'")]
    public void A_model_that_is_not_there(string name, string reason) => CheckUnknown(name, reason);

    [Fact]
    public void A_project_without_models() => Assert.Equal(
        "The weights file 'a.safetensors' is for the model 'Model', but this project has no model; add [DeepThinModel] to a class",
        Assert.Single(Compile.Analyze(Compile.Sources("class Other;"), new WeightsText("Model"))).GetMessage(CultureInfo.InvariantCulture));

    [Fact]
    public void Two_files_of_one_model()
    {
        var diagnostic = Assert.Single(Diagnostics(new WeightsText("Edge.Model", "b", Tensors), new WeightsText("Edge+Model", "a", "x: F32 [1]")));
        Assert.Equal("DT0705 'Model' has 2 weights files, 'a' and 'b'; keep one of them", Text(diagnostic));
        Assert.Equal("Model", Compile.Underlined(diagnostic));
    }

    [Fact]
    public void A_model_with_errors_of_its_own_is_not_compared()
    {
        string source = Source.Replace("100, 10)", "99, 10)", StringComparison.Ordinal);
        Assert.Equal(["DT0202"], Compile.Analyze(Compile.Sources(source), new WeightsText("Edge.Model")).Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Other_additional_files_are_not_ours() =>
        Assert.Empty(Compile.Analyze(Compile.Sources(Source), new StrangeText("/a.txt", "x"), new StrangeText("/a.deepthin-weights", "x"), new StrangeText("/b.deepthin-weights", null)));

    [Theory]
    [InlineData("private static void LoadEmbedded() { }")]
    [InlineData("private readonly int LoadEmbedded;")]
    [InlineData("public static Model LoadEmbedded() => Create(1);")]
    [InlineData("public class LoadEmbedded { }")]
    public void A_member_in_the_way(string member)
    {
        string source = $"[DeepThin.DeepThinModel, DeepThin.Dense(4, 3)] partial class Model {{ {member} }}";
        var text = new WeightsText("Model", "a", "layers.0.weight: F32 [3, 4]\nlayers.0.bias: F32 [3]");
        var diagnostic = Assert.Single(Compile.Analyze(Compile.Sources(source), text));
        Assert.Equal("DT0110 'LoadEmbedded' has the name of a member that is generated for 'Model'; choose another", Text(diagnostic));
        Assert.Equal("LoadEmbedded", Compile.Underlined(diagnostic));
        Assert.Empty(Compile.Analyze(Compile.Sources(source)));
        Assert.Empty(Compile.Errors(Generation.Generate.From(Compile.Sources(source), text).Compilation));
    }

    [Theory]
    [InlineData("static void LoadEmbedded(int x) { }")]
    [InlineData("static void LoadEmbedded<T>() { }")]
    public void An_overload_is_not_in_the_way(string member)
    {
        string source = $"[DeepThin.DeepThinModel, DeepThin.Dense(4, 3)] partial class Model {{ {member} static object Use() => LoadEmbedded(); }}";
        var text = new WeightsText("Model", "a", "layers.0.weight: F32 [3, 4]\nlayers.0.bias: F32 [3]");
        var output = Generation.Generate.From(Compile.Sources(source), text);
        Assert.Empty(Compile.Errors(output.Compilation));
        Assert.Empty(Compile.Analyze(output.Compilation, text));
    }

    private static void Check(string tensors, params string[] messages)
    {
        var diagnostics = Compile.Analyze(Compile.Sources(Source), new WeightsText("Edge.Model", "a.safetensors", tensors));
        Assert.Equal(messages, diagnostics.Select(Text));
        Assert.All(diagnostics, diagnostic => Assert.Equal("Model", Compile.Underlined(diagnostic)));
    }

    private static void CheckUnknown(string name, string reason)
    {
        string source = Source + " partial class Outer { [DeepThinModel, Dense(4, 3)] partial class Inner; }";
        source = source.Replace(" namespace Edge;", " namespace Edge {", StringComparison.Ordinal).Replace("class Plain;", "class Plain; }", StringComparison.Ordinal);
        var diagnostic = Assert.Single(Compile.Analyze(Compile.Sources(source), new WeightsText(name, "a.safetensors", Tensors)));
        Assert.Equal($"DT0704 The weights file 'a.safetensors' is for the model '{name}', but {reason}", Text(diagnostic));
        Assert.Equal("/somewhere/App.csproj", diagnostic.Location.GetLineSpan().Path);
    }

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Diagnostics(params WeightsText[] texts) => Compile.Analyze(Compile.Sources(Source), [.. texts]);

    private static string Text(Diagnostic diagnostic) => $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";

    private sealed class StrangeText(string path, string? text) : AdditionalText
    {
        public override string Path => path;

        public override Microsoft.CodeAnalysis.Text.SourceText? GetText(CancellationToken cancellationToken = default) =>
            text == null ? null : Microsoft.CodeAnalysis.Text.SourceText.From(text);
    }
}
