using System.Globalization;

namespace DeepThin.Generators.Tests.Diagnostics;

public sealed class LayerRulesTests
{
    [Theory]
    [InlineData("[Dense([|0|], 3)]", "0 inputs")]
    [InlineData("[Dense(4, [|-7|])]", "-7 outputs")]
    [InlineData("[Dense(outputs: [|int.MinValue|], inputs: 4)]", "-2147483648 outputs")]
    [InlineData("[Dense([|0|], 3, Ratio = 0.5)]", "0 inputs")]
    public void A_size_below_one(string layer, string found) => Expect.OneInLayers("DT0201", $"Layer 'dense0' has {found}; use 1 or more", layer);

    [Fact]
    public void A_size_below_one_breaks_no_chain() => Expect.Ids(Expect.ModelWith("[Dense(4, 0), Dense(3, 2, N = 3), Dense(0, 5), Dense(6, 1)]"), "DT0201", "DT0308", "DT0201", "DT0202");

    [Fact]
    public void Inputs_that_differ_from_the_outputs_before()
    {
        var diagnostic = Expect.OneInLayers(
            "DT0202", "Layer 'dense1' has 100 inputs, but 'first' before it has 1000 outputs; use 1000",
            "[Dense(4, 1000, Name = \"first\"), Dense(outputs: 3, inputs: [|100|])]");
        Assert.Equal(("inputs", "1000"), (diagnostic.Properties["Argument"], diagnostic.Properties["Value"]));
    }

    [Fact]
    public void Too_many_weights() => Expect.OneInLayers(
        "DT0203", "Layer 'dense0' of 65536×65536 has 4294967296 weights, more than 2147483647; with 65536 inputs use 32767 outputs or fewer",
        "[Dense(65536, [|65536|], Ratio = 0.01)]");

    [Fact]
    public void Too_many_parameters() => Expect.OneInLayers(
        "DT0204", "With layer 'dense1' the model 'Model' takes 2147483648 floats in one block of memory, more than 2147483000; use fewer outputs, or a Ratio",
        "[Dense(32768, 32767), [|Dense(32767, 32768)|], Dense(32768, 9)]");

    [Fact]
    public void The_same_layers_compressed_are_fine() => Expect.Ids(Expect.ModelWith("[Dense(32768, 32767, Ratio = 0.01), Dense(32767, 32768, Activation = Activation.Relu), Dense(32768, 9)]"));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("1 / 0.0", "Infinity")]
    [InlineData("-1 / 0.0", "-Infinity")]
    [InlineData("3f", "3")]
    public void A_ratio_out_of_range(string expression, string shown) => Expect.OneInLayers(
        "DT0301", $"Ratio of layer 'dense0' is {shown}; use a number above 0 and below 1, or leave it out for an ordinary dense layer",
        $"[Dense(100, 100, Ratio = [|{expression}|])]");

    [Fact]
    public void A_ratio_that_cannot_be_reached_at_any_rank()
    {
        var diagnostic = Expect.OneInLayers(
            "DT0302", "Layer 'dense0' of 120×90 cannot reach Ratio = 0.01 at rank 1; the smallest is 0.01926", "[Dense(120, 90, Ratio = [|0.01|])]");
        Assert.Equal("0.01926", diagnostic.Properties["Value"]);
        Assert.False(diagnostic.Properties.ContainsKey("LargestRank"));
        Expect.Ids(Expect.ModelWith("[Dense(120, 90, Ratio = 0.01926)]"), "DT0317");
    }

    [Fact]
    public void A_ratio_that_can_be_reached_at_a_lower_rank()
    {
        var diagnostic = Expect.OneInLayers(
            "DT0302", "Layer 'dense0' of 120×90 cannot reach Ratio = 0.05 at rank 4; the smallest is 0.07704, or use Rank = 2",
            "[Dense(120, 90, Rank = 4, Ratio = [|0.05|])]");
        Assert.Equal(("0.07704", "2"), (diagnostic.Properties["Value"], diagnostic.Properties["LargestRank"]));
        Expect.Ids(Expect.ModelWith("[Dense(120, 90, Rank = 4, Ratio = 0.07704)]"), "DT0317");
        Expect.Ids(Expect.ModelWith("[Dense(120, 90, Rank = 2, Ratio = 0.05)]"), "DT0317");
    }

    [Theory]
    [InlineData("0", "0", "1")]
    [InlineData("17", "17", "16")]
    [InlineData("int.MinValue", "-2147483648", "1")]
    public void A_rank_out_of_range(string expression, string shown, string nearest)
    {
        var diagnostic = Expect.OneInLayers("DT0303", $"Rank of layer 'dense0' is {shown}; use 1 to 16", $"[Dense(100, 100, Ratio = 0.3, Rank = [|{expression}|])]");
        Assert.Equal(nearest, diagnostic.Properties["Value"]);
        Expect.Ids(Expect.ModelWith($"[Dense(100, 100, Rank = {expression})]"), "DT0303");
        Expect.Ids(Expect.ModelWith($"[Dense(100, 100, N = 33, Rank = {expression})]"), "DT0303");
    }

    [Fact]
    public void A_rank_that_saves_nothing()
    {
        Expect.OneInLayers(
            "DT0304", "At rank 8 the factors of layer 'dense0' hold no fewer values than its 16×16 weights; use Rank = 7", "[Dense(16, 16, Ratio = 0.95, Rank = [|8|])]");
        Expect.Ids(Expect.ModelWith("[Dense(16, 16, Ratio = 0.95, Rank = 7)]"), "DT0317");
    }

    [Fact]
    public void A_rank_that_saves_nothing_with_a_ratio_beyond_reach()
    {
        Expect.OneInLayers(
            "DT0304", "At rank 8 the factors of layer 'dense0' hold no fewer values than its 16×16 weights; use Rank = 1 and Ratio = 0.129",
            "[Dense(16, 16, Ratio = 0.05, Rank = [|8|])]");
    }

    [Fact]
    public void A_layer_too_small_to_compress() => Expect.OneInLayers(
        "DT0305", "Layer 'dense0' of 2×2 is too small to compress: its factors hold 5 values and its weights 4; leave out Ratio", "[Dense(2, 2, Ratio = [|0.5|])]");

    [Theory]
    [InlineData("Rank = [|2|]", "Rank")]
    [InlineData("Form = [|Form.Tall|]", "Form")]
    [InlineData("Gains = [|Gains.Inputs|]", "Gains")]
    public void A_plan_argument_without_a_ratio(string argument, string name) => Expect.OneInLayers(
        "DT0306", $"{name} does nothing, because layer 'dense0' is not compressed; give a Ratio (or N) or leave it out", $"[Dense(100, 100, {argument})]");

    [Theory]
    [InlineData("LowRank", "lowrank0", "a Ratio or a Rank")]
    [InlineData("Hashed", "hashed0", "a Ratio")]
    [InlineData("Pruned", "pruned0", "a Ratio")]
    public void A_layer_that_says_not_how_small_it_is(string kind, string name, string needed) => Expect.OneInLayers(
        "DT0319", $"Layer '{name}' needs {needed}", $"[[|{kind}(100, 100)|]]");

    [Theory]
    [InlineData("Hashed", "hashed0")]
    [InlineData("Pruned", "pruned0")]
    public void A_ratio_that_keeps_nothing(string kind, string name)
    {
        var diagnostic = Expect.OneInLayers(
            "DT0320", $"Ratio = 0.001 keeps none of the 600 weights of layer '{name}' of 30×20; use 0.001667 or more", $"[{kind}(30, 20, Ratio = [|0.001|])]");
        Assert.Equal("0.001667", diagnostic.Properties["Value"]);
        Expect.Ids(Expect.ModelWith($"[{kind}(30, 20, Ratio = 0.001667)]"));
    }

    [Theory]
    [InlineData("Hashed")]
    [InlineData("Pruned")]
    [InlineData("LowRank")]
    public void A_ratio_out_of_range_of_another_kind(string kind) => Expect.OneInLayers(
        "DT0301", $"Ratio of layer '{kind.ToLowerInvariant()}0' is 1; use a number above 0 and below 1", $"[{kind}(30, 20, Ratio = [|1|])]");

    [Theory]
    [InlineData("0", "1")]
    [InlineData("50", "49")]
    public void A_rank_of_factors_out_of_range(string rank, string nearest)
    {
        var diagnostic = Expect.OneInLayers(
            "DT0321", $"Rank of layer 'lowrank0' is {rank}; use 1 to 49, where its factors hold fewer values than its weights", $"[LowRank(100, 100, Rank = [|{rank}|])]");
        Assert.Equal(nearest, diagnostic.Properties["Value"]);
        Expect.Ids(Expect.ModelWith($"[LowRank(100, 100, Rank = {nearest})]"));
    }

    [Fact]
    public void A_layer_too_small_to_factorise() => Expect.OneInLayers(
        "DT0322", "Layer 'lowrank0' of 100×1 is too small to factorise: at rank 1 its factors hold 101 values and its weights are 100; use [Dense]",
        "[LowRank(100, [|1|], Ratio = 0.5)]");

    [Theory]
    [InlineData("", "1", "0.01", "0.02", "")]
    [InlineData("Rank = 3, ", "3", "0.05", "0.06", ", or use Rank = 2")]
    public void A_ratio_that_no_rank_reaches(string rank, string ranks, string ratio, string smallest, string besides)
    {
        var diagnostic = Expect.OneInLayers(
            "DT0302", $"Layer 'lowrank0' of 100×100 cannot reach Ratio = {ratio} at rank {ranks}; the smallest is {smallest}{besides}", $"[LowRank(100, 100, {rank}Ratio = [|{ratio}|])]");
        Assert.Equal(smallest, diagnostic.Properties["Value"]);
        Expect.Ids(Expect.ModelWith($"[LowRank(100, 100, {rank}Ratio = {smallest})]"));
    }

    [Theory]
    [InlineData("Dense(100, 100, Ratio = 0.3", "dense0")]
    [InlineData("LowRank(100, 100, Rank = 2", "lowrank0")]
    [InlineData("Hashed(100, 100, Ratio = 0.3", "hashed0")]
    public void Gains_that_are_not_known(string layer, string name)
    {
        Expect.OneInLayers("DT0323", $"Gains of layer '{name}' is 4; use None, Inputs, Outputs or Both", $"[{layer}, Gains = [|(Gains)4|])]");
        Expect.OneInLayers("DT0323", $"Gains of layer '{name}' is -1; use None, Inputs, Outputs or Both", $"[{layer}, Gains = [|(Gains)(-1)|])]");
    }

    [Theory]
    [InlineData("Inputs", "0.03038", ", or leave out Gains")]
    [InlineData("Outputs", "0.0276", ", or leave out Gains")]
    [InlineData("Both", "0.03871", ", or leave out Gains")]
    public void A_ratio_without_room_for_gains(string gains, string smallest, string besides)
    {
        var diagnostic = Expect.OneInLayers(
            "DT0302", $"Layer 'dense0' of 120×90 cannot reach Ratio = 0.02 at rank 1 with Gains.{gains}; the smallest is {smallest}{besides}",
            $"[Dense(120, 90, Gains = Gains.{gains}, Ratio = [|0.02|])]");
        Assert.Equal(smallest, diagnostic.Properties["Value"]);
        Expect.Ids(Expect.ModelWith($"[Dense(120, 90, Gains = Gains.{gains}, Ratio = {smallest})]"), "DT0317");
        Expect.Ids(Expect.ModelWith("[Dense(120, 90, Ratio = 0.02)]"), "DT0317");
    }

    [Fact]
    public void A_ratio_that_is_too_small_even_without_gains() => Expect.OneInLayers(
        "DT0302", "Layer 'dense0' of 120×90 cannot reach Ratio = 0.01 at rank 1 with Gains.Inputs; the smallest is 0.03038", "[Dense(120, 90, Gains = Gains.Inputs, Ratio = [|0.01|])]");

    [Fact]
    public void A_rank_that_saves_nothing_with_gains() => Expect.OneInLayers(
        "DT0304", "At rank 7 the factors and gains of layer 'dense0' hold no fewer values than its 16×16 weights; use Rank = 6", "[Dense(16, 16, Ratio = 0.95, Gains = Gains.Both, Rank = [|7|])]");

    [Fact]
    public void A_layer_too_small_for_gains() => Expect.OneInLayers(
        "DT0305", "Layer 'dense0' of 4×4 is too small to compress: its factors and gains hold 17 values and its weights 16; leave out Gains",
        "[Dense(4, 4, Gains = Gains.Both, Ratio = [|0.9|])]");

    [Fact]
    public void A_length_that_breaks_the_ratio_with_gains()
    {
        Expect.OneInLayers(
            "DT0309", "N = 33 keeps more of layer 'dense0' than Ratio = 0.035 allows; use Ratio = 0.0437, or leave out N", "[Dense(100, 100, Ratio = 0.035, Gains = Gains.Inputs, N = [|33|])]");
        Expect.Ids(Expect.ModelWith("[Dense(100, 100, Ratio = 0.0437, Gains = Gains.Inputs, N = 33)]"));
    }

    [Fact]
    public void A_length_that_saves_nothing_with_gains() => Expect.OneInLayers(
        "DT0316", "At N = 25 and rank 1 the factors and gains of layer 'dense0' hold 39 values, no fewer than its 36 weights", "[Dense(6, 6, Gains = Gains.Both, N = [|25|])]");

    [Fact]
    public void Gains_of_the_other_kinds_count_as_kept()
    {
        Expect.OneInLayers(
            "DT0320", "Ratio = 0.05 keeps none of the 600 weights of layer 'hashed0' of 30×20 besides its gains; use 0.05167 or more", "[Hashed(30, 20, Gains = Gains.Inputs, Ratio = [|0.05|])]");
        Expect.Ids(Expect.ModelWith("[Hashed(30, 20, Gains = Gains.Inputs, Ratio = 0.05167)]"));
        Expect.OneInLayers(
            "DT0302", "Layer 'lowrank0' of 100×100 cannot reach Ratio = 0.02 at rank 1 with Gains.Outputs; the smallest is 0.03, or leave out Gains",
            "[LowRank(100, 100, Gains = Gains.Outputs, Ratio = [|0.02|])]");
        Expect.OneInLayers(
            "DT0321", "Rank of layer 'lowrank0' is 49; use 1 to 48, where its factors and gains hold fewer values than its weights", "[LowRank(100, 100, Gains = Gains.Both, Rank = [|49|])]");
        Expect.OneInLayers(
            "DT0322", "Layer 'lowrank0' of 3×4 is too small to factorise: at rank 1 its factors and gains hold 14 values and its weights are 12; leave out Gains",
            "[LowRank(3, [|4|], Gains = Gains.Both, Rank = 1)]");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("10001")]
    public void A_length_out_of_range(string n) => Expect.OneInLayers(
        "DT0307", $"N of layer 'dense0' is {n}; use 1 to 10000, and one coprime with 100", $"[Dense(100, 100, N = [|{n}|])]");

    [Fact]
    public void A_length_that_is_not_coprime()
    {
        var diagnostic = Expect.OneInLayers(
            "DT0308", "N = 32 of layer 'dense0' shares the factor 4 with its 100 inputs, so columns would be copies of one another; use 31 or 33",
            "[Dense(100, 100, Ratio = 0.01, N = [|32|])]");
        Assert.Equal(("31", "33"), (diagnostic.Properties["Value"], diagnostic.Properties["OtherValue"]));
    }

    [Theory]
    [InlineData("100, 100", "10000", "100", "100", "9999")]
    [InlineData("int.MaxValue, 1", "int.MaxValue", "2147483647", "2147483647", "2147483646")]
    public void The_last_length_has_a_coprime_only_below(string sizes, string n, string factor, string q, string below) => Expect.OneInLayers(
        "DT0308",
        $"N = {(n == "10000" ? n : q)} of layer 'dense0' shares the factor {factor} with its {q} inputs, so columns would be copies of one another; use {below}",
        $"[Dense({sizes}, N = [|{n}|])]");

    [Fact]
    public void A_length_that_breaks_the_ratio()
    {
        Expect.OneInLayers(
            "DT0309", "N = 33 keeps more of layer 'dense0' than Ratio = 0.03 allows; use Ratio = 0.0337, or leave out N", "[Dense(100, 100, Ratio = 0.03, N = [|33|])]");
        Expect.Ids(Expect.ModelWith("[Dense(100, 100, Ratio = 0.0337, N = 33)]"));
    }

    [Fact]
    public void A_length_that_breaks_any_ratio() => Expect.OneInLayers(
        "DT0309", "N = 1 keeps more of layer 'dense0' than Ratio = 0.5 allows; leave out N", "[Dense(100, 100, Ratio = 0.5, N = [|1|])]");

    [Theory]
    [InlineData("Wide", 33, "Tall")]
    [InlineData("Tall", 303, "Wide")]
    public void A_length_of_the_other_form(string given, int n, string right)
    {
        var diagnostic = Expect.OneInLayers(
            "DT0310", $"N = {n} makes layer 'dense0' {right}; use Form.{right}, or leave out Form or N", $"[Dense(100, 100, Form = [|Form.{given}|], N = {n})]");
        Assert.Equal("DeepThin.Form." + right, diagnostic.Properties["Value"]);
        Expect.Ids(Expect.ModelWith($"[Dense(100, 100, Form = Form.{right}, N = {n})]"));
    }

    [Theory]
    [InlineData("Ratio = 0.5, ")]
    [InlineData("")]
    public void A_form_that_is_not_known(string others) => Expect.OneInLayers(
        "DT0311", "Form of layer 'dense0' is 7; use Wide or Tall", $"[Dense(100, 100, {others}Form = [|(Form)7|])]");

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1.5", "1.5")]
    [InlineData("double.NaN", "NaN")]
    public void A_bias_ratio_out_of_range(string expression, string shown) => Expect.OneInLayers(
        "DT0312", $"BiasRatio of layer 'dense0' is {shown}; use a number above 0 and below 1, or leave it out to keep the bias whole",
        $"[Dense(100, 100, BiasRatio = [|{expression}|])]");

    [Fact]
    public void A_bias_ratio_that_cannot_be_reached()
    {
        Expect.OneInLayers(
            "DT0313", "The bias of layer 'dense0', 1000 values, cannot reach BiasRatio = 0.05; the smallest is 0.064", "[Dense(100, 1000, BiasRatio = [|0.05|])]");
        Expect.Ids(Expect.ModelWith("[Dense(100, 1000, BiasRatio = 0.064)]"));
    }

    [Fact]
    public void A_bias_too_small_to_compress() => Expect.OneInLayers(
        "DT0314", "The bias of layer 'dense0' is too small to compress: its factors hold 4 values and itself 3; leave out BiasRatio", "[Dense(100, 3, BiasRatio = [|0.5|])]");

    [Fact]
    public void A_bias_ratio_without_a_bias() => Expect.OneInLayers(
        "DT0315", "Layer 'dense0' has no bias to compress; leave out BiasRatio or Bias = false", "[Dense(100, 100, Bias = false, BiasRatio = [|2|])]");

    [Theory]
    [InlineData("N = [|1|]", 1, 1, 10001)]
    [InlineData("Rank = 16, N = [|7|]", 7, 16, 22976)]
    public void A_length_that_saves_nothing(string arguments, int n, int rank, int held) => Expect.OneInLayers(
        "DT0316", $"At N = {n} and rank {rank} the factors of layer 'dense0' hold {held} values, no fewer than its 10000 weights", $"[Dense(100, 100, {arguments})]");

    [Theory]
    [InlineData("[LayerNorm([|1|])]", "layernorm0", "its value", "several values")]
    [InlineData("[Input(1, 9)] [LayerNorm(1, PerPosition = [|true|])]", "layernorm0", "the value at each position", "several channels, or leave out PerPosition")]
    public void A_normalisation_of_one_value(string layers, string name, string what, string use) =>
        Expect.OneInLayers("DT0215", $"Layer '{name}' would normalise {what} alone, so that every output is its bias; use {use}", layers);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1e-5", "-1E-05")]
    [InlineData("double.NaN", "NaN")]
    public void An_epsilon_out_of_range(string expression, string shown) => Expect.OneInLayers(
        "DT0216", $"Epsilon of layer 'layernorm0' is {shown}; use a number that is above 0 and finite in single precision", $"[LayerNorm(9, Epsilon = [|{expression}|])]");

    [Theory]
    [InlineData("[Input(4, 9)] [Pad(Top = [|1|])]", "Top", 1, "4×9", "a series", "Left and Right")]
    [InlineData("[Input(4)] [Pad(Right = [|2|])]", "Right", 2, "4", "a vector", "ChannelsBefore and ChannelsAfter")]
    public void A_side_that_is_not_there(string layers, string argument, int size, string shape, string what, string use) =>
        Expect.OneInLayers("DT0217", $"{argument} of layer 'pad0' is {size}, and its input of {shape} is {what}; use {use}", layers);

    [Fact]
    public void A_mode_of_a_pad_that_is_not_known() => Expect.OneInLayers(
        "DT0218", "Mode of layer 'pad0' is 3; use Zeros, Reflect or Edge", "[Input(4, 9)] [Pad(Left = 1, Mode = [|(PadMode)3|])]");

    [Theory]
    [InlineData("[Input(4, 9)] [Pad(Left = [|9|], Mode = PadMode.Reflect)]", "Left", 9, 9, "values")]
    [InlineData("[Input(4, 6, 9)] [Pad(Bottom = [|7|], Mode = PadMode.Reflect)]", "Bottom", 7, 6, "rows")]
    public void A_reflection_that_is_too_long(string layers, string argument, int size, int length, string what) =>
        Expect.OneInLayers("DT0219", $"{argument} of layer 'pad0' is {size}, and the {length} {what} of its input reflect fewer; use {length - 1} or less", layers);

    [Theory]
    [InlineData("[Input(4, 9)] [Pad(Left = [|-1|])]", "Left", "-1")]
    [InlineData("[Input(4, 9)] [Pad(ChannelsAfter = [|50000|])]", "ChannelsAfter", "50000")]
    public void A_pad_out_of_range(string layers, string argument, string shown) => Expect.OneInLayers("DT0210", $"{argument} of layer 'pad0' is {shown}; use 0 to 46340", layers);

    [Fact]
    public void A_pad_that_is_too_large() => Expect.OneInLayers(
        "DT0213", "Layer 'pad0' has 8589934592 outputs, more than 2147483000; use less padding", "[Input(1, 32768, 32768)] [[|Pad(ChannelsAfter = 7)|]]");

    [Fact]
    public void Halves_of_an_odd_number_of_channels() => Expect.OneInLayers(
        "DT0240", "Layer 'magnitude0' takes the first half of the channels for real parts and the second for imaginary ones, and its input of 5×9 has 5; use an even number of channels",
        "[Input(5, 9)] [[|Magnitude|]]");

    [Theory]
    [InlineData("[Input(3, 4, 5)] [Reshape(6, [|9|])]", "3×4×5", 60, "6×9", 54, "use 10 for length")]
    [InlineData("[Input(3, 4, 5)] [Reshape([|7|], 10)]", "3×4×5", 60, "7×10", 70, "use 6 for channels")]
    [InlineData("[Input(60)] [Reshape(3, [|7|], 5)]", "60", 60, "3×7×5", 105, "use 4 for height")]
    [InlineData("[Input(60)] [Reshape(2, 2, [|2|])]", "60", 60, "2×2×2", 8, "use 15 for width")]
    [InlineData("[Input(60)] [Reshape([|59|])]", "60", 60, "59", 59, "use 60 for channels")]
    [InlineData("[Input(60)] [Reshape([|7|], 11)]", "60", 60, "7×11", 77, "use sizes whose product is 60")]
    public void Another_shape_of_another_number_of_values(string layers, string shape, int values, string other, int product, string advice) => Expect.OneInLayers(
        "DT0244", $"Layer 'reshape0' takes its input of {shape}, which has {values} values, for {other}, which has {product}; {advice}", layers);

    [Fact]
    public void Another_shape_beyond_all_numbers() => Expect.OneInLayers(
        "DT0244", "Layer 'reshape0' takes its input of 60, which has 60 values, for 2147483647×2147483647×2147483647, which has 9903520300447984150353281023; use sizes whose product is 60",
        "[Input(60)] [Reshape([|int.MaxValue|], int.MaxValue, int.MaxValue)]");

    [Fact]
    public void A_size_of_another_shape_below_one() => Expect.OneInLayers("DT0201", "Layer 'reshape0' has 0 length; use 1 or more", "[Input(60)] [Reshape(60, [|0|])]");

    [Theory]
    [InlineData("Channels([|-1|], 2)", 2, -1, "0 to 4 for first")]
    [InlineData("Channels([|5|], 1)", 1, 5, "0 to 4 for first")]
    [InlineData("Channels(3, [|3|])", 3, 3, "1 to 2 for count")]
    [InlineData("Channels(3, [|0|])", 0, 3, "1 to 2 for count")]
    [InlineData("Channels(4, [|int.MaxValue|])", 2147483647, 4, "1 for count")]
    public void Channels_that_are_not_there(string layer, int count, int first, string use) => Expect.OneInLayers(
        "DT0245", $"Layer 'channels0' takes {count} channels from channel {first} on, and its input of 5×9 has 5; use {use}", $"[Input(5, 9)] [{layer}]");

    // What reads them fits one shape alone.
    [Theory]
    [InlineData("[Input(60)] [Reshape(3, 4, 5)] [Conv2D(3, 2, 4, KernelWidth = 5)] [Flatten] [Dense(2, 3)]")]
    [InlineData("[Input(3, 4, 5)] [Reshape(5, 12)] [Conv1D(5, 2, 12)] [Flatten] [Dense(2, 3)]")]
    [InlineData("[Input(3, 4, 5)] [Reshape(60)] [Dense(60, 3)]")]
    [InlineData("[Input(3, 4, 5)] [Transpose] [Conv1D(20, 2, 3)] [Flatten] [Dense(2, 3)]")]
    [InlineData("[Input(7)] [Transpose] [Conv1D(1, 2, 7)] [Transpose] [Conv1D(1, 3, 2)]")]
    [InlineData("[Input(5, 9)] [Channels(3, 2)] [Conv1D(2, 2, 9)] [Flatten] [Dense(2, 3)]")]
    [InlineData("[Dense(4, 4), Multiply(\"input\")]")]
    [InlineData("[Dense(4, 4), Residual(\"input\")]")]
    [InlineData("[Dense(4, 3), Dense(4, 2, From = \"input\"), Concat(\"dense0\"), Dense(5, 2)]")]
    [InlineData("[Input(2, 6), GlobalMaxPool, Multiply(\"input\"), Conv1D(2, 4, 6), Flatten, Dense(4, 3)]")]
    public void Shapes_that_fit(string layers) => Expect.Ids(Expect.ModelWith(layers));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1.5", "1.5")]
    [InlineData("double.NaN", "NaN")]
    public void A_momentum_out_of_range(string expression, string shown) => Expect.OneInLayers(
        "DT0241", $"Momentum of layer 'batchnorm0' is {shown}; use a number above 0 and at most 1", $"[BatchNorm(9, Momentum = [|{expression}|])]");

    [Fact]
    public void A_first_layer_with_channels_reads_a_vector_where_nobody_says_otherwise() => Expect.Ids(Expect.ModelWith("[Scale(4)] [PRelu(4)] [LayerNorm(4)] [BatchNorm(4)] [Dense(4, 2)]"));

    [Fact]
    public void Channels_that_are_not_those_of_the_layer_before() => Expect.OneInLayers(
        "DT0202", "Layer 'scale1' has 3 inputs, but 'conv0' before it has 4 outputs; use 4", "[Input(2, 9)] [Conv1D(2, 4, 3)] [Scale([|3|])]");

    [Fact]
    public void An_activation_that_is_not_known() => Expect.OneInLayers(
        "DT0401",
        "Activation of layer 'dense0' is -1; use Identity, Relu, LeakyRelu, ClippedRelu, Sigmoid, Tanh, Gelu, GeluTanh, Silu, Elu, Softplus, HardSigmoid, HardSwish, Softmax or LogSoftmax",
        "[Dense(4, 3, Activation = [|(Activation)(-1)|], Slope = 3)]");

    [Theory]
    [InlineData("-0.1", "-0.1")]
    [InlineData("1", "1")]
    [InlineData("0.99999999999", "0.99999999999")]
    [InlineData("double.NaN", "NaN")]
    public void A_slope_out_of_range(string expression, string shown) => Expect.OneInLayers(
        "DT0402", $"Slope of layer 'dense0' is {shown}; use 0 or a number above 0 and, in single precision, below 1",
        $"[Dense(4, 3, Activation = Activation.LeakyRelu, Slope = [|{expression}|])]");

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-6", "-6")]
    [InlineData("1e300", "1E+300")]
    [InlineData("1e-300", "1E-300")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("double.PositiveInfinity", "Infinity")]
    public void A_ceiling_out_of_range(string expression, string shown) => Expect.OneInLayers(
        "DT0403", $"Ceiling of layer 'dense0' is {shown}; use a number that is above 0 and finite in single precision",
        $"[Dense(4, 3, Activation = Activation.ClippedRelu, Ceiling = [|{expression}|])]");

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1", "-1")]
    [InlineData("1e-300", "1E-300")]
    [InlineData("double.PositiveInfinity", "Infinity")]
    public void An_alpha_out_of_range(string expression, string shown) => Expect.OneInLayers(
        "DT0409", $"Alpha of layer 'dense0' is {shown}; use a number that is above 0 and finite in single precision",
        $"[Dense(4, 3, Activation = Activation.Elu, Alpha = [|{expression}|])]");

    [Theory]
    [InlineData("Slope = [|9|]", "Slope", "Identity", "LeakyRelu")]
    [InlineData("Activation = Activation.LeakyRelu, Ceiling = [|9|]", "Ceiling", "LeakyRelu", "ClippedRelu")]
    [InlineData("Activation = Activation.Silu, Alpha = [|0.5|]", "Alpha", "Silu", "Elu")]
    public void A_parameter_of_another_activation(string arguments, string name, string kind, string owner) => Expect.OneInLayers(
        "DT0404", $"{name} does nothing, because the activation of layer 'dense0' is {kind}; use Activation.{owner} or leave it out", $"[Dense(4, 3, {arguments})]");

    [Theory]
    [InlineData("Segments")]
    [InlineData("Fourier")]
    public void A_kernel_of_an_uncompressed_layer(string kernel) => Expect.OneInLayers(
        "DT0501", "Layer 'dense0' is not compressed and has one kernel only; give a Ratio (or N) or leave out Kernel", $"[Dense(100, 100, Kernel = [|Kernel.{kernel}|])]");

    [Theory]
    [InlineData("Name = \"hidden\", N = 33, Kernel = [|Kernel.Fourier|]", "Fourier", "hidden", 33, "Kernel.Correlation or Kernel.Segments")]
    [InlineData("Ratio = 0.05, Form = Form.Tall, Kernel = [|Kernel.Fourier|]", "Fourier", "dense0", 23, "Kernel.Correlation, Kernel.Segments or Form.Wide")]
    public void A_kernel_that_does_not_fit(string arguments, string kernel, string name, int n, string choices)
    {
        var diagnostic = Expect.OneInLayers(
            "DT0502", $"Kernel.{kernel} does not fit layer '{name}' with n = {n} and Q = 400; use {choices}, or leave out Kernel", $"[Dense(400, 400, {arguments})]");
        Assert.Equal(("Kernel", "DeepThin.Kernel.Correlation"), (diagnostic.Properties["Argument"], diagnostic.Properties["Value"]));
        foreach (string choice in choices.Split(", ").SelectMany(choice => choice.Split(" or ")))
        {
            string mended = choice.StartsWith("Form", StringComparison.Ordinal)
                ? arguments.Replace("Form.Tall", choice, StringComparison.Ordinal)
                : arguments.Replace("Kernel.Fourier", choice, StringComparison.Ordinal);
            Expect.Ids(Expect.ModelWith($"[Dense(400, 400, {mended.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)})]"));
        }
    }

    [Fact]
    public void A_correlation_whose_maps_would_fill_the_source_does_not_fit() => Expect.OneInLayers(
        "DT0502", "Kernel.Correlation does not fit layer 'dense0' with n = 1000003 and Q = 100; use Kernel.Fourier or Kernel.Segments, or leave out Kernel",
        "[Dense(100, 200000, N = 1000003, Kernel = [|Kernel.Correlation|])]");

    [Theory]
    [InlineData("Ratio = 0.5, ")]
    [InlineData("")]
    public void A_kernel_that_is_not_known(string others) => Expect.OneInLayers(
        "DT0503", "Kernel of layer 'dense0' is -3; use Auto, Segments, Correlation or Fourier", $"[Dense(100, 100, {others}Kernel = [|(Kernel)(-3)|])]");

    [Fact]
    public void A_kernel_that_holds_more_than_is_allowed()
    {
        const string Message = "Kernel.Fourier of layer 'dense0' holds transforms of W_f, and the model asks for Optimize.Memory; use Kernel.Segments or Kernel.Correlation, or Optimize.Speed";
        const string Source = "[DeepThinModel(Optimize = Optimize.Memory), Dense(512, 512, Ratio = 0.03, Kernel = [|Kernel.Fourier|])] partial class Model;";
        var diagnostic = Expect.One("DT0504", Message, Source);
        Assert.Equal(("Kernel", "DeepThin.Kernel.Segments"), (diagnostic.Properties["Argument"], diagnostic.Properties["Value"]));
        string plain = Source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        Expect.Ids(plain.Replace("Kernel.Fourier", "Kernel.Segments", StringComparison.Ordinal));
        Expect.Ids(plain.Replace("Kernel.Fourier", "Kernel.Correlation", StringComparison.Ordinal));
        Expect.Ids(plain.Replace("Optimize.Memory", "Optimize.Speed", StringComparison.Ordinal));
    }

    [Fact]
    public void What_to_optimize_is_not_known() => Expect.One(
        "DT0505", "Optimize of model 'Model' is 2; use Speed or Memory", "[DeepThinModel(Optimize = [|(Optimize)2|]), Dense(4, 3)] partial class Model;");

    [Fact]
    public void How_weights_are_held_is_not_known() => Expect.One(
        "DT0506", "Weights of model 'Model' is 9; use Float32, BFloat16, Float16 or Int8", "[DeepThinModel(Weights = [|(WeightType)9|]), Dense(4, 3)] partial class Model;");

    [Fact]
    public void A_model_that_trains_with_narrow_weights() => Expect.One(
        "DT0507",
        "'Model' has Training = true and Weights = WeightType.Int8; leave out one of them, and give the narrow weights to a second class with the same layers",
        "[DeepThinModel(Training = true, Weights = [|WeightType.Int8|]), Dense(4, 3)] partial class Model;");

    [Fact]
    public void Narrow_weights_that_no_kernel_reads() => Expect.One(
        "DT0508",
        "Weights = WeightType.BFloat16 changes nothing in 'Model': its layers are computed by hashed and segments, which read single precision; leave it out, or use other layers",
        "[DeepThinModel(Weights = [|WeightType.BFloat16|]), Hashed(40, 30, Ratio = 0.1), Dense(30, 2, N = 7, Kernel = Kernel.Segments)] partial class Model;");

    [Theory]
    [InlineData("Weights = WeightType.Float32, Training = true", "[Dense(4, 3)]")]
    [InlineData("Weights = WeightType.Int8", "[Dense(512, 512, Ratio = 0.03), Dense(512, 10)]")]
    [InlineData("Weights = WeightType.Float16", "[Hashed(40, 30, Ratio = 0.1), LowRank(30, 20, Rank = 1)]")]
    [InlineData("Weights = WeightType.BFloat16, Optimize = Optimize.Memory", "[Dense(512, 512, Ratio = 0.03, Form = Form.Tall)]")]
    public void Weights_that_kernels_can_hold(string model, string layers) => Expect.Ids($"[DeepThinModel({model})]{layers} partial class Model;");

    [Theory]
    [InlineData("[Dense(1, 1)]")]
    [InlineData("[Dense(100, 100, Kernel = Kernel.Auto)]")]
    [InlineData("[Dense(512, 512, Ratio = 0.03, Kernel = Kernel.Fourier), Dense(512, 512, Ratio = 0.03, Kernel = Kernel.Correlation), Dense(512, 512, N = 21, Kernel = Kernel.Segments)]")]
    [InlineData("[Dense(784, 1024, Ratio = 0.03, Activation = Activation.Relu), Dense(1024, 1024, Ratio = 0.03), Dense(1024, 10)]")]
    [InlineData("[Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Rank = 2, BiasRatio = 0.1)]")]
    [InlineData("[Dense(100, 100, N = 33)]")]
    [InlineData("[Dense(100, 100, N = 303, Ratio = 0.04, Bias = false)]")]
    [InlineData("[Dense(4, 3, Activation = Activation.LeakyRelu, Slope = 0)]")]
    [InlineData("[Dense(4, 3, Activation = Activation.ClippedRelu, Ceiling = 1e-3)]")]
    [InlineData("[Dense(1, 1 << 23, Bias = false)]")]
    public void A_valid_model_is_left_in_peace(string layers)
    {
        Expect.Ids(Expect.ModelWith(layers));
        Assert.Empty(Compile.Errors(Compile.Sources("using DeepThin;" + Expect.ModelWith(layers))));
    }

    [Fact]
    public void Numbers_in_messages_do_not_follow_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new("") { NumberFormat = { NegativeSign = "−", NumberDecimalSeparator = ",", NaNSymbol = "nd" } };
            A_ratio_out_of_range("-0.5", "-0.5");
            A_ratio_out_of_range("double.NaN", "NaN");
            A_ratio_that_can_be_reached_at_a_lower_rank();
            A_length_out_of_range("-3");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("[Dense]")]
    [InlineData("[Dense(4)]")]
    [InlineData("[Dense(4, )]")]
    [InlineData("[Dense(\"4\", 3, Rank = 2)]")]
    [InlineData("[Dense(4, 3, Rank = 2, Ratio = System.Math.Sqrt(0.1))]")]
    [InlineData("[Dense(4, 3, Rank = 2, Ratio = )]")]
    [InlineData("[Dense(4, 3, Rank = 2, Ratio = null)]")]
    [InlineData("[Dense(4, 3, Inputs = 5)]")]
    [InlineData("[Dense(4, 3, Colour = 5)]")]
    [InlineData("[Dense(4, 3, Ratio: 0.5)]")]
    [InlineData("[Dense(1 / 0, 3)]")]
    [InlineData("[Dense(4, 3), Dense(9, Unknown)]")]
    public void What_the_compiler_reports_is_left_to_it(string layers)
    {
        Expect.Ids(Expect.ModelWith(layers));
        Assert.NotEmpty(Compile.Errors(Compile.Sources("using DeepThin;" + Expect.ModelWith(layers))));
    }

    [Theory]
    [InlineData("[|0|], 28, 28", "channels = 0")]
    [InlineData("1, [|-1|], 28", "height = -1")]
    [InlineData("1, 28, width: [|int.MinValue|]", "width = -2147483648")]
    [InlineData("1, [|0|]", "length = 0")]
    [InlineData("[|0|]", "channels = 0")]
    public void An_input_below_one(string sizes, string found) => Expect.OneInLayers(
        "DT0205", $"[Input] of 'Model' has {found}; use 1 or more", $"[Input({sizes})] [Flatten]");

    [Theory]
    [InlineData("1, 28, 28", "1×28×28", "[Dense(784, 10)]", "dense0", "784", "put [Flatten] before it, which makes it 784 values")]
    [InlineData("2, 3", "2×3", "[Dense(784, 10)]", "dense0", "784", "put [Flatten] before it, which makes it 6 values")]
    [InlineData("10", "10", "[Dense(784, 10)]", "dense0", "784", "use [Input(784)], or inputs = 10 in the layer")]
    [InlineData("1, 28, 28", "1×28×28", "[Conv2D(3, 8, 3)]", "conv0", "3×28×28", "use [Input(3, 28, 28)], or inputs = 1 in the layer")]
    [InlineData("1, 30", "1×30", "[Conv1D(3, 8, 3)]", "conv0", "3×30", "use [Input(3, 30)], or inputs = 1 in the layer")]
    public void An_input_that_the_first_layer_does_not_read(string sizes, string shape, string layer, string name, string reads, string advice) => Expect.OneInLayers(
        "DT0206", $"[Input] of 'Model' is {shape}, and its first layer '{name}' reads {reads}; {advice}", $"[[|Input({sizes})|]]\n{layer}");

    [Theory]
    [InlineData("Conv2D(3, 8, 3)", "conv0", "[Input(channels, height, width)]")]
    [InlineData("Conv1D(3, 8, 3)", "conv0", "[Input(channels, length)]")]
    [InlineData("MaxPool2D(2)", "maxpool0", "[Input(channels, height, width)]")]
    [InlineData("AveragePool1D(2)", "averagepool0", "[Input(channels, length)]")]
    [InlineData("GlobalAveragePool", "globalaveragepool0", "[Input(channels, height, width)]")]
    [InlineData("Flatten", "flatten0", "[Input(channels, height, width)]")]
    [InlineData("Reshape(2, 3)", "reshape0", "[Input(channels, height, width)]")]
    [InlineData("Channels(0, 1)", "channels0", "[Input(channels, height, width)]")]
    [InlineData("Transpose", "transpose0", "[Input(channels, height, width)]")]
    public void A_shape_that_nobody_says(string layer, string name, string input) => Expect.OneInLayers(
        "DT0207", $"Layer '{name}' needs the shape of its input; put {input} before the layers", $"[[|{layer}|]]\n[Flatten]");

    [Fact]
    public void An_input_that_is_wrong_is_said_nothing_else_of() => Expect.Ids(Expect.ModelWith("[Input(0, 28, 28)] [Conv2D(1, 8, 3)] [Dense(5, 4)]"), "DT0205");

    [Fact]
    public void A_vector_where_an_image_comes() => Expect.OneInLayers(
        "DT0208", "Layer 'dense2' reads a vector, and 'maxpool1' before it writes 8×13×13; put [Flatten] between them, which makes it 1352 values",
        "[Input(1, 28, 28)]\n[Conv2D(1, 8, 3)]\n[MaxPool2D(2)]\n[[|Dense(1352, 10)|]]");

    [Theory]
    [InlineData("Dense(3, 3, From = [|\"stem\"|])", "dense1", "stem", "and nothing has that name", "input, dense0")]
    [InlineData("Dense(3, 3, From = [|\"dense1\"|])", "dense1", "dense1", "and cannot read itself", "input, dense0")]
    [InlineData("Dense(3, 3, From = [|\"last\"|])", "dense1", "last", "which stands behind it", "input, dense0")]
    [InlineData("Residual([|\"last\"|])", "residual1", "last", "which stands behind it", "input, dense0")]
    [InlineData("Multiply([|\"last\"|])", "multiply1", "last", "which stands behind it", "input, dense0")]
    [InlineData("Concat(\"dense0\", [|\"\"|])", "concat1", "", "and nothing has that name", "input, dense0")]
    public void A_value_that_is_not_there(string layer, string name, string read, string fault, string known) => Expect.OneInLayers(
        "DT0220", $"Layer '{name}' reads \"{read}\", {fault}; use one of {known}", $"[Dense(3, 3, Activation = Activation.Tanh), {layer}, Dense(3, 2, Name = \"last\")]");

    [Theory]
    [InlineData("[Input(2, 6, 6), Conv2D(2, 3, 3, Padding = 1), Residual([|\"input\"|])]", "conv0", "3×6×6", "input", "2×6×6", "give both as many channels, or set PadChannels = true, which gives the one with fewer channels of zeros")]
    [InlineData("[Input(2, 6, 6), Conv2D(2, 3, 3), Residual([|\"input\"|], PadChannels = true)]", "conv0", "3×4×4", "input", "2×6×6", "give both one shape")]
    public void A_sum_of_values_of_two_shapes(string layers, string first, string shape, string second, string other, string advice) => Expect.OneInLayers(
        "DT0221", $"Layer 'residual1' adds '{first}' of {shape} and '{second}' of {other}; {advice}", layers);

    [Theory]
    [InlineData("[Input(2, 6, 6), Conv2D(2, 3, 3), Multiply([|\"input\"|])]", "conv0", "3×4×4", "input", "2×6×6", "give both one shape, or one of them a vector with a value for each channel of the other")]
    [InlineData("[Input(2, 6, 6), GlobalMaxPool, Dense(2, 5), Multiply([|\"input\"|])]", "dense1", "5", "input", "2×6×6", "give the vector 2 values, one for each channel, in place of 5")]
    [InlineData("[Input(3, Name = \"gate\"), Input(2, 6, Name = \"series\"), Conv1D(2, 4, 3, From = \"series\"), Multiply([|\"gate\"|])]", "conv0", "4×4", "gate", "3", "give the vector 4 values, one for each channel, in place of 3")]
    [InlineData("[Input(4), Dense(4, 3), Multiply([|\"input\"|])]", "dense0", "3", "input", "4", "give both one shape, or one of them a vector with a value for each channel of the other")]
    public void A_product_of_values_of_two_shapes(string layers, string first, string shape, string second, string other, string advice) => Expect.OneInLayers(
        "DT0227", $"Layer 'multiply{(layers.Contains("Global", StringComparison.Ordinal) ? 2 : 1)}' multiplies '{first}' of {shape} and '{second}' of {other}; {advice}", layers);

    [Fact]
    public void A_softmax_of_products_at_several_places() => Expect.Ids(Expect.ModelWith("[Input(2, 6), GlobalMaxPool, Multiply(\"input\", Activation = Activation.Softmax)]"), "DT0408");

    // A model without [Input] is given what its first layer reads.
    [Theory]
    [InlineData("DT0221", "[Dense(4, 3), Residual([|\"input\"|])]", "Layer 'residual1' adds 'dense0' of 3 and 'input' of 4; give both as many channels, or set PadChannels = true, which gives the one with fewer channels of zeros")]
    [InlineData("DT0202", "[Dense(4, 3), Dense([|5|], 3, From = \"input\"), Concat(\"dense0\")]", "Layer 'dense1' has 5 inputs, but 'input' before it has 4 outputs; use 4")]
    public void An_input_that_the_first_layer_says(string id, string layers, string message) => Expect.OneInLayers(id, message, layers);

    [Fact]
    public void Channels_of_two_sizes() => Expect.OneInLayers(
        "DT0222", "Layer 'concat1' joins the channels of 'conv0' of 3×4×4 and 'input' of 2×6×6; give both one height and one width", "[Input(2, 6, 6), Conv2D(2, 3, 3), Concat([|\"input\"|])]");

    [Fact]
    public void A_layer_that_nobody_reads() => Expect.OneInLayers(
        "DT0223", "Nobody reads what layer 'dense1' of 'Model' writes; let a layer behind it read it (From = \"dense1\"), make it an output with [Output(\"dense1\")], or take it away",
        "[Dense(3, 3, Activation = Activation.Tanh), [|Dense(3, 2)|], Dense(3, 2, From = \"dense0\")]");

    [Fact]
    public void A_last_layer_that_is_no_output() => Expect.OneInLayers(
        "DT0223", "Nobody reads what layer 'dense1' of 'Model' writes; let a layer behind it read it (From = \"dense1\"), make it an output with [Output(\"dense1\")], or take it away",
        "[Dense(3, 3, Activation = Activation.Tanh), [|Dense(3, 2)|], Output(\"dense0\")]");

    [Fact]
    public void An_input_that_nobody_reads() => Expect.OneInLayers(
        "DT0224", "No layer reads the input 'b' of 'Model'; let one read it (From = \"b\"), or take it away", "[Input(3, Name = \"a\"), [|Input(2, Name = \"b\")|], Dense(3, 2)]");

    [Fact]
    public void An_output_of_no_layer_beside_another_one() => Expect.OneInLayers(
        "DT0225", "Output 'b' of 'Model' is from \"hed\", and no layer has that name; use one of dense0, head, tail",
        "[Dense(3, 3), Dense(3, 2, Name = \"head\"), Dense(3, 2, Name = \"tail\", From = \"dense0\"), Output(\"a\", \"tail\"), Output(\"b\", [|\"hed\"|])]");

    [Theory]
    [InlineData("Output([|\"head\"|])", "head", "head")]
    [InlineData("Output(\"head\", [|\"input\"|])", "head", "input")]
    public void An_output_of_no_layer(string output, string name, string from) => Expect.OneInLayers(
        "DT0225", $"Output '{name}' of 'Model' is from \"{from}\", and no layer has that name; use one of dense0", $"[Dense(3, 3), {output}]");

    [Theory]
    [InlineData("[Input(3, Name = [|\"1st\"|]), Dense(3, 2)]", "\"1st\"", "input 0", "is no identifier", "input0")]
    [InlineData("[Input(3, Name = \"a\"), Input(3, Name = [|\"A\"|]), Dense(3, 2), Concat(\"A\")]", "\"A\"", "input 1", "is the name of another input", "input1")]
    [InlineData("[Input(3, Name = [|\"dense0\"|]), Dense(3, 2)]", "\"dense0\"", "input 0", "is the name of a layer", "input0")]
    [InlineData("[Input(3, Name = \"input1\"), [|Input(3)|], Dense(3, 2), Concat(\"input1\")]", "\"input1\"", "input 1", "is the name of another input", "input2")]
    [InlineData("[Dense(3, 2), Output([|\"a b\"|], \"dense0\")]", "\"a b\"", "output 0", "is no identifier", "output0")]
    public void A_name_that_an_input_or_output_cannot_have(string layers, string name, string which, string fault, string use) =>
        Expect.OneInLayers("DT0226", $"{name} cannot be the name of {which} of 'Model', since it {fault}; use another, such as \"{use}\"", layers);

    [Theory]
    [InlineData("Conv1D(3, 8, 3)", "conv0", "Conv2D")]
    [InlineData("MaxPool1D(2)", "maxpool0", "MaxPool2D")]
    [InlineData("AveragePool1D(2)", "averagepool0", "AveragePool2D")]
    public void A_series_where_an_image_comes(string layer, string name, string other) => Expect.OneInLayers(
        "DT0209", $"Layer '{name}' passes over a series, and its input is an image of 3×28×28; use [{other}]", $"[Input(3, 28, 28)]\n[[|{layer}|]]\n[Flatten]");

    [Theory]
    [InlineData("Conv2D(1, 8, [|0|])", "kernel", "0", "1 to 46340")]
    [InlineData("Conv2D(1, 8, 3, KernelWidth = [|-2|])", "KernelWidth", "-2", "1 to 46340")]
    [InlineData("Conv2D(1, 8, 3, Stride = [|0|])", "Stride", "0", "1 to 46340")]
    [InlineData("Conv2D(1, 8, 3, Stride = 2, StrideHeight = [|0|])", "StrideHeight", "0", "1 to 46340")]
    [InlineData("Conv2D(1, 8, 3, Dilation = [|int.MaxValue|])", "Dilation", "2147483647", "1 to 46340")]
    [InlineData("Conv2D(1, 8, 3, Padding = [|-1|])", "Padding", "-1", "0 to 46340")]
    [InlineData("Conv2D(1, 8, 3, Padding = 1, PaddingLeft = [|-1|])", "PaddingLeft", "-1", "0 to 46340")]
    public void A_window_out_of_range(string layer, string argument, string value, string range) => Expect.OneInLayers(
        "DT0210", $"{argument} of layer 'conv0' is {value}; use {range}", $"[Input(1, 28, 28)]\n[{layer}]");

    [Theory]
    [InlineData("[MaxPool2D(2, Stride = [|0|])]", "Stride of layer 'maxpool0' is 0; use 1 to 46340")]
    [InlineData("[AveragePool2D([|46341|])]", "kernel of layer 'averagepool0' is 46341; use 1 to 46340")]
    public void A_window_of_a_pooling_out_of_range(string layer, string message) => Expect.OneInLayers("DT0210", message, $"[Input(1, 28, 28)]\n{layer}");

    [Theory]
    [InlineData("1, 28, 28", "Conv2D(1, 8, [|29|])", "29 rows, and its input of 1×28×28 has 28 with its padding; use a smaller kernel, or more padding")]
    [InlineData("1, 28, 28", "Conv2D(1, 8, 3, Padding = 1, KernelWidth = [|31|])", "31 columns, and its input of 1×28×28 has 30 with its padding; use a smaller kernel, or more padding")]
    [InlineData("1, 28, 28", "Conv2D(1, 8, [|3|], Dilation = 14)", "29 rows, and its input of 1×28×28 has 28 with its padding; use a smaller kernel or dilation")]
    [InlineData("4, 9", "Conv1D(4, 8, [|5|], Dilation = 3)", "13 values, and its input of 4×9 has 9 with its padding; use a smaller kernel or dilation")]
    [InlineData("784", "Conv2D(784, 8, [|3|])", "3 rows, and its input of 784 has 1 with its padding; use a smaller kernel, or more padding")]
    public void A_window_larger_than_its_input(string input, string layer, string message) => Expect.OneInLayers(
        "DT0211", $"The window of layer 'conv0' reaches over {message}", $"[Input({input})]\n[{layer}]");

    [Fact]
    public void A_window_of_a_pooling_larger_than_its_input() => Expect.OneInLayers(
        "DT0211", "The window of layer 'averagepool0' reaches over 3 rows, and its input of 8×2×2 has 2 with its padding; use a smaller kernel", "[Input(8, 2, 2)]\n[AveragePool2D([|3|])]");

    [Theory]
    [InlineData("1, 28, 28", "MaxPool2D(2, Padding = [|2|])", "maxpool0", "Padding = 2", "top", "1 or less")]
    [InlineData("1, 28, 28", "AveragePool2D(3, PaddingBottom = [|3|])", "averagepool0", "PaddingBottom = 3", "bottom", "2 or less")]
    [InlineData("1, 28", "MaxPool1D(2, PaddingBefore = 1, PaddingAfter = [|5|])", "maxpool0", "PaddingAfter = 5", "end", "1 or less")]
    [InlineData("1, 3", "MaxPool1D(2, Dilation = 4, Padding = [|1|])", "maxpool0", "Padding = 1", "beginning", "0")]
    public void A_pooling_of_nothing(string input, string layer, string name, string argument, string end, string most) => Expect.OneInLayers(
        "DT0212", $"With {argument} the window of layer '{name}' has no value under it at the {end}; use {most}", $"[Input({input})]\n[{layer}]");

    [Theory]
    [InlineData("[[|Input(1, 65536, 65536)|]] [Flatten]", "[Input] of 'Model' has 4294967296 values, more than 2147483000; use smaller sizes")]
    [InlineData("[[|Input(int.MaxValue, int.MaxValue, int.MaxValue)|]] [GlobalMaxPool]", "[Input] of 'Model' has 9903520300447984150353281023 values, more than 2147483000; use smaller sizes")]
    [InlineData("[Input(100000)] [Conv2D([|100000|], 1, 200, Padding = 200)]", "Layer 'conv0' has 4000000000 values under its window, more than 2147483000; use fewer inputs or a smaller kernel")]
    [InlineData("[Input(1, 40000, 40000)] [Conv2D(1, [|8|], 1)]", "Layer 'conv0' has 12800000000 outputs, more than 2147483000; use fewer outputs or larger strides")]
    [InlineData("[Input(1)] [Conv2D(1, 1, [|3|], Padding = 46340)]", "Layer 'conv0' has 8589767856 values for one sample with its padding, more than 2147483000; use a smaller input, less padding or larger strides")]
    [InlineData("[Input(1, 2147483000)] [Conv1D(1, 1, [|3|], Padding = 1)]", "Layer 'conv0' has 2147483002 values with its padding, more than 2147483000; use a smaller input or less padding")]
    public void Too_many_values(string layers, string message) => Expect.OneInLayers("DT0213", message, layers);

    [Fact]
    public void An_image_that_fits_but_for_a_panel_of_it() => Expect.OneInLayers(
        "DT0204", "With layer 'flatten1' the model 'Model' takes 5120000080 floats in one block of memory, more than 2147483000; use fewer outputs, or a Ratio",
        "[Input(1, 8000, 10000)] [MaxPool2D(9000, KernelHeight = 8000)] [[|Flatten|]]");

    [Theory]
    [InlineData("Padding")]
    [InlineData("PaddingBefore")]
    [InlineData("PaddingAfter")]
    public void Padding_of_a_causal_convolution(string argument) => Expect.OneInLayers(
        "DT0214", $"{argument} of layer 'conv0' is given, and a causal convolution has as many zeros before the series as it reaches back; leave out {argument} or Causal",
        $"[Input(1, 28)]\n[Conv1D(1, 8, 3, Causal = true, {argument} = [|1|])]");

    [Fact]
    public void A_softmax_of_a_depthwise_convolution() => Expect.OneInLayers(
        "DT0408",
        "Softmax of layer 'depthwise0' would take the channels together, and a depthwise convolution computes each alone; use another activation here",
        "[Input(8, 12, 12)]\n[DepthwiseConv2D(8, 3, Activation = [|Activation.Softmax|])]");

    [Fact]
    public void A_softmax_of_channels_in_groups() => Expect.OneInLayers(
        "DT0408",
        "LogSoftmax of layer 'conv0' would take the channels together, and a convolution in groups computes some of them apart from the others; use another activation here",
        "[Input(8, 12, 12)]\n[Conv2D(8, 4, 3, Groups = 2, Activation = [|Activation.LogSoftmax|])]");

    [Theory]
    [InlineData("Conv2D(6, 8, 3, Groups = [|3|])", "3, and its 6 inputs and 8 outputs cannot be divided into so many; use 2")]
    [InlineData("Conv2D(6, 18, 3, Groups = [|4|])", "4, and its 6 inputs and 18 outputs cannot be divided into so many; use 3 or 6")]
    [InlineData("Conv2D(6, 18, 3, Groups = [|0|])", "0, and its 6 inputs and 18 outputs cannot be divided into so many; use 1")]
    [InlineData("Conv2D(6, 18, 3, Groups = [|46341|])", "46341, and its 6 inputs and 18 outputs cannot be divided into so many; use 6")]
    [InlineData("Conv2D(6, 18, 3, Groups = [|-2|], Ratio = 0.1)", "-2, and its 6 inputs and 18 outputs cannot be divided into so many; use 1")]
    [InlineData("Conv2D(6, 18, 3, Groups = [|2|], Ratio = 0.3, Gains = Gains.Inputs)", "2, and the channels of groups have no gains; use 1, or leave out Gains")]
    [InlineData("Conv2D(6, 6, 3, Groups = [|6|])", "6, and so each channel is convolved alone; use [DepthwiseConv2D], or fewer groups")]
    public void Groups_that_do_not_fit(string layer, string message) => Expect.OneInLayers("DT0243", $"Groups of layer 'conv0' is {message}", $"[Input(6, 12, 12)]\n[{layer}]");

    [Fact]
    public void Groups_of_a_series_that_are_channels() => Expect.OneInLayers(
        "DT0243", "Groups of layer 'conv0' is 6, and so each channel is convolved alone; use [DepthwiseConv1D], or fewer groups", "[Input(6, 12)]\n[Conv1D(6, 6, 3, Groups = [|6|])]");

    [Theory]
    [InlineData("Conv2D(6, 18, 3, Groups = 2, Ratio = 0.3)")]
    [InlineData("Conv2D(6, 18, 3, Groups = 2, Ratio = 0.3, Form = Form.Wide, Rank = 1)")]
    [InlineData("Conv2D(6, 18, 3, Groups = 2, N = 7)")]
    public void Groups_may_be_compressed(string layer) => Expect.Ids(Expect.ModelWith($"[Input(6, 12, 12)] [{layer}] [Flatten] [Dense(1800, 3)]"));

    [Theory]
    [InlineData("Ratio = [|0.01|]", "DT0302", "Layer 'conv0' of 27×18 cannot reach Ratio = 0.01 at rank 1; the smallest is 0.0926")]
    [InlineData("N = [|9|]", "DT0308", "N = 9 of layer 'conv0' shares the factor 9 with its 27 inputs, so columns would be copies of one another; use 8 or 10")]
    [InlineData("Ratio = 0.3, Rank = [|17|]", "DT0303", "Rank of layer 'conv0' is 17; use 1 to 16")]
    public void The_factors_of_groups_are_those_of_a_matrix_of_the_channels_of_one(string argument, string id, string message) =>
        Expect.OneInLayers(id, message, $"[Input(6, 12, 12)]\n[Conv2D(6, 18, 3, Groups = 2, {argument})]");

    [Fact]
    public void Groups_of_one_channel_with_more_outputs() => Expect.Ids(Expect.ModelWith("[Input(6, 12, 12)] [Conv2D(6, 12, 3, Groups = 6)] [Conv2D(12, 12, 3, Groups = 1, Ratio = 0.1)] [Flatten] [Dense(768, 3)]"));

    [Fact]
    public void A_convolution_behind_a_vector() => Expect.Ids(Expect.ModelWith("[Dense(784, 10)] [Conv2D(10, 8, 1)] [MaxPool2D(1)] [Conv1D(8, 3, 1)] [Dense(3, 2)]"));

    [Fact]
    public void A_convolution_with_other_channels() => Expect.OneInLayers(
        "DT0202", "Layer 'conv1' has 3 inputs, but 'conv0' before it has 8 outputs; use 8", "[Input(1, 28, 28)]\n[Conv2D(1, 8, 3)]\n[Conv2D([|3|], 8, 3)]");

    [Fact]
    public void Strides_larger_than_the_input() => Expect.Ids(Expect.ModelWith("[Input(1, 5, 5)] [Conv2D(1, 8, 3, Stride = 40)] [MaxPool2D(1, Stride = 46340)]"));

    [Fact]
    public void An_input_without_a_model() => Expect.One("DT0112", "'Model' has [Input] but is no model; add [DeepThinModel]", "[[|Input(1, 28, 28)|]] partial class Model;");

    [Fact]
    public void An_input_on_another_part() => Expect.Ids("[DeepThinModel, Conv2D(1, 8, 3)] partial class Model; [Input(1, 28, 28)] partial class Model;");
}
