using DeepThin.Runtime;

namespace DeepThin.Tests.Weights;

/// <summary>What is said of the likely cause where a file does not fit, and of the remedy.</summary>
public sealed class FitHintsTests
{
    private static readonly ModelInfo Dense =
        WeightsFixtures.Info(("layers.0.weight", 8, 6), ("layers.0.bias", 8, 0), ("layers.1.weight", 8, 8), ("layers.1.bias", 8, 0), ("layers.2.weight", 2, 8), ("layers.2.bias", 2, 0));

    [Fact]
    public void Names_of_PyTorch_are_to_be_renamed_in_their_order() => Check(
        Dense,
        [("fc1.weight", "[8,6]"), ("fc1.bias", "[8]"), ("fc10.weight", "[2,8]"), ("fc10.bias", "[2]"), ("fc2.bias", "[8]"), ("fc2.weight", "[8,8]")],
        "layers.0.weight: missing, but the model needs [8, 6]; is it fc1.weight [8, 6]? Rename that to layers.0.weight",
        "layers.0.bias: missing, but the model needs [8]; is it fc1.bias [8]? Rename that to layers.0.bias",
        "layers.1.weight: missing, but the model needs [8, 8]; is it fc2.weight [8, 8]? Rename that to layers.1.weight",
        "layers.1.bias: missing, but the model needs [8]; is it fc2.bias [8]? Rename that to layers.1.bias",
        "layers.2.weight: missing, but the model needs [2, 8]; is it fc10.weight [2, 8]? Rename that to layers.2.weight",
        "layers.2.bias: missing, but the model needs [2]; is it fc10.bias [2]? Rename that to layers.2.bias",
        "fc1.weight: F32 [8, 6], but the model has no such tensor",
        "fc1.bias: F32 [8], but the model has no such tensor",
        "fc10.weight: F32 [2, 8], but the model has no such tensor",
        "fc10.bias: F32 [2], but the model has no such tensor",
        "fc2.bias: F32 [8], but the model has no such tensor",
        "fc2.weight: F32 [8, 8], but the model has no such tensor");

    [Fact]
    public void Numbers_in_names_are_ordered_by_their_value() => Check(
        WeightsFixtures.Info([.. Enumerable.Range(0, 4).Select(i => ($"layers.{i}.bias", 3, 0))]),
        [("net.10.b", "[3]"), ("net.2.b", "[3]"), ("net.02.a", "[3]"), ("net.b", "[3]")],
        "layers.0.bias: missing, but the model needs [3]; is it net.02.a [3]? Rename that to layers.0.bias",
        "layers.1.bias: missing, but the model needs [3]; is it net.2.b [3]? Rename that to layers.1.bias",
        "layers.2.bias: missing, but the model needs [3]; is it net.10.b [3]? Rename that to layers.2.bias",
        "layers.3.bias: missing, but the model needs [3]; is it net.b [3]? Rename that to layers.3.bias",
        "net.10.b: F32 [3], but the model has no such tensor",
        "net.2.b: F32 [3], but the model has no such tensor",
        "net.02.a: F32 [3], but the model has no such tensor",
        "net.b: F32 [3], but the model has no such tensor");

    [Fact]
    public void A_name_with_more_before_it_is_meant_whatever_other_shapes_fit() => Check(
        WeightsFixtures.Info(("layers.0.bias", 3, 0)),
        [("a.bias", "[3]"), ("module.layers.0.bias", "[3]")],
        "layers.0.bias: missing, but the model needs [3]; is it module.layers.0.bias [3]? Rename that to layers.0.bias",
        "a.bias: F32 [3], but the model has no such tensor",
        "module.layers.0.bias: F32 [3], but the model has no such tensor");

    [Fact]
    public void A_kernel_of_another_framework_is_to_be_renamed_and_transposed() => Check(
        WeightsFixtures.Info(("layers.0.weight", 8, 6)),
        [("dense.kernel", "[6,8]")],
        "layers.0.weight: missing, but the model needs [8, 6]; is it dense.kernel [6, 8]? Rename that to layers.0.weight, and transpose it",
        "dense.kernel: F32 [6, 8], but the model has no such tensor");

    [Theory]
    [InlineData("weight", 10, 7, "[7,10]", "is it transposed? Weights are outputs × inputs, as in PyTorch's Linear")]
    [InlineData("u", 2, 7, "[7,2]", "is it transposed?")]
    [InlineData("bias", 7, 0, "[7,1]", "it has as many values; reshape it to [7]")]
    [InlineData("weight", 10, 7, "[70]", "it has as many values; reshape it to [10, 7]")]
    [InlineData("weight", 10, 7, "[10,8]", null)]
    [InlineData("u", 2, 7, "[3,7]", "was Ratio or Rank changed since the file was saved? It is of Rank = 3")]
    [InlineData("v", 2, 7, "[3,7]", "was Ratio or Rank changed since the file was saved? It is of Rank = 3")]
    [InlineData("buckets", 20, 0, "[30]", "was Ratio changed since the file was saved? It keeps 30 values")]
    [InlineData("xf", 20, 2, "[30,2]", "was Ratio, N or Rank changed since the file was saved?")]
    public void A_shape_that_comes_of_something_else(string name, int rows, int columns, string shape, string? hint) => Check(
        WeightsFixtures.Info(($"layers.0.{name}", rows, columns)),
        [($"layers.0.{name}", shape)],
        $"layers.0.{name}: F32 {shape.Replace(",", ", ", StringComparison.Ordinal)}, but the model needs {(columns == 0 ? $"[{rows}]" : $"[{rows}, {columns}]")}{(hint == null ? "" : $"; {hint}")}");

    [Fact]
    public void Factors_of_another_ratio_say_which_plan_they_are_of()
    {
        const string question = "; was Ratio, N or Rank changed since the file was saved? Its factors have m = 31, n = 5, r = 2, as with N = 5, Rank = 2, Gains = Gains.None";
        Check(
            WeightsFixtures.Info(("layers.0.xf", 20, 1), ("layers.0.wf", 1, 9)),
            [("layers.0.xf", "[31,2]"), ("layers.0.wf", "[2,5]")],
            "layers.0.xf: F32 [31, 2], but the model needs [20, 1]" + question,
            "layers.0.wf: F32 [2, 5], but the model needs [1, 9]" + question);
    }

    [Fact]
    public void Gains_that_only_the_model_or_only_the_file_has()
    {
        const string hint = "; the file is of a layer with Gains = Gains.Outputs";
        Check(
            WeightsFixtures.Info(("layers.0.input_gain", 6, 0), ("layers.0.bias", 8, 0)),
            [("layers.0.output_gain", "[9]"), ("layers.0.bias", "[8]")],
            "layers.0.input_gain: missing, but the model needs [6]" + hint,
            "layers.0.output_gain: F32 [9], but the model has no such tensor" + hint);
    }

    [Fact]
    public void Factors_of_another_bias() => Check(
        WeightsFixtures.Info(("layers.0.bias.xf", 20, 1), ("layers.0.bias.wf", 1, 9)),
        [("layers.0.bias.xf", "[20,1]"), ("layers.0.bias.wf", "[1,7]")],
        "layers.0.bias.wf: F32 [1, 7], but the model needs [1, 9]; was BiasRatio changed since the file was saved? Its factors have m = 20, n = 7, r = 1");

    [Theory]
    [InlineData("layers.0.xf", "layers.0.weight", "without a Ratio")]
    [InlineData("layers.0.weight", "layers.0.xf", "with a Ratio or N")]
    [InlineData("layers.0.weight", "layers.0.u", "of [LowRank]")]
    [InlineData("layers.0.buckets", "layers.0.weight.values", "of [Pruned]")]
    [InlineData("layers.0.v", "layers.0.buckets", "of [Hashed]")]
    public void A_layer_of_another_kind(string needed, string found, string kind) => Check(
        WeightsFixtures.Info((needed, 20, 2)),
        [(found, "[17]")],
        $"{needed}: missing, but the model needs [20, 2]; the file has {found} [17], which belongs to a layer {kind}; was the layer's attribute changed since the file was saved?",
        $"{found}: F32 [17], but the model has no such tensor");

    [Fact]
    public void Nothing_is_guessed_where_nothing_is_probable() => Check(
        WeightsFixtures.Info(("layers.0.weight", 8, 6)), [("x", "[5]")], "layers.0.weight: missing, but the model needs [8, 6]", "x: F32 [5], but the model has no such tensor");

    private static void Check(ModelInfo info, (string Name, string Shape)[] tensors, params string[] problems)
    {
        int position = 0;
        string header = string.Join(',', tensors.Select(tensor =>
        {
            int begin = position;
            position += 4 * tensor.Shape.Trim('[', ']').Split(',').Aggregate(1, (product, text) => product * int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
            return $"\"{tensor.Name}\":{{\"dtype\":\"F32\",\"shape\":{tensor.Shape},\"data_offsets\":[{begin},{position}]}}";
        }));
        var error = Assert.Throws<WeightsException>(() => ModelFile.Load(info, WeightsFixtures.FileOf($"{{{header}}}", position)));
        Assert.Equal($"The file in memory does not fit Demo.Net:{string.Concat(problems.Select(problem => "\n  " + problem))}", error.Message);
    }
}
