using DeepThin.Runtime;

namespace DeepThin.Training.Tests;

public sealed class FactorRatesTests
{
    private static readonly Dictionary<string, Optimizer> Cases = new()
    {
        ["sgd decay"] = new Sgd { WeightDecay = 0.1 },
        ["sgd nesterov decay"] = new Sgd { Momentum = 0.8, Nesterov = true, WeightDecay = 0.1 },
        ["adam decay"] = new Adam { WeightDecay = 0.1 },
        ["adamw decay"] = new Adam { WeightDecay = 0.1, Decoupled = true },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void Every_case_of_the_fixture_is_tested() =>
        Assert.Equal(Fixture.Read("groups").GetProperty("expected").EnumerateObject().Select(property => property.Name), Cases.Keys);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_tensor_that_is_not_finite_is_noticed_whatever_comes_after_it(int tensor)
    {
        var info = Layer(7, 20);
        var map = new RateMap(info, new FactorRates { Left = 2, Right = 3 });
        Assert.Equal(3, map.Runs);
        float[] gradients = new float[info.ParameterBlockLength];
        var state = new Sgd().Start(gradients.Length);
        state.BeginStep(0.1);
        Assert.True(map.Update(state, 0, new float[gradients.Length], gradients, 1));
        gradients[info.Tensors[tensor].Offset + 1] = float.NaN;
        Assert.False(map.Update(state, 0, new float[gradients.Length], gradients, 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weight_decay_leaves_gains_alone(string name)
    {
        TensorInfo[] tensors =
        [
            new("layers.0.weight", 4, 4, 0), new("layers.0.input_gain", 4, 0, 16) { Role = TensorRole.InputGain }, new("layers.0.output_gain", 4, 0, 32) { Role = TensorRole.OutputGain },
            new("layers.0.bias", 4, 0, 48) { Role = TensorRole.Bias },
        ];
        var map = new RateMap(new ModelInfo("one layer", 64, 0, new LayerInfo(FactoredModel.Info.Layers[0]) { Tensors = tensors }), new FactorRates());
        Assert.Equal(3, map.Runs);
        float[] parameters = new float[64];
        Array.Fill(parameters, 1);
        var state = Cases[name].Start(parameters.Length);
        state.BeginStep(0.1);
        map.Update(state, 0, parameters, new float[parameters.Length], 1);
        Assert.All(parameters[..16], weight => Assert.True(weight < 1));
        Assert.All(parameters[16..48], gain => Assert.Equal(1, gain));
        Assert.All(parameters[48..], bias => Assert.True(bias < 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_are_those_of_parameter_groups_of_PyTorch(string name)
    {
        var fixture = Fixture.Read("groups");
        double[] rates = fixture.GetProperty("rates").Doubles();
        double[] multipliers = fixture.GetProperty("multipliers").Doubles();
        var map = new RateMap(Layer(7, 20), new FactorRates { Left = multipliers[0], Right = multipliers[1] });
        Assert.Equal(3, map.Runs);
        float[] parameters = Block(fixture.GetProperty("start").EnumerateArray().Select(tensor => tensor.Floats()));
        var state = Cases[name].Start(parameters.Length);
        for (int step = 0; step < rates.Length; step++)
        {
            float[] gradients = Block(fixture.GetProperty("gradients")[step].EnumerateArray().Select(tensor => tensor.Floats()));
            state.BeginStep(rates[step]);
            map.Update(state, 0, parameters, gradients, 1);
            float[] expected = Block(fixture.GetProperty("expected").GetProperty(name)[step].EnumerateArray().Select(tensor => tensor.Floats()));
            Fixture.AssertClose(expected, parameters, 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parts_of_a_block_give_the_bits_of_the_whole(string name)
    {
        var map = new RateMap(Layer(7, 20), new FactorRates { Left = 4, Right = 0.25 });
        var random = new Random(1);
        float[] whole = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle())], gradients = [.. whole.Reverse()], parts = [.. whole];
        var wholeState = Cases[name].Start(64);
        var partsState = Cases[name].Start(64);
        for (int step = 0; step < 3; step++)
        {
            wholeState.BeginStep(0.1);
            map.Update(wholeState, 0, whole, gradients, 0.7f);
            partsState.BeginStep(0.1);
            foreach (var (start, end) in new[] { (50, 64), (0, 10), (10, 50) }) map.Update(partsState, start, parts.AsSpan(start..end), gradients.AsSpan(start..end), 0.7f);
        }

        Assert.Equal(whole, parts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_training_with_multipliers_of_1_gives_the_bits_of_one_without(string name)
    {
        // Equal numbers are one run. A multiplier that differs in the last place gives the same rate in single precision, in runs of its own.
        var plain = Train(new FactorRates(), Cases[name]);
        Assert.Equal(plain, Train(new FactorRates { Left = 1, Right = 1 }, Cases[name]));
        Assert.Equal(plain, Train(new FactorRates { Left = Math.BitIncrement(1.0), Right = 1 }, Cases[name]));
        Assert.Equal(1, new RateMap(UncompressedModel.Info, new FactorRates()).Runs);
    }

    [Fact]
    public void The_rates_of_the_factors_and_of_the_rest_are_their_own()
    {
        // One step of plain descent: the change is the rate times the gradient, so the multipliers are the ratios of the changes.
        var start = Flat(FactoredModel.Create(1));
        float[] plain = Train(new FactorRates(), new Sgd(), steps: 1);
        float[] changed = Train(new FactorRates { Left = 4, Right = 0.5 }, new Sgd(), steps: 1);
        foreach (var tensor in FactoredModel.Info.Tensors)
        {
            double multiplier = tensor.Name switch
            {
                "layers.0.xf" or "layers.1.xf" => 4,
                "layers.0.wf" or "layers.1.wf" => 0.5,
                _ => 1,
            };
            for (int i = tensor.Offset; i < tensor.Offset + tensor.Length; i++)
            {
                Assert.Equal(multiplier * ((double)plain[i] - start[i]), (double)changed[i] - start[i], 1e-6);
            }
        }

        Assert.Contains(FactoredModel.Info.Tensors, tensor => tensor.Name == "layers.0.bias.xf");
        Assert.NotEqual(start, plain);
    }

    [Fact]
    public void A_multiplier_of_0_leaves_a_factor_as_it_is()
    {
        var start = Flat(FactoredModel.Create(1));
        float[] end = Train(new FactorRates { Left = 0 }, new Adam { WeightDecay = 0.1, Decoupled = true });
        foreach (var tensor in FactoredModel.Info.Tensors)
        {
            var range = tensor.Offset..(tensor.Offset + tensor.Length);
            bool isLeft = tensor.Name is "layers.0.xf" or "layers.1.xf";
            Assert.Equal(isLeft, start.AsSpan(range).SequenceEqual(end.AsSpan(range)));
        }
    }

    [Fact]
    public void By_scale_the_shorter_factor_has_the_rate_over_the_deviation_of_the_longer()
    {
        var rates = new FactorRates { Left = 3, Right = 0.5, ByScale = true };
        var wide = FactoredModel.Info.Layers[0];
        Assert.True(wide.Maps[0].M < wide.Maps[0].N);
        Assert.Equal(3 / Math.Sqrt(2.0 / wide.Inputs / wide.Maps[0].Rank), rates.Of(wide, wide.Tensors[0]), 1e-9);
        Assert.Equal(0.5, rates.Of(wide, wide.Tensors[1]));
        var tall = FactoredModel.Info.Layers[1];
        Assert.True(tall.Maps[0].M > tall.Maps[0].N);
        Assert.Equal(3, rates.Of(tall, tall.Tensors[0]));
        Assert.Equal(0.5 / Math.Sqrt(2.0 / tall.Inputs / tall.Maps[0].Rank), rates.Of(tall, tall.Tensors[1]), 1e-9);

        // The deviation is the one that the parameters are drawn with.
        float[] start = Flat(FactoredModel.Create(1));
        var values = start.AsSpan(wide.Tensors[1].Offset, wide.Tensors[1].Length).ToArray().Select(value => (double)value).ToList();
        double deviation = Math.Sqrt(2.0 / wide.Inputs / wide.Maps[0].Rank);
        Assert.Equal(deviation, Math.Sqrt(values.Average(value => value * value)), 0.1 * deviation);
        Assert.All(FactoredModel.Info.Layers.SelectMany(layer => layer.Tensors.Where(tensor => tensor.Name.Contains("bias", StringComparison.Ordinal) || tensor.Name.EndsWith(".weight", StringComparison.Ordinal)), rates.Of), rate => Assert.Equal(1, rate));
    }

    [Fact]
    public void By_scale_a_factor_has_the_deviation_of_the_other_one_of_its_matrix()
    {
        var gru = Remembering.Info.Layers[0];
        var factors = gru.Tensors.Where(tensor => tensor.Role is TensorRole.LeftFactor or TensorRole.RightFactor).ToList();
        Assert.Equal(["layers.0.xf_ih", "layers.0.wf_ih", "layers.0.xf_hh", "layers.0.wf_hh"], factors.Select(tensor => tensor.Name));
        Assert.NotEqual(factors[1].Initial.Deviation, factors[3].Initial.Deviation);
        var rates = new FactorRates { ByScale = true };
        Assert.Equal([1 / factors[1].Initial.Deviation, 1, 1 / factors[3].Initial.Deviation, 1], factors.Select(tensor => rates.Of(gru, tensor)));
    }

    [Fact]
    public void Multipliers_out_of_range_are_refused()
    {
        foreach (double bad in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Refused(FormattableString.Invariant($"Left is {bad}; it multiplies the learning rate of a factor and must be a finite number, 0 or more, such as 1."), new FactorRates { Left = bad });
            Refused(FormattableString.Invariant($"Right is {bad}; it multiplies the learning rate of a factor"), new FactorRates { Right = bad });
        }
    }

    private static void Refused(string message, FactorRates rates)
    {
        var error = Assert.Throws<ArgumentException>("options", () => new Trainer<FactoredModel>(new TrainingOptions { Epochs = 1, FactorRates = rates }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static float[] Train(FactorRates rates, Optimizer optimizer, int steps = 3)
    {
        var model = FactoredModel.Create(1);
        var options = new TrainingOptions { Epochs = steps, BatchSize = 60, Optimizer = optimizer, Schedule = LearningRate.Constant(0.1), FactorRates = rates };
        new Trainer<FactoredModel>(options).Fit(model, Samples.Spirals(60, 1));
        return Flat(model);
    }

    private static float[] Flat(FactoredModel model) => model.Parameters.ToArray();

    /// <summary>The tensors of a layer at the places that a parameter block gives them, and the padding.</summary>
    private static float[] Block(IEnumerable<float[]> tensors)
    {
        float[] block = new float[64];
        foreach (var (values, tensor) in tensors.Zip(Layer(7, 20).Tensors)) values.CopyTo(block, tensor.Offset);
        return block;
    }

    private static ModelInfo Layer(int m, int n) => new(
        "one layer",
        64,
        0,
        new LayerInfo(FactoredModel.Info.Layers[0]) { Maps = [new(FactoredModel.Info.Layers[0].Maps[0]) { M = m, N = n }], Tensors = [Factor("xf", m, 1, 0, TensorRole.LeftFactor, m < n), Factor("wf", 1, n, 16, TensorRole.RightFactor, m >= n), new("layers.0.bias", 7, 0, 48) { Role = TensorRole.Bias }] });

    private static TensorInfo Factor(string name, int rows, int columns, int offset, TensorRole role, bool isShorter) =>
        new("layers.0." + name, rows, columns, offset) { Role = role, Initial = isShorter ? Initial.Signs : Initial.Normal(Math.Sqrt(2.0 / FactoredModel.Info.Layers[0].Inputs)) };
}
