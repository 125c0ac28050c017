namespace DeepThin.Generators.Tests.Diagnostics;

public sealed class RecurrentRulesTests
{
    [Theory]
    [InlineData("Gelu")]
    [InlineData("Identity")]
    public void A_simple_layer_of_another_activation(string activation) => Expect.OneInLayers(
        "DT0250", $"Activation of layer 'rnn0' is {activation}; use Tanh or Relu", $"[Rnn(4, 8, Activation = [|Activation.{activation}|])]");

    [Theory]
    [InlineData("Ratio = [|1.5|]", "Ratio", "1.5")]
    [InlineData("RecurrentRatio = [|0|]", "RecurrentRatio", "0")]
    [InlineData("Ratio = 0.5, RecurrentRatio = [|-1|]", "RecurrentRatio", "-1")]
    public void A_ratio_out_of_range(string argument, string name, string shown) => Expect.OneInLayers(
        "DT0301", $"{name} of layer 'lstm0' is {shown}; use a number above 0 and below 1, or leave it out for an ordinary dense layer", $"[Lstm(40, 80, {argument})]");

    [Fact]
    public void A_recurrent_ratio_that_cannot_be_reached() => Expect.OneInLayers(
        "DT0302", "Layer 'gru0' of 80×240 cannot reach RecurrentRatio = 0.001 at rank 1; the smallest is 0.01448", "[Gru(40, 80, Ratio = 0.5, RecurrentRatio = [|0.001|])]");

    [Theory]
    [InlineData("Rank = [|17|]", "DT0303", "Rank of layer 'lstm0' is 17; use 1 to 16")]
    [InlineData("Gains = [|(Gains)9|]", "DT0323", "Gains of layer 'lstm0' is 9; use None, Inputs, Outputs or Both")]
    [InlineData("Form = [|(Form)7|]", "DT0311", "Form of layer 'lstm0' is 7; use Wide or Tall")]
    public void What_both_matrices_share_is_reported_once(string argument, string id, string message) => Expect.OneInLayers(id, message, $"[Lstm(40, 80, Ratio = 0.5, RecurrentRatio = 0.5, {argument})]");

    [Theory]
    [InlineData("Rank = [|2|]", "Rank")]
    [InlineData("Form = [|Form.Tall|]", "Form")]
    public void What_belongs_to_factors_that_are_not_there(string argument, string name) => Expect.OneInLayers(
        "DT0306", $"{name} does nothing, because layer 'lstm0' is not compressed; give a Ratio (or N) or leave it out", $"[Lstm(40, 80, {argument})]");

    [Theory]
    [InlineData("Ratio = 0.5")]
    [InlineData("RecurrentRatio = 0.5")]
    public void One_matrix_may_be_compressed_alone(string argument) => Expect.Ids(Expect.ModelWith($"[Lstm(40, 80, {argument}, Rank = 2, Form = Form.Tall)]"));

    [Theory]
    [InlineData("Ratio = 0.9, Rank = 3", 1)]
    [InlineData("RecurrentRatio = 0.9, Rank = 3", 1)]
    [InlineData("Ratio = 0.9, RecurrentRatio = 0.9, Rank = 3", 2)]
    public void Each_matrix_that_is_no_faster_compressed_is_warned_of(string arguments, int count) =>
        Expect.Ids(Expect.ModelWith($"[Lstm(20, 64, {arguments})]"), [.. Enumerable.Repeat("DT0317", count)]);

    [Theory]
    [InlineData("Compression = [|(Compression)7|], Ratio = 0.5, RecurrentRatio = 0.5")]
    [InlineData("Compression = [|(Compression)7|]")]
    public void A_way_of_compression_that_is_not_known(string arguments) =>
        Expect.OneInLayers("DT0324", "Compression of layer 'lstm0' is 7; use DeepThin, LowRank or Hashed", $"[Lstm(40, 80, {arguments})]");

    [Theory]
    [InlineData("LowRank", "Rank = [|2|]", "Rank")]
    [InlineData("LowRank", "Form = [|Form.Tall|]", "Form")]
    [InlineData("Hashed", "Rank = [|17|]", "Rank")]
    public void What_only_factors_of_DeepThin_have(string compression, string argument, string name) => Expect.OneInLayers(
        "DT0325", $"{name} does nothing, because the matrices of layer 'gru0' are kept by Compression.{compression}; leave it out, or use Compression.DeepThin",
        $"[Gru(40, 80, Ratio = 0.5, RecurrentRatio = 0.5, Compression = Compression.{compression}, {argument})]");

    [Fact]
    public void Compression_without_a_ratio() => Expect.OneInLayers(
        "DT0306", "Compression does nothing, because layer 'gru0' is not compressed; give a Ratio (or N) or leave it out", "[Gru(40, 80, Compression = [|Compression.LowRank|])]");

    [Theory]
    [InlineData("RecurrentRatio = [|1.5|], Compression = Compression.LowRank", "DT0301", "RecurrentRatio of layer 'gru0' is 1.5; use a number above 0 and below 1, or leave it out for an ordinary dense layer")]
    [InlineData("RecurrentRatio = [|0.001|], Compression = Compression.LowRank", "DT0302", "Layer 'gru0' of 80×240 cannot reach RecurrentRatio = 0.001 at rank 1; the smallest is 0.01667")]
    [InlineData("Ratio = [|0.02|], Gains = Gains.Inputs, Compression = Compression.LowRank", "DT0302", "Layer 'gru0' of 5×240 cannot reach Ratio = 0.02 at rank 1 with Gains.Inputs; the smallest is 0.2084")]
    [InlineData("RecurrentRatio = [|0.00001|], Compression = Compression.Hashed", "DT0320", "RecurrentRatio = 1E-05 keeps none of the 19200 weights of layer 'gru0' of 80×240; use 0.00005209 or more")]
    [InlineData("Ratio = [|0.004|], Gains = Gains.Inputs, Compression = Compression.Hashed", "DT0320", "Ratio = 0.004 keeps none of the 1200 weights of layer 'gru0' of 5×240 besides its gains; use 0.005 or more")]
    public void A_ratio_that_another_way_cannot_reach(string arguments, string id, string message) => Expect.OneInLayers(id, message, $"[Gru(5, 80, {arguments})]");

    [Theory]
    [InlineData("Ratio = [|0.5|]")]
    [InlineData("RecurrentRatio = 0.5, Ratio = [|0.5|]")]
    public void A_matrix_that_is_too_small_for_a_rank(string arguments) => Expect.OneInLayers(
        "DT0322", "Layer 'gru0' of 1×240 is too small to factorise: at rank 1 its factors hold 241 values and its weights are 240; leave out Ratio", $"[Gru(1, 80, Compression = Compression.LowRank, {arguments})]");

    [Theory]
    [InlineData("RecurrentRatio = [|0.01|]", "DT0302", "Layer 'gru0' of 80×80 cannot reach RecurrentRatio = 0.01 at rank 1; the smallest is 0.02516")]
    [InlineData("RecurrentRatio = [|0.024|]", "DT0302", "Layer 'gru0' of 80×80 cannot reach RecurrentRatio = 0.024 at rank 1; the smallest is 0.02516")]
    [InlineData("RecurrentRatio = [|2|]", "DT0301", "RecurrentRatio of layer 'gru0' is 2; use a number above 0 and below 1, or leave it out for an ordinary dense layer")]
    [InlineData("RecurrentRatio = 0.5, Rank = [|17|]", "DT0303", "Rank of layer 'gru0' is 17; use 1 to 16")]
    [InlineData("Rank = [|2|]", "DT0306", "Rank does nothing, because layer 'gru0' is not compressed; give a Ratio (or N) or leave it out")]
    [InlineData("RecurrentRatio = 0.5, Compression = Compression.LowRank, Rank = [|2|]", "DT0325", "Rank does nothing, because the matrices of layer 'gru0' are kept by Compression.LowRank; leave it out, or use Compression.DeepThin")]
    [InlineData("RecurrentRatio = [|0.0001|], Compression = Compression.Hashed", "DT0320", "RecurrentRatio = 0.0001 keeps none of the 6400 weights of layer 'gru0' of 80×80; use 0.0001563 or more")]
    public void The_matrices_of_a_layer_that_resets_before_are_checked_once(string arguments, string id, string message) => Expect.OneInLayers(id, message, $"[Gru(40, 80, ResetBefore = true, {arguments})]");

    [Theory]
    [InlineData("Tanh")]
    [InlineData("HardSwish")]
    public void A_gate_of_another_activation(string activation) => Expect.OneInLayers(
        "DT0410", $"GateActivation of layer 'gru0' is {activation}; use Sigmoid or HardSigmoid", $"[Gru(4, 8, GateActivation = [|Activation.{activation}|])]");

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.2", "-0.2")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("1e300", "1E+300")]
    [InlineData("1e-300", "1E-300")]
    public void A_slope_of_gates_out_of_range(string slope, string shown) => Expect.OneInLayers(
        "DT0411", $"GateSlope of layer 'lstm0' is {shown}; use a number that is above 0 and finite in single precision", $"[Lstm(4, 8, GateActivation = Activation.HardSigmoid, GateSlope = [|{slope}|])]");

    [Theory]
    [InlineData("GateSlope = [|0.2|]")]
    [InlineData("GateActivation = Activation.Sigmoid, GateSlope = [|0|]")]
    public void A_slope_of_soft_gates(string arguments) => Expect.OneInLayers(
        "DT0404", "GateSlope does nothing, because GateActivation of layer 'lstm0' is Sigmoid; use Activation.HardSigmoid or leave it out", $"[Lstm(4, 8, {arguments})]");

    [Fact]
    public void The_candidate_has_a_matrix_of_its_own() => Expect.IdsWithInfo(Expect.ModelWith("[Gru(20, 64, ResetBefore = true)]"), "DT0318", "DT0318", "DT0318");

    [Fact]
    public void Each_matrix_has_its_plan() => Expect.IdsWithInfo(Expect.ModelWith("[Gru(20, 64)]"), "DT0318", "DT0318");

    [Fact]
    public void Both_directions_have_one_plan() => Expect.IdsWithInfo(Expect.ModelWith("[Gru(20, 64, Bidirectional = true)]"), "DT0318", "DT0318");

    [Fact]
    public void Both_directions_are_warned_of_once() => Expect.Ids(Expect.ModelWith("[Lstm(20, 64, Ratio = 0.9, Rank = 3, Bidirectional = true)]"), "DT0317");

    [Theory]
    [InlineData("[|0|], 8", "inputs")]
    [InlineData("8, [|0|]", "hidden")]
    public void A_size_below_one(string sizes, string name) => Expect.OneInLayers("DT0201", $"Layer 'gru0' has 0 {name}; use 1 or more", $"[Gru({sizes})]");

    [Fact]
    public void Too_many_weights() => Expect.OneInLayers(
        "DT0213", "Layer 'lstm0' has 6400000000 weights in a matrix, more than 2147483000; use 13421 hidden values or fewer", "[Lstm(40000, [|40000|])]");

    [Fact]
    public void The_layer_before_has_other_outputs() => Expect.OneInLayers(
        "DT0202", "Layer 'gru1' has 9 inputs, but 'dense0' before it has 8 outputs; use 8", "[Dense(4, 8)] [Gru([|9|], 3)]");
}
