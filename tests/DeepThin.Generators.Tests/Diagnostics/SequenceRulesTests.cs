namespace DeepThin.Generators.Tests.Diagnostics;

/// <summary>What layers that end a sequence, and those that need a whole one, do not go with.</summary>
public sealed class SequenceRulesTests
{
    [Theory]
    [InlineData("[MeanOverTime] [[|Gru(8, 8)|]]", "gru2", "meanovertime1")]
    [InlineData("[LastStep] [[|LastStep|]]", "laststep2", "laststep1")]
    [InlineData("[MaxOverTime] [Dense(8, 8)] [[|MeanOverTime|]]", "meanovertime3", "maxovertime1")]
    public void A_layer_that_follows_a_sequence_behind_its_end(string layers, string name, string end) => Expect.OneInLayers(
        "DT0260", $"Layer '{name}' follows the steps of a sequence, and '{end}' before it has ended that; put it before '{end}', or leave '{end}' out", $"[Gru(4, 8)] {layers}");

    [Theory]
    [InlineData("[[|Residual(\"gru0\")|]]", "residual2")]
    [InlineData("[[|Concat(\"gru0\")|]]", "concat2")]
    public void Steps_beside_a_whole_sequence(string layer, string name) => Expect.OneInLayers(
        "DT0261", $"Layer '{name}' reads 'gru0', which has a value for each step, and 'meanovertime1', which has one for the sequence; end both, or none of them", $"[Gru(4, 8)] [MeanOverTime] {layer}");

    [Fact]
    public void Outputs_of_steps_beside_those_of_a_sequence() => Expect.OneInLayers(
        "DT0262", "Output 'tags' of 'Model' has a prediction for each step, and output 'topic' one for the sequence; end both, or none of them",
        "[Gru(4, 8)] [Dense(8, 3, Name = \"tags\")] [LastStep(From = \"gru0\")] [Dense(8, 2, Name = \"topic\")] [Output(\"tags\"), [|Output(\"topic\")|]]");

    [Fact]
    public void The_end_of_no_sequence() => Expect.OneInLayers(
        "DT0263", "Layer 'laststep1' ends a sequence, and no layer before it follows one; put it behind a recurrent layer such as [Gru], or leave it out", "[Dense(4, 8)] [[|LastStep|]]");

    [Theory]
    [InlineData("[DelayLine([|1|])]", "taps = 1; use 2 or more")]
    [InlineData("[DelayLine(3, Dilation = [|0|])]", "Dilation = 0; use 1 or more")]
    public void A_delay_line_without_steps_before(string layer, string what) => Expect.OneInLayers("DT0265", $"Layer 'delayline1' has {what}", $"[Dense(4, 8)] {layer}");

    [Fact]
    public void A_delay_line_that_is_too_long() => Expect.OneInLayers(
        "DT0213", "Layer 'delayline1' has 102400000000 values of steps before in a panel of 64 sequences, more than 2147483000; use fewer taps, a smaller dilation or fewer values", "[Dense(4, 8)] [DelayLine([|100000001|])]");

    [Theory]
    [InlineData("[Dense(4, 8)] [DelayLine(3)] [Conv1D(8, 6, 3)] [Flatten] [Dense(6, 2)]")]
    [InlineData("[Gru(4, 8)] [LastStep] [Dense(8, 2)]")]
    [InlineData("[Dense(4, 8)] [MeanOverTime] [Dense(8, 2)]")]
    [InlineData("[Gru(4, 8)] [MeanOverTime(Name = \"mean\")] [MaxOverTime(From = \"gru0\")] [Concat(\"mean\")] [Dense(16, 2)]")]
    [InlineData("[Lstm(4, 8, Bidirectional = true)] [Gru(16, 4, Bidirectional = true)] [Dense(8, 2)]")]
    public void Sequences_that_end_once(string layers) => Expect.Ids(Expect.ModelWith(layers));

    [Fact]
    public void A_bidirectional_layer_has_twice_the_outputs() => Expect.OneInLayers(
        "DT0202", "Layer 'dense1' has 8 inputs, but 'gru0' before it has 16 outputs; use 16", "[Gru(4, 8, Bidirectional = true)] [Dense([|8|], 3)]");

    [Theory]
    [InlineData("[|Model.Create(1).CreateSession()|]")]
    [InlineData("[|new ModelSession<Model>(Model.Create(1))|]")]
    [InlineData("[|Model.Create(1).StepBatch(new float[4], new float[2], new float[8])|]")]
    [InlineData("[|Model.Create(1).Forward(new float[4], new float[2], new float[8])|]")]
    public void A_step_of_a_model_that_needs_whole_sequences(string call) => Expect.OneInBuild(
        "DT0264", "'Model' cannot go on step by step: layer 'gru1' is bidirectional and needs the steps behind a step; call Forward(input, output) with all steps, or leave out Bidirectional",
        $"[DeepThinModel] [Dense(4, 6)] [Gru(6, 8, Bidirectional = true)] [Dense(16, 2)] partial class Model {{ static void Run() {{ {call}; }} }}");

    [Fact]
    public void A_whole_sequence_is_no_step() => Expect.IdsInBuild(
        "[DeepThinModel] [Gru(4, 8, Bidirectional = true)] partial class Model { static void Run() { Create(1).Forward(new float[4], new float[16]); Create(1).ForwardBatch(new float[4], new float[16]); } }");
}
