using System.Runtime.CompilerServices;
using System.Text;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Tests.Weights;

namespace DeepThin.Generators.Tests.Generation;

/// <summary>
/// The emitted text as a user reads it. A change shows here as a difference to read; with DEEPTHIN_UPDATE_GOLDEN=1 in the
/// environment the tests write the files anew. The version, which rises with every change, is left out.
/// </summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("dense", "dense", "[Dense(12, 6)]")]
    [InlineData("segments", "segments", "[Dense(30, 20, Ratio = 0.3, Rank = 2, Activation = Activation.LeakyRelu)]")]
    [InlineData("correlation", "correlation", "[Dense(256, 128, Ratio = 0.05, Form = Form.Tall, Activation = Activation.Relu)]")]
    [InlineData("correlation-transforms", "correlation", "[Dense(256, 80, N = 75, Rank = 2, Activation = Activation.Relu)]")]
    [InlineData("fourier", "fourier", "[Dense(512, 512, Ratio = 0.03, Activation = Activation.Gelu)]")]
    [InlineData("lowrank", "lowrank", "[LowRank(256, 128, Ratio = 0.1, Activation = Activation.Relu)]")]
    [InlineData("hashed", "hashed", "[Hashed(256, 128, Ratio = 0.1, Activation = Activation.Relu)]")]
    public void The_kernels_of_a_layer(string file, string kernel, string layer)
    {
        var files = Generate.Sources(Generate.Model(layer)).Files;
        Assert.Contains($"Kernel = \"{kernel}\"", files["Edge.Model.Network.g.cs"], StringComparison.Ordinal);
        Check(file, files["Edge.Model.Layer0.g.cs"]);
    }

    [Fact]
    public void A_layer_of_a_model_for_memory()
    {
        string source = Generate.Model("[Dense(256, 128, Ratio = 0.05, Form = Form.Tall, Rank = 2)]").Replace("Training = false", "Optimize = Optimize.Memory", StringComparison.Ordinal);
        var files = Generate.Sources(source).Files;
        Assert.Contains("PreparedBytes = 0", files["Edge.Model.Network.g.cs"], StringComparison.Ordinal);
        Check("memory", files["Edge.Model.Layer0.g.cs"]);
    }

    [Theory]
    [InlineData("fourier-int8", "Int8", "[Dense(256, 128, Ratio = 0.2)]")]
    [InlineData("correlation-int8", "Int8", "[Dense(256, 128, Ratio = 0.2, Form = Form.Tall)]")]
    [InlineData("correlation-bfloat16", "BFloat16", "[Dense(256, 128, Ratio = 0.05, Form = Form.Tall)]")]
    [InlineData("dense-int8", "Int8", "[Dense(12, 6)]")]
    public void The_kernels_of_a_layer_that_is_held_narrow(string file, string type, string layer)
    {
        string source = Generate.Model(layer).Replace("Training = false", $"Weights = WeightType.{type}", StringComparison.Ordinal);
        var files = Generate.Sources(source).Files;
        Assert.Contains($"Type = WeightType.{type}", files["Edge.Model.Network.g.cs"], StringComparison.Ordinal);
        Check(file, files["Edge.Model.Layer0.g.cs"]);
    }

    [Fact]
    public void A_wide_layer_with_training() =>
        Check("fourier-training", Generate.Sources(Generate.Model("[Dense(256, 256, Ratio = 0.03)]", training: true)).Files["Edge.Model.Layer0.g.cs"]);

    [Fact]
    public void A_layer_that_standardises_before_one_with_gains() =>
        Check("standardize", Generate.Sources(Generate.Model("[Standardize(256)] [Dense(256, 128, Ratio = 0.2)]", training: true)).Files["Edge.Model.Layer0.g.cs"]);

    [Theory]
    [InlineData("scale", "[Input(4, 9)]\n    [Scale(4)]\n    [Flatten]\n    [Dense(36, 16, Ratio = 0.4)]")]
    [InlineData("prelu", "[Input(4, 6, 6)]\n    [PRelu(4)]")]
    [InlineData("layernorm", "[Input(16, 10)]\n    [LayerNorm(16, PerPosition = true, Bias = false)]")]
    [InlineData("batchnorm", "[Input(4, 6, 6)]\n    [BatchNorm(4)]")]
    [InlineData("pad", "[Input(3, 8, 8)]\n    [Pad(Top = 1, Left = 2, Right = 1, ChannelsAfter = 1, Mode = PadMode.Reflect)]")]
    [InlineData("magnitude", "[Input(6, 20)]\n    [Magnitude]")]
    [InlineData("transpose", "[Input(6, 20)]\n    [Transpose]")]
    [InlineData("delayline", "[Input(20)]\n    [DelayLine(3, Dilation = 2)]")]
    [InlineData("meanovertime", "[Input(20)]\n    [MeanOverTime]")]
    [InlineData("maxovertime", "[Input(20)]\n    [MaxOverTime]")]
    public void A_layer_without_a_matrix(string file, string layers) => Check(file, Generate.Sources(Generate.Model(layers, training: true)).Files["Edge.Model.Layer0.g.cs"]);

    [Theory]
    [InlineData("lstm-training", "[Lstm(24, 16, Ratio = 0.4, RecurrentRatio = 0.4)]\n    [Dense(16, 30, Ratio = 0.4)]", true)]
    [InlineData("gru", "[Gru(24, 16)]", false)]
    [InlineData("lstm-hard-gates-training", "[Lstm(24, 16, GateActivation = Activation.HardSigmoid, GateSlope = 0.2)]", true)]
    [InlineData("gru-reset-before-training", "[Gru(24, 16, ResetBefore = true, RecurrentRatio = 0.5)]", true)]
    public void A_recurrent_layer(string file, string layers, bool training) => Check(file, Generate.Sources(Generate.Model(layers, training)).Files["Edge.Model.Layer0.g.cs"]);

    [Fact]
    public void A_network_of_sequences() => Check("sequence-training", Generate.Sources(Generate.Model("[Gru(24, 16)]\n    [Dense(16, 5)]", training: true)).Files["Edge.Model.Network.g.cs"]);

    [Fact]
    public void A_network_of_passes() =>
        Check("bidirectional", Joined(Generate.Sources(Generate.Model("[Gru(24, 16, Bidirectional = true)]\n    [Dense(32, 5)]")).Files.Where(file => file.Key.Contains(".Network.", StringComparison.Ordinal) || file.Key.Contains(".Pass", StringComparison.Ordinal))));

    [Fact]
    public void A_convolution_that_a_norm_and_an_activation_are_folded_into()
    {
        var files = Generate.Sources(Generate.Model("[Input(3, 8, 8)]\n    [Conv2D(3, 16, 3, Padding = 1)]\n    [BatchNorm(16)]\n    [Activate(Activation.LeakyRelu, Slope = 0.2)]")).Files;
        Check("batchnorm-folded", Joined(files.Where(file => file.Key != "Edge.Model.g.cs")));
    }

    [Fact]
    public void A_pruned_layer_with_training() =>
        Check("pruned-training", Generate.Sources(Generate.Model("[Pruned(256, 128, Ratio = 0.1)]", training: true)).Files["Edge.Model.Layer0.g.cs"]);

    [Theory]
    [InlineData("convolution", "[Input(3, 8, 8)]\n    [Conv2D(3, 16, 3, Padding = 1, Activation = Activation.Relu)]", false)]
    [InlineData("convolution-shared", "[Input(64, 28, 28)]\n    [Conv2D(64, 64, 3, Padding = 1, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]", false)]
    [InlineData("depthwise-training", "[Input(8, 12, 12)]\n    [DepthwiseConv2D(8, 3, Padding = 1, Activation = Activation.Gelu)]", true)]
    [InlineData("grouped-training", "[Input(8, 12, 12)]\n    [Conv2D(8, 12, 3, Padding = 1, Groups = 4, Activation = Activation.Gelu)]", true)]
    [InlineData("grouped-factors-training", "[Input(8, 12, 12)]\n    [Conv2D(8, 12, 3, Padding = 1, Groups = 2, Ratio = 0.4, Activation = Activation.Relu)]", true)]
    [InlineData("convolution-gains-training", "[Input(8, 40)]\n    [Conv1D(8, 32, 5, Stride = 2, Causal = true, Ratio = 0.2, Activation = Activation.Relu)]", true)]
    [InlineData("maxpool-training", "[Input(8, 9, 9)]\n    [MaxPool2D(3, Stride = 2, Padding = 1)]", true)]
    [InlineData("averagepool", "[Input(8, 9, 9)]\n    [AveragePool2D(3, Stride = 2, PaddingTop = 1, CountPadding = false)]", false)]
    public void A_layer_with_a_window(string file, string layers, bool training) => Check(file, Generate.Sources(Generate.Model(layers, training)).Files["Edge.Model.Layer0.g.cs"]);

    [Fact]
    public void A_network_with_an_image() => Check("flatten", Generate.Sources(Generate.Model(
        """
        [Input(1, 12, 12)]
            [Conv2D(1, 8, 3, Activation = Activation.Relu)]
            [MaxPool2D(2)]
            [Flatten]
            [Dense(200, 32, Ratio = 0.2, Activation = Activation.Relu)]
            [Dense(32, 10)]
        """,
        training: true)).Files["Edge.Model.Network.g.cs"]);

    [Fact]
    public void A_model_with_embedded_weights()
    {
        var weights = new WeightsText("Edge.Model", tensors: "layers.0.bias: F32 [6]\nlayers.0.weight: I8 [6, 12]\nlayers.0.weight.scales: F32 [2]");
        var files = Generate.From(Compile.Sources(Generate.Model("[Dense(12, 6)]")), weights).Files;
        Check("embedded", Joined(files.Where(file => !file.Key.Contains("Layer", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_model_for_other_languages()
    {
        string source = Generate.Model("[Dense(12, 6, Activation = Activation.Softmax)]").Replace("Training = false", "NativeExports = \"fashion\"", StringComparison.Ordinal);
        var files = Generate.From(Compile.Sources(source), new WeightsText("Edge.Model")).Files;
        Assert.Equal(["Edge.Model.Exports.g.cs", "Edge.Model.Layer0.g.cs", "Edge.Model.Network.g.cs", "Edge.Model.g.cs"], files.Keys);
        Check("exports", files["Edge.Model.Exports.g.cs"]);
    }

    [Theory]
    [InlineData("[Input(1, 6, 6), Conv2D(1, 3, 6, Activation = Activation.Softmax), Flatten]", "1x6x6 -> 3 (Softmax) -> 3 (flatten)", "probabilities, with the sum 1")]
    [InlineData("[Input(2, 6), Conv1D(2, 3, 4, Activation = Activation.Softmax), Flatten]", "2x6 -> 3x3 (Softmax) -> 9 (flatten)", "the values of the last layer, by Softmax")]
    [InlineData("[Input(2, 6), Conv1D(2, 3, 4, Activation = Activation.Softmax), GlobalMaxPool]", "2x6 -> 3x3 (Softmax) -> 3 (maxpool)", "the values of the last layer, by Softmax")]
    [InlineData("[Dense(6, 3), Activate(Activation.Softmax)]", "6 -> 3 (Identity) -> 3 (Softmax)", "probabilities, with the sum 1")]
    [InlineData("[Input(2, 6), Conv1D(2, 3, 4), GlobalAveragePool]", "2x6 -> 3x3 (Identity) -> 3 (averagepool)", "the values of the last layer, by Identity")]
    public void The_header_of_a_model_with_a_window(string layers, string network, string prediction)
    {
        string source = Generate.Model(layers).Replace("Training = false", "NativeExports = \"eye\"", StringComparison.Ordinal);
        string exports = Generate.From(Compile.Sources(source), new WeightsText("Edge.Model")).Files["Edge.Model.Exports.g.cs"];
        Assert.Contains($"Network:  {network}", exports, StringComparison.Ordinal);
        Assert.Contains($"of a prediction: {prediction}.", exports, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_adds_what_another_has_written() => Check("residual-training", Generate.Sources(Generate.Model(
        """
        [Input(2, 6, 6)]
            [Conv2D(2, 4, 3, Padding = 1, Name = "stem"), Conv2D(4, 6, 3, Padding = 1), Residual("stem", PadChannels = true, Activation = Activation.Gelu)]
        """,
        training: true)).Files["Edge.Model.Layer2.g.cs"]);

    [Fact]
    public void A_layer_that_takes_channels_with_training() =>
        Check("channels-training", Generate.Sources(Generate.Model("[Input(8, 20), Channels(2, 4), Flatten, Dense(80, 16, Ratio = 0.4)]", training: true)).Files["Edge.Model.Layer0.g.cs"]);

    [Theory]
    [InlineData("multiply-training", "[Dense(20, 36, Activation = Activation.Tanh, Name = \"left\"), Dense(36, 36), Multiply(\"left\", Activation = Activation.Silu), Dense(36, 8, Ratio = 0.6)]", 2)]
    [InlineData("multiply-gate-training", "[Input(8, 6, 6), GlobalAveragePool, Dense(8, 8, Activation = Activation.Sigmoid), Multiply(\"input\", Activation = Activation.Relu)]", 2)]
    public void A_layer_that_multiplies_with_training(string file, string layers, int layer) =>
        Check(file, Generate.Sources(Generate.Model(layers, training: true)).Files[$"Edge.Model.Layer{layer}.g.cs"]);

    [Fact]
    public void A_layer_that_applies_an_activation_with_training() =>
        Check("activate-training", Generate.Sources(Generate.Model("[Dense(20, 48)] [Activate(Activation.LeakyRelu, Slope = 0.2)] [Dense(48, 4, Ratio = 0.6)]", training: true)).Files["Edge.Model.Layer1.g.cs"]);

    [Fact]
    public void A_layer_that_leaves_values_out_with_training() =>
        Check("dropout-training", Generate.Sources(Generate.Model("[Dense(20, 48, Activation = Activation.Relu)] [Dropout(0.25)] [Dense(48, 4, Ratio = 0.6)]", training: true)).Files["Edge.Model.Layer1.g.cs"]);

    [Fact]
    public void A_table_with_training() =>
        Check("embedding-training", Generate.Sources(Generate.Model("[Input(3)] [Embedding(500, 16, Ratio = 0.1)] [Flatten] [Dense(48, 4, Ratio = 0.6)]", training: true)).Files["Edge.Model.Layer0.g.cs"]);

    [Fact]
    public void A_layer_that_joins_channels() =>
        Check("concat", Generate.Sources(Generate.Model("[Dense(12, 6, Name = \"a\"), Dense(6, 4, Name = \"b\"), Concat(\"a\", \"b\"), Dense(10, 2)]")).Files["Edge.Model.Layer2.g.cs"]);

    [Fact]
    public void A_network_that_branches_with_training()
    {
        var files = Generate.Sources(Generate.Model(
            """
            [Input(40, Name = "sound"), Input(4, Name = "place")]
                [Dense(40, 32, Ratio = 0.4, Activation = Activation.Relu, Name = "trunk")]
                [Concat("place")]
                [Dense(36, 3, Activation = Activation.LogSoftmax, Name = "kind")]
                [Dense(32, 20, Ratio = 0.4, From = "trunk")]
                [Dense(20, 1, Name = "distance")]
                [Output("scores", from: "kind"), Output("distance")]
            """,
            training: true)).Files;
        Check("graph-training", Joined(files.Where(file => file.Key is "Edge.Model.g.cs" or "Edge.Model.Network.g.cs")));
    }

    [Fact]
    public void A_model_with_training() => Check("training", Joined(Generate.Sources(Generate.Model(
        """
        [Dense(40, 32, Ratio = 0.2, BiasRatio = 0.5, Name = "hidden", Activation = Activation.Gelu)]
            [Dense(32, 10, Activation = Activation.Softmax)]
        """,
        training: true)).Files));

    [Fact]
    public void A_model_with_gains_and_training() => Check("gains", Joined(Generate.Sources(Generate.Model(
        """
        [Dense(40, 32, Ratio = 0.3, Gains = Gains.Both, Activation = Activation.Gelu)]
            [Dense(32, 24, Ratio = 0.4, Gains = Gains.Inputs, Activation = Activation.Relu)]
            [LowRank(24, 10, Rank = 2, Gains = Gains.Inputs)]
        """,
        training: true)).Files));

    private static string Joined(IEnumerable<KeyValuePair<string, string>> files) => string.Join("\n", files.Select(file => $"// ──── {file.Key} ────\n{file.Value}"));

    private static void Check(string name, string emitted, [CallerFilePath] string here = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name + ".cs.txt");
        emitted = emitted.Replace($"\"{Names.Version}\"", "\"(version)\"", StringComparison.Ordinal).Replace($"{Names.Signature} {Names.Version}", $"{Names.Signature} (version)", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("DEEPTHIN_UPDATE_GOLDEN") == "1") File.WriteAllText(path, emitted);
        Assert.Equal(File.ReadAllText(path, Encoding.UTF8), emitted);
    }
}
