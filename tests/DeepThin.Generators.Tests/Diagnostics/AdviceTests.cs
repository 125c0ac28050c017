using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DeepThin.Generators.Tests.Diagnostics;

/// <summary>What a valid model is told, and how a user turns it off.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax")]
    public void A_softmax_that_is_not_last(string activation) => Expect.OneInLayers(
        "DT0405",
        $"{activation} of layer 'dense0' is not the last activation, so the layer 'scores' would take probabilities for features; use another activation here, and {activation} on the last layer",
        $"[Dense(784, 100, Activation = [|Activation.{activation}|])]\n[Dense(100, 10, Name = \"scores\", Activation = Activation.Softmax)]");

    [Theory]
    [InlineData("Softmax", "1")]
    [InlineData("LogSoftmax", "0")]
    public void A_softmax_of_one_output(string activation, string value) => Expect.OneInLayers(
        "DT0406",
        $"{activation} of layer 'dense0' with one output is always {value}, whatever is before it; use Activation.Sigmoid, or 2 outputs",
        $"[Dense(784, 1, Activation = [|Activation.{activation}|])]");

    [Fact]
    public void Two_layers_that_are_one_linear_map() => Expect.OneInLayers(
        "DT0407",
        "Layer 'dense0' has no activation, so that it and 'dense1' behind it are one linear map of 784×10; give it an activation, or leave one of them out",
        "[[|Dense(784, 200)|]]\n[Dense(200, 10)]");

    // A bottleneck is smaller than both of its sides: one that is as large as either saves nothing.
    [Theory]
    [InlineData("[[|Dense(100, 10)|]]\n[Dense(10, 10)]", "100×10")]
    [InlineData("[[|Dense(10, 10)|]]\n[Dense(10, 100)]", "10×100")]
    public void A_bottleneck_that_is_none(string layers, string map) => Expect.OneInLayers(
        "DT0407", $"Layer 'dense0' has no activation, so that it and 'dense1' behind it are one linear map of {map}; give it an activation, or leave one of them out", layers);

    [Theory]
    [InlineData("[Dense(784, 20)]\n[Dense(20, 784)]")] // a bottleneck
    [InlineData("[Dense(100, 10)]\n[Dense(10, 11)]")]
    [InlineData("[Dense(784, 200, Ratio = 0.05)]\n[Dense(200, 10)]")]
    [InlineData("[Dense(784, 200)]\n[Dense(200, 100, N = 33)]")]
    [InlineData("[Dense(784, 10)]")]
    public void Linear_layers_that_may_be_meant(string layers) => Expect.Ids(Expect.ModelWith(layers));

    [Theory]
    [InlineData("[Input(1, 8, 8)] [Conv2D(1, 4, 3)] [Conv2D(4, 8, 3)]")] // with strides or padding no convolution is both
    [InlineData("[Input(1, 8, 8)] [Conv2D(1, 4, 3)] [Flatten] [Dense(144, 10)]")]
    [InlineData("[Input(8)] [Dense(8, 8)] [MaxPool1D(1)] [Dense(8, 8)]")]
    public void Linear_layers_with_a_window_between(string layers) => Expect.Ids(Expect.ModelWith(layers));

    [Fact]
    public void Two_layers_with_nothing_but_another_name_between() => Expect.OneInLayers(
        "DT0407",
        "Layer 'dense0' has no activation, so that it and 'dense2' behind it are one linear map of 784×10; give it an activation, or leave one of them out",
        "[[|Dense(784, 200)|]]\n[Flatten]\n[Dense(200, 10)]");

    [Theory]
    [InlineData("[Input(1, 8, 8)] [Conv2D(1, 10, 8, Activation = Activation.Softmax)] [Flatten]")]
    [InlineData("[Input(1, 8, 8)] [Conv2D(1, 10, 3, Activation = Activation.Softmax)] [GlobalAveragePool]")]
    [InlineData("[Input(1, 8, 8)] [Conv2D(1, 10, 3, Activation = Activation.LogSoftmax)] [AveragePool2D(2)] [Flatten]")]
    public void A_softmax_before_what_has_no_parameters(string layers) => Expect.Ids(Expect.ModelWith(layers));

    [Theory]
    [InlineData("[Dense(8, 8, Activation = Activation.Softmax)] [Multiply(\"input\")] [Dense(8, 3)]")]
    [InlineData("[Input(3, 9)] [GlobalMaxPool] [Dense(3, 3, Activation = Activation.Softmax)] [Multiply(\"input\")] [Flatten] [Dense(27, 3)]")]
    public void A_softmax_that_says_how_much_of_each_value_counts(string layers) => Expect.Ids(Expect.ModelWith(layers));

    [Fact]
    public void Logarithms_of_a_softmax_that_are_multiplied() => Expect.OneInLayers(
        "DT0405",
        "LogSoftmax of layer 'dense0' is not the last activation, so the layer 'multiply1' would take probabilities for features; use another activation here, and LogSoftmax on the last layer",
        "[Dense(8, 8, Activation = [|Activation.LogSoftmax|])] [Multiply(\"input\")] [Dense(8, 3)]");

    [Fact]
    public void A_softmax_before_a_pooling_that_is_not_last() => Expect.OneInLayers(
        "DT0405",
        "Softmax of layer 'conv0' is not the last activation, so the layer 'dense3' would take probabilities for features; use another activation here, and Softmax on the last layer",
        "[Input(1, 8, 8)] [Conv2D(1, 4, 3, Activation = [|Activation.Softmax|])] [MaxPool2D(3)] [Flatten] [Dense(16, 10)]");

    [Fact]
    public void A_softmax_of_one_channel() => Expect.OneInLayers(
        "DT0406",
        "Softmax of layer 'conv0' with one output is always 1, whatever is before it; use Activation.Sigmoid, or 2 outputs",
        "[Input(1, 8, 8)] [Conv2D(1, 1, 3, Activation = [|Activation.Softmax|])] [Flatten]");

    [Fact]
    public void A_layer_that_is_no_faster_than_uncompressed_in_either_form() => Expect.OneInLayers(
        "DT0317",
        "Layer 'dense0' of 120×90 is predicted to be no faster than uncompressed: its kernel, fourier, counts 49152 multiply-adds and a dense one 22320",
        "[Dense(120, 90, Rank = 2, Gains = Gains.None, Ratio = [|0.05|])]");

    [Fact]
    public void The_tall_form_is_offered_where_it_is_faster() => Expect.OneInLayers(
        "DT0317",
        "Layer 'dense0' of 16×16 is predicted to be no faster than uncompressed: its kernel, segments, counts 2688 multiply-adds and a dense one 2304; with Form.Tall it counts 672",
        "[Dense(16, 16, Ratio = [|0.5|])]");

    [Fact]
    public void A_length_that_is_given_is_what_the_warning_underlines() => Expect.OneInLayers(
        "DT0317",
        "Layer 'dense0' of 16×16 is predicted to be no faster than uncompressed: its kernel, segments, counts 2688 multiply-adds and a dense one 2304",
        "[Dense(16, 16, N = [|127|])]");

    [Theory]
    [InlineData("", "[Dense(16, 16, Ratio = 0.5, Kernel = Kernel.Segments)]")]
    [InlineData("(Optimize = Optimize.Memory)", "[Dense(16, 16, Ratio = 0.5)]")]
    [InlineData("", "[Dense(1024, 1024, Ratio = 0.03)]")]
    [InlineData("", "[Dense(1024, 1024, Ratio = 0.004, Form = Form.Tall)]")]
    public void Where_time_is_not_the_point_or_is_saved(string model, string layer) => Expect.Ids($"[DeepThinModel{model}]\n{layer}\npublic sealed partial class Model;");

    [Theory]
    [InlineData(
        "[Dense(1024, 1024, Ratio = 0.03)]",
        "Layer 'dense0' of 1024×1024: wide, rank 1, n = 29711, m = 36, gains for inputs, α = 2.93 %, kernel fourier, 127180 bytes and 211840 prepared; how to choose: https://github.com/deepthin/deepthin.generators/blob/main/docs/choosing.md")]
    [InlineData(
        "[Dense(1024, 1024, Ratio = 0.03, Gains = Gains.None)]",
        "Layer 'dense0' of 1024×1024: wide, rank 1, n = 30731, m = 35, α = 2.93 %, kernel fourier, 127160 bytes and 183808 prepared; how to choose: https://github.com/deepthin/deepthin.generators/blob/main/docs/choosing.md")]
    [InlineData(
        "[LowRank(1024, 1024, Ratio = 0.03)]", "Layer 'lowrank0' of 1024×1024: low rank, rank 15, α = 2.93 %, kernel lowrank, 126976 bytes")]
    [InlineData("[Hashed(100, 100, Ratio = 0.03)]", "Layer 'hashed0' of 100×100: hashed, 300 buckets, α = 3.00 %, kernel hashed, 1600 bytes")]
    [InlineData("[Pruned(100, 100, Ratio = 0.03)]", "Layer 'pruned0' of 100×100: pruned, 300 weights kept, α = 3.00 %, kernel dense, 1600 bytes")]
    [InlineData("[Dense(256, 10, Name = \"scores\")]", "Layer 'scores' of 256×10: uncompressed, kernel dense, 10280 bytes")]
    public void The_plan_of_a_layer(string layer, string message)
    {
        var diagnostic = Assert.Single(Compile.AnalyzeWithInfo(Compile.Sources("using DeepThin;\n" + Expect.ModelWith(layer))));
        Assert.Equal(("DT0318", DiagnosticSeverity.Info), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal(message, diagnostic.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(layer.Trim('[', ']'), Compile.Underlined(diagnostic));
    }

    [Theory]
    [InlineData("64, 14, 14", "Conv2D(64, 128, 3, Padding = 1)", "Layer 'conv0' of 576×128: Q = 9 taps·64 channels at 196 positions, uncompressed, kernel winograd, batches dense, 295424 bytes")]
    [InlineData("64, 14, 14", "Conv2D(64, 128, 3, Padding = 1, Stride = 2)", "Layer 'conv0' of 576×128: Q = 9 taps·64 channels at 49 positions, uncompressed, kernel dense, 295424 bytes")]
    [InlineData("1, 9", "Conv1D(1, 3, 9)", "Layer 'conv0' of 9×3: Q = 9 taps·1 channel at 1 position, uncompressed, kernel dense, 120 bytes")]
    public void The_plan_of_a_convolution(string input, string layer, string message)
    {
        var diagnostic = Assert.Single(Compile.AnalyzeWithInfo(Compile.Sources("using DeepThin;\n" + Expect.ModelWith($"[Input({input})] [{layer}]"))));
        Assert.Equal($"DT0318 {message}", $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
        Assert.Equal(layer, Compile.Underlined(diagnostic));
    }

    [Theory]
    [InlineData("DT0405", "[Dense(784, 100, Activation = Activation.Softmax)]\n[Dense(100, 10)]")]
    [InlineData("DT0318", "[Dense(784, 100)]")]
    public void A_pragma_turns_it_off(string id, string layers)
    {
        string model = Expect.ModelWith(layers);
        Assert.Contains(id, Ids(model, ""));
        Assert.DoesNotContain(id, Ids($"#pragma warning disable {id}\n{model}", ""));
    }

    [Theory]
    [InlineData("DT0405", "[Dense(784, 100, Activation = Activation.Softmax)]\n[Dense(100, 10)]")]
    [InlineData("DT0318", "[Dense(784, 100)]")]
    public void An_editorconfig_changes_its_severity(string id, string layers)
    {
        string model = Expect.ModelWith(layers);
        Assert.DoesNotContain(id, Ids(model, $"dotnet_diagnostic.{id}.severity = none"));
        var diagnostic = Analyze(model, $"dotnet_diagnostic.{id}.severity = error").First(diagnostic => diagnostic.Id == id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
    }

    [Fact]
    public void An_editorconfig_does_not_turn_an_error_off() =>
        Assert.Contains("DT0202", Ids(Expect.ModelWith("[Dense(784, 100)]\n[Dense(90, 10)]"), "dotnet_diagnostic.DT0202.severity = none"));

    private static IEnumerable<string> Ids(string source, string editorConfig) => Analyze(source, editorConfig).Select(diagnostic => diagnostic.Id);

    private static ImmutableArray<Diagnostic> Analyze(string source, string editorConfig)
    {
        var compilation = Compile.Sources("using DeepThin;\n" + source);
        var options = compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(editorConfig));
        return Compile.AnalyzeWithInfo(compilation.WithOptions(options));
    }

    /// <summary>The severities that an .editorconfig sets for all C# files.</summary>
    private sealed class EditorConfig(string lines) : SyntaxTreeOptionsProvider
    {
        private readonly AnalyzerConfigOptionsResult _options =
            AnalyzerConfigSet.Create(ImmutableArray.Create(AnalyzerConfig.Parse($"root = true\n[*.cs]\n{lines}\n", "/.editorconfig"))).GetOptionsForSourcePath("/Source0.cs");

        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            _options.TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
