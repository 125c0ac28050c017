using System.Globalization;
using DeepThin.Generators.Parsing;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Diagnostics;

/// <summary>Weights in fewer bits that make a layer larger, against the bytes of both plans.</summary>
public sealed class LargerNarrowTests
{
    private const string Id = "DT0509";
    private const int Models = 200;

    [Fact]
    public void A_short_factor_is_larger_when_it_is_packed() => Expect.One(
        Id,
        "Weights = WeightType.Int8 makes layer 'dense0' larger: with Optimize.Memory it takes 225340 bytes, and 127180 in single precision; leave out Weights, or give the layer Kernel = Kernel.Segments",
        "[DeepThinModel(Optimize = Optimize.Memory, Weights = [|WeightType.Int8|])]\n[Dense(1024, 1024, Ratio = 0.03, Kernel = Kernel.Correlation)]\npartial class Model;");

    [Fact]
    public void A_matrix_of_one_input_has_more_scales_than_values() => Expect.One(
        Id, "Weights = WeightType.Int8 makes layer 'dense0' larger: with Optimize.Memory it takes 90 bytes, and 80 in single precision; leave out Weights",
        "[DeepThinModel(Weights = [|WeightType.Int8|], Optimize = Optimize.Memory)]\n[Dense(1, 10)]\npartial class Model;");

    [Theory]
    [InlineData("Optimize = Optimize.Memory", "[Dense(1024, 1024, Ratio = 0.03, Kernel = Kernel.Correlation)]")]
    [InlineData("Weights = WeightType.Int8", "[Dense(1024, 1024, Ratio = 0.03, Kernel = Kernel.Correlation)]")]
    [InlineData("Optimize = Optimize.Memory, Weights = WeightType.Int8", "[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall)]")]
    [InlineData("Optimize = Optimize.Memory, Weights = WeightType.Int8", "[Dense(1024, 1024, Ratio = 0.03, Kernel = Kernel.Segments, Activation = Activation.Relu), Dense(1024, 10)]")]
    public void Others_hear_nothing(string model, string layers) => Expect.Ids($"[DeepThinModel({model})]\n{layers}\npartial class Model;");

    [Fact]
    public void Each_layer_is_told() => Expect.Ids(
        "[DeepThinModel(Optimize = Optimize.Memory, Weights = WeightType.Float16)]\n"
        + "[Dense(1024, 1024, Ratio = 0.03, Kernel = Kernel.Correlation, Activation = Activation.Relu), Dense(1024, 1024, Activation = Activation.Relu), Dense(1024, 1024, Ratio = 0.03, Kernel = Kernel.Correlation)]\n"
        + "partial class Model;",
        Id, Id);

    // What the message offers is smaller: leaving out Weights, and for a DeepThin layer the segments.
    [Fact]
    public void It_is_told_exactly_where_the_bytes_of_a_layer_are_more()
    {
        var compilation = Compile.Sources("using DeepThin;\n" + string.Concat(Enumerable.Range(0, Models).Select(Source)));
        var told = Compile.Analyze(compilation).Where(diagnostic => diagnostic.Id == Id).ToDictionary(
            diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line - 1, diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture));
        int larger = 0, valid = 0;
        for (int i = 0; i < Models; i++)
        {
            if (ModelParser.Parse(Compile.Type(compilation, $"Model{i}"), null, default).Model is not { } model) continue;
            valid++;
            long narrow = Bytes(model.Network), whole = Bytes(model.Network with { Held = WeightType.Float32 });
            Assert.Equal(narrow > whole, told.ContainsKey(i));
            if (narrow <= whole) continue;
            larger++;
            Assert.Contains($"takes {narrow} bytes, and {whole} in single precision", told[i], StringComparison.Ordinal);
            var layer = (FullyConnectedSpec)model.Network.Layers[0];
            Assert.Equal(layer.Weights is ReLayoutPlan, told[i].EndsWith("Kernel.Segments", StringComparison.Ordinal));
            if (layer.Weights is ReLayoutPlan) Assert.InRange(Bytes(model.Network with { Layers = new([layer with { Kernel = Kernel.Segments }]) }), 0, narrow - 1);
        }

        Assert.InRange(larger, valid / 10, valid * 9 / 10);
        Assert.InRange(valid, Models / 2, Models);
    }

    private static string Source(int index)
    {
        var random = new Random(index);
        int q = 1 + random.Next(random.Next(2) == 0 ? 40 : 500), r = 1 + random.Next(random.Next(2) == 0 ? 40 : 500);
        string type = new[] { "Int8", "BFloat16", "Float16" }[random.Next(3)];
        string ratio = $"Ratio = {0.02 + 0.01 * random.Next(40):F2}".Replace(',', '.');
        string layer = random.Next(8) switch
        {
            0 => $"Dense({q}, {r}, Bias = false)",
            1 => $"LowRank({q}, {r}, Rank = {1 + random.Next(4)})",
            2 => $"Pruned({q}, {r}, {ratio})",
            3 => $"Hashed({q}, {r}, {ratio})",
            var form => $"Dense({q}, {r}, {ratio}, Rank = {1 + random.Next(3)}, Form = Form.{(form % 2 == 0 ? "Wide" : "Tall")}{(random.Next(2) == 0 ? ", Kernel = Kernel.Correlation" : "")})",
        };
        return $"[DeepThinModel(Optimize = Optimize.Memory, Weights = WeightType.{type}), {layer}] partial class Model{index};\n";
    }

    // Values and scales of the tensors, and what is prepared.
    private static long Bytes(NetworkSpec spec)
    {
        var step = new NetworkPlan(spec).Steps[0];
        long tensors = step.Tensors.Sum(tensor => (tensor.Order?.Length ?? tensor.Length) * (long)StoredTensor.BytesOf(tensor.Type) + 4L * tensor.Scales);
        return tensors + 4 * step.Layer.Prepared;
    }
}
