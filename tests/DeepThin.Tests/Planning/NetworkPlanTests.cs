using DeepThin.Planning;

namespace DeepThin.Tests.Planning;

public sealed class NetworkPlanTests
{
    private static readonly NetworkSpec Spec = Of(Layer("first", 784, 1024), Layer("second", 1024, 1024), Layer("third", 1024, 1024), Layer("last", 1024, 10));

    [Fact]
    public void Plans_are_equal_when_their_specs_are()
    {
        var other = Of(Layer("first", 784, 1024), Layer("second", 1024, 1024), Layer("third", 1024, 1024), Layer("last", 1024, 10));
        Assert.Equal(new NetworkPlan(Spec), new NetworkPlan(other));
        Assert.Equal(new NetworkPlan(Spec).GetHashCode(), new NetworkPlan(other).GetHashCode());
        Assert.NotEqual(new NetworkPlan(Spec), new NetworkPlan(Spec with { Optimize = Optimize.Memory }));
        Assert.NotEqual(new NetworkPlan(Spec), new NetworkPlan(Of(Layer("first", 784, 10))));
    }

    [Fact]
    public void A_step_reads_what_the_one_before_it_has_written()
    {
        var plan = new NetworkPlan(Spec);
        Assert.Equal([(0, 1), (1, 2), (2, 3), (3, 4)], plan.Steps.Select(step => (Assert.Single(step.Inputs), step.Output)));
        Assert.Equal([(-1, 0), (0, 1), (1, 2), (2, 3), (3, 4)], plan.Values.Select(value => (value.Writer, value.LastReader)));
        Assert.Equal(["784", "1024", "1024", "1024", "10"], plan.Values.Select(value => value.Shape.ToString()));
    }

    [Fact]
    public void Tensors_lie_one_after_the_other_in_the_order_of_the_layers()
    {
        var plan = new NetworkPlan(Spec);
        long offset = 0;
        foreach (var tensor in plan.Tensors)
        {
            Assert.Equal(offset, tensor.Offset);
            offset += tensor.BlockLength;
        }

        Assert.Equal(offset + 16, plan.ParameterBlockLength);
        Assert.Equal(["layers.0.xf", "layers.0.wf", "layers.0.bias", "layers.1.xf"], plan.Tensors.Take(4).Select(tensor => tensor.Name));
    }

    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(0, 1, false)]
    [InlineData(2, 3, false)]
    public void Layers_that_differ_in_place_and_name_alone_have_the_same_kernels(int one, int other, bool same)
    {
        var steps = new NetworkPlan(Spec).Steps;
        Assert.Equal(same, steps[one].HasKernelsOf(steps[other]));
    }

    [Theory]
    [InlineData("uncompressed", true)]
    [InlineData("low rank", true)]
    [InlineData("pruned", true)]
    [InlineData("hashed", false)]
    [InlineData("wide", true)]
    [InlineData("tall", true)]
    public void Equal_layers_share_their_kernels_however_they_keep_their_weights_but_for_hashes_of_their_place(string kept, bool same)
    {
        var specs = Enumerable.Range(0, 2).Select(index => new FullyConnectedSpec($"layer{index}", Weights(kept, index), new(64, null), default)).ToArray();
        foreach (var held in Enum.GetValues<WeightType>())
        {
            var steps = new NetworkPlan(new(new(specs), Optimize.Speed, held)).Steps;
            Assert.Equal(same, steps[0].HasKernelsOf(steps[1]));
        }
    }

    [Fact]
    public void A_value_is_written_multiplied_with_the_gains_of_the_layer_that_reads_it()
    {
        FullyConnectedSpec[] layers = [Layer("first", 64, 48) with { Gains = Gains.Inputs }, Layer("second", 48, 32), Layer("third", 32, 16) with { Gains = Gains.Both }];
        var plan = new NetworkPlan(Of(layers));
        Assert.Equal(["layers.0.input_gain", null, "layers.2.input_gain", null], plan.Values.Select(value => plan.GainsOf(value)?.Name));
        Assert.Equal([false, true, false], plan.Steps.Select(step => step.ScalesOutput));
        Assert.Equal(
            ["layers.0.xf", "layers.0.wf", "layers.0.input_gain", "layers.0.bias", "layers.1.xf", "layers.1.wf", "layers.1.bias", "layers.2.xf", "layers.2.wf", "layers.2.input_gain", "layers.2.output_gain", "layers.2.bias"],
            plan.Tensors.Select(tensor => tensor.Name));
        var gain = plan.GainsOf(plan.Values[2])!;
        Assert.Equal((32, 0, TensorRole.InputGain, true), (gain.Rows, gain.Columns, gain.Role, gain.Initial.IsOnes));
        var map = plan.Steps[2].Layer.Maps[0];
        Assert.Equal(map.Weights.Parameters + 32 + 16, map.Parameters);
    }

    [Fact]
    public void Layers_whose_outputs_are_multiplied_with_gains_have_kernels_of_their_own()
    {
        FullyConnectedSpec[] layers = [Layer("a", 64, 64), Layer("b", 64, 64), Layer("c", 64, 64) with { Gains = Gains.Inputs }, Layer("d", 64, 64)];
        var steps = new NetworkPlan(Of(layers)).Steps;
        Assert.False(steps[0].HasKernelsOf(steps[1]));
        Assert.False(steps[2].HasKernelsOf(steps[3]));
        Assert.True(steps[0].HasKernelsOf(steps[3]));
    }

    [Fact]
    public void Predictions_need_less_memory_than_all_values_together()
    {
        var plan = new NetworkPlan(Spec);
        Assert.InRange(plan.OneSample.Length, 1, plan.Values.Sum(value => value.Length));
        Assert.InRange(plan.Panel.Length, 1, 64L * plan.Values.Sum(value => value.Length) + plan.Steps.Sum(step => step.Layer.Need(Mode.Panel).Kept));
        Assert.InRange(plan.Trace.Length, 64L * plan.Values.Sum(value => value.Length), long.MaxValue);
    }

    private static WeightsPlan Weights(string kept, int index) => kept switch
    {
        "low rank" => new LowRankPlan(64, 64, 4),
        "pruned" => new PrunedPlan(64, 64, 400),
        "hashed" => new HashedPlan(64, 64, 400, index),
        "wide" => ReLayoutPlanner.Plan(64, 64, 1, 0.2, Form.Wide)!,
        "tall" => ReLayoutPlanner.Plan(64, 64, 1, 0.2, Form.Tall)!,
        _ => new DenseWeights(64, 64),
    };

    [Fact]
    public void Gains_are_folded_into_a_value_that_nobody_else_reads()
    {
        var gained = Layer("gained", 30, 30) with { Weights = new ReLayoutPlan(30, 30, 1, 37), Gains = Gains.Inputs };
        var alone = new NetworkPlan(Of(Layer("first", 30, 30), gained));
        Assert.Equal((true, false), (alone.Steps[0].ScalesOutput, alone.ScalesOwn(alone.Steps[1])));

        var plan = new NetworkPlan(Of(Layer("first", 30, 30), gained, Layer("other", 30, 5) with { Reads = new([1]) }, Layer("sum", 30, 5) with { Reads = new([2]) })
            with
        { Outputs = new([new("a", 2), new("b", 3)]) });
        Assert.Equal((false, true, false), (plan.Steps[0].ScalesOutput, plan.ScalesOwn(plan.Steps[1]), plan.ScalesOwn(plan.Steps[2])));
        Assert.Equal([false, true, false, false], plan.Steps.Select(step => plan.AddsGradients(step, 0)));
        Assert.Equal([0, 5, 10], plan.Outputs.Select(output => output.Offset).Append(plan.OutputLength));
    }

    [Theory]
    [InlineData("dense norm relu", "norm relu")]
    [InlineData("dense dropout norm dropout relu dense", "norm relu")]
    [InlineData("dense relu norm", "relu")]
    [InlineData("dense norm norm relu", "norm")]
    [InlineData("dense norm softmax", "norm")]
    [InlineData("dense norm relu relu", "norm relu")]
    [InlineData("active norm relu", "")]
    [InlineData("norm relu dense", "")]
    [InlineData("scale norm relu", "")]
    public void Norms_and_activations_are_folded_into_the_sums_before_them(string layers, string folded)
    {
        var spec = Chain(layers) with { Training = false };
        var plan = new NetworkPlan(spec);
        string[] kinds = layers.Split(' ');
        Assert.Equal(folded, string.Join(" ", plan.Steps.Where(step => step.Layer.IsFolded).Select(step => kinds[step.Layer.Index])));
        Assert.All(plan.Steps.Where(step => step.Layer.IsFolded), step => Assert.Equal(0, plan.RootOf(plan.Values[step.Output]).Writer));
        Assert.DoesNotContain(new NetworkPlan(spec with { Training = true }).Steps, step => step.Layer.IsFolded);
    }

    [Fact]
    public void What_is_folded_stands_in_the_epilogue_alone()
    {
        var (plan, training) = (new NetworkPlan(Chain("dense dropout norm relu") with { Training = false }), new NetworkPlan(Chain("dense dropout norm relu")));
        Assert.Equal(new EpiloguePlan(2, new(Activation.Relu, 0)), plan.Steps[0].Epilogue);
        Assert.Equal(default, plan.Steps[0].Layer.Activation);
        Assert.Equal((Activation.Relu, Activation.Relu), (plan.ActivationOf(plan.Outputs[0].Value), training.ActivationOf(training.Outputs[0].Value)));
        Assert.Equal(training.PreparedLength, plan.PreparedLength);
        Assert.Equal(training.Steps.Select(step => step.Prepared), plan.Steps.Select(step => step.Prepared));
        Assert.Equal(training.Tensors.Select(tensor => (tensor.Name, tensor.Offset)), plan.Tensors.Select(tensor => (tensor.Name, tensor.Offset)));
    }

    [Fact]
    public void Nothing_is_folded_into_a_value_that_something_else_needs()
    {
        var chain = Chain("dense norm relu") with { Training = false };
        LayerSpec sum = new ResidualSpec("sum", new(8), new(8), default);
        Assert.Equal([false, false, false], Folded(chain with { Outputs = new([new("sums", 0), new("last", 2)]) }));
        Assert.Equal([false, true, false], Folded(chain with { Outputs = new([new("norms", 1), new("last", 2)]) }));
        Assert.Equal([false, false, false, false], Folded(chain with { Layers = new([.. chain.Layers, sum with { Reads = new([1, 3]) }]) }));
        Assert.Equal([false, true, false, false], Folded(chain with { Layers = new([.. chain.Layers, sum with { Reads = new([2, 3]) }]) }));
        Assert.Equal([false, true, true, false], Folded(chain with { Layers = new([.. chain.Layers, sum with { Reads = new([3, 3]) }]) }));
        Assert.Equal([false, false], Folded(Of(new ConvolutionSpec("convolution", new(1, new(2, 1, 1, 1, 0, 0), new(2, 1, 1, 1, 0, 0)), new DenseWeights(1, 2), null, default), new BatchNormSpec("norm", new(8), 0.1f, 0.1f))));

        static bool[] Folded(NetworkSpec spec) => [.. new NetworkPlan(spec).Steps.Select(step => step.Layer.IsFolded)];
    }

    [Fact]
    public void Layers_with_norms_and_activations_in_their_epilogues_have_kernels_of_their_own()
    {
        var steps = new NetworkPlan(Chain("dense norm relu dense norm relu dense norm dense relu dense") with { Training = false }).Steps;
        Assert.True(steps[0].HasKernelsOf(steps[3]));
        Assert.All(((int, int)[])[(0, 6), (0, 8), (0, 10), (6, 8), (6, 10), (8, 10)], pair => Assert.False(steps[pair.Item1].HasKernelsOf(steps[pair.Item2])));
    }

    [Fact]
    public void Values_that_are_needed_at_once_lie_apart_in_a_network_that_branches()
    {
        var spec = Of(Layer("stem", 20, 24), Layer("left", 24, 24), Layer("right", 24, 40) with { Reads = new([1]) }, new ConcatSpec("both", new([new(24), new(24), new(40)])) { Reads = new([1, 2, 3]) });
        var plan = new NetworkPlan(spec);
        foreach (var mode in new[] { Mode.OneSample, Mode.Panel })
        {
            int width = mode == Mode.OneSample ? 1 : 64;
            long[] places = plan.Memory(mode).Values;
            var live = Enumerable.Range(1, 4).Select(value => (From: places[value], To: places[value] + plan.Values[value].Length * width)).OrderBy(value => value.From).ToList();
            Assert.All(live.Zip(live.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
        }
    }

    // A network that trains.
    private static NetworkSpec Chain(string layers) => Of([.. layers.Split(' ').Select(LayerSpec (kind) => kind switch
    {
        "dense" => new FullyConnectedSpec("layer", new DenseWeights(8, 8), null, default),
        "active" => new FullyConnectedSpec("layer", new DenseWeights(8, 8), null, new(Activation.Relu, 0)),
        "norm" => new BatchNormSpec("norm", new(8), 0.1f, 0.1f),
        "dropout" => new DropoutSpec("dropout", new(8), 0.5f),
        "scale" => new ScaleSpec("scale", new(8)),
        "softmax" => new ActivateSpec("softmax", new(8), new(Activation.Softmax, 0)),
        _ => new ActivateSpec("relu", new(8), new(Activation.Relu, 0)),
    })]) with
    { Training = true };

    private static NetworkSpec Of(params LayerSpec[] layers) => new(new(layers));

    private static FullyConnectedSpec Layer(string name, int q, int r) =>
        new(name, ReLayoutPlanner.Plan(q, r, 1, 0.2, Form.Wide)!, new(r, null), new(Activation.Relu, 0));
}
