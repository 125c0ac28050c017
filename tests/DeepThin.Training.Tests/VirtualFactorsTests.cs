using DeepThin.Planning;

namespace DeepThin.Training.Tests;

/// <summary>A model whose layers are compressed virtually is the compiled model with the same plans.</summary>
public sealed class VirtualFactorsTests
{
    private static readonly Dataset Spirals = Samples.Spirals(300, 1);
    private static readonly Dataset Others = Samples.Spirals(150, 2);

    private static readonly Dictionary<string, TrainingOptions> Cases = new()
    {
        ["sgd"] = Options with { Optimizer = new Sgd { Momentum = 0.9, WeightDecay = 0.01 }, Schedule = LearningRate.Constant(0.05) },
        ["adam"] = Options,
        ["clipped"] = Options with { ClipNorm = 0.1 },
        ["rates"] = Options with { FactorRates = new() { Left = 3, Right = 0.5, ByScale = true }, MaxDegreeOfParallelism = 3 },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static TrainingOptions Options => new() { Epochs = 2, BatchSize = 100, Schedule = LearningRate.Constant(0.01), Seed = 3, MaxDegreeOfParallelism = 1, Loss = Loss.CrossEntropy };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_training_is_that_of_the_compiled_model(string name) => TrainsAs<UncompressedModel, FactoredModel>(Cases[name]);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_training_is_that_of_the_compiled_model_of_higher_rank(string name) => TrainsAs<UncompressedRankedModel, RankedModel>(Cases[name]);

    [Fact]
    public void The_first_values_are_those_of_the_compiled_model()
    {
        var factors = new VirtualFactors(UncompressedModel.Info, Plans(FactoredModel.Info), 7);
        Assert.Equal(Tensors(FactoredModel.Info, FactoredModel.Create(7).Parameters), Tensors(factors.Info, factors.Values));
        Assert.Equal(FactoredModel.Info.Parameters, factors.Info.Tensors.Sum(tensor => tensor.Length));
    }

    [Fact]
    public void W_is_the_ReLayout_of_the_product()
    {
        var plans = Plans(RankedModel.Info);
        var factors = new VirtualFactors(UncompressedRankedModel.Info, plans, 7);
        var random = new Random(1);
        foreach (var gain in factors.Info.Tensors.Where(tensor => tensor.Role == TensorRole.InputGain))
        {
            foreach (ref float value in factors.Values.Slice(gain.Offset, gain.Length)) value = random.NextSingle();
        }

        float[] block = new float[UncompressedRankedModel.Info.ParameterBlockLength];
        for (int item = 0; item < factors.RebuildItems; item++) factors.Rebuild(item, block);
        for (int i = 0; i < 2; i++)
        {
            var (plan, weight) = (plans[(i, 0)].Factors, UncompressedRankedModel.Info.Layers[i].Tensors[0]);
            var (left, right, gains) = (factors.Info.Layers[i].Tensors[0], factors.Info.Layers[i].Tensors[1], factors.Info.Layers[i].Tensors[2]);
            Assert.Equal((TensorRole.InputGain, plan.Q), (gains.Role, gains.Length));
            for (int at = 0; at < plan.Q * plan.R; at++)
            {
                var (c, q) = (at / plan.Q, at % plan.Q);
                double w = Enumerable.Range(0, plan.Rank).Sum(k => (double)factors.Values[left.Offset + at / plan.N * plan.Rank + k] * factors.Values[right.Offset + k * plan.N + at % plan.N]);
                Assert.Equal(w * factors.Values[gains.Offset + q], block[weight.Offset + c * plan.Q + q], 1e-6);
            }
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        // Wide enough that the factors are cut into several items of each kind.
        var plans = new Dictionary<(int, int), CompressedPlan> { [(0, 0)] = new(new(2, 7000, 1, 301), Gains.Inputs, 2), [(1, 0)] = new(new(7000, 3, 1, 6001), Gains.Inputs, 7000) };
        Assert.Equal(Train<TestModel<Wide>>(Options with { ClipNorm = 1 }, plans), Train<TestModel<Wide>>(Options with { ClipNorm = 1, MaxDegreeOfParallelism = 3 }, plans));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.1)]
    public void Steps_allocate_nothing(double? clipNorm)
    {
        long first = 0, last = 0;
        int panels = 0;
        var model = TestModel<Planar>.Create(1);
        model.OnForwardTrace = _ =>
        {
            panels++;
            if (panels == 16) first = GC.GetAllocatedBytesForCurrentThread();
            if (panels == 30) last = GC.GetAllocatedBytesForCurrentThread();
        };
        var factors = new VirtualFactors(TestModel<Planar>.Info, FirstAlone, 1);
        using var run = new TrainingRun<TestModel<Planar>>(model, Options with { BatchSize = 20, ClipNorm = clipNorm }, new SampleWork<TestModel<Planar>>(model, Spirals, null, Loss.CrossEntropy, default), Loss.CrossEntropy, factors);
        run.Fit(default);
        Assert.Equal(30, panels);
        Assert.Equal(0, last - first);
    }

    [Fact]
    public void After_a_step_that_is_not_finite_the_model_follows_the_values_that_were_kept()
    {
        // One panel a step; after the third the samples are poisoned, so the fourth goes back to the values before the first.
        var small = Samples.Teacher(300, 1);
        float[] samples = small.Samples.ToArray();
        int panels = 0;
        var model = TestModel<Planar>.Create(1);
        model.OnForwardTrace = _ =>
        {
            if (++panels == 3) Array.Fill(samples, 1e30f);
        };
        var factors = new VirtualFactors(TestModel<Planar>.Info, FirstAlone, 1);
        float[] before = factors.Values.ToArray();
        var work = new SampleWork<TestModel<Planar>>(model, Dataset.WithTargets(samples, 2, small.Targets, 3), null, Loss.MeanSquare, default);
        using var run = new TrainingRun<TestModel<Planar>>(model, Options with { BatchSize = 60 }, work, Loss.MeanSquare, factors);
        var error = Assert.Throws<TrainingDivergedException>(() => run.Fit(default));
        Assert.StartsWith("The parameter layers.", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.Step);
        Assert.Equal(before, factors.Values.ToArray());
        float[] block = new float[TestModel<Planar>.Info.ParameterBlockLength];
        for (int item = 0; item < factors.RebuildItems; item++) factors.Rebuild(item, block);
        Assert.Equal(block, model.Parameters.ToArray());
    }

    private static Dictionary<(int Layer, int Map), CompressedPlan> FirstAlone => new() { [(0, 0)] = new(new(2, 20, 1, 21), Gains.Inputs, 2) };

    private static void TrainsAs<TDense, TCompressed>(TrainingOptions options)
        where TDense : class, ITrainableModel<TDense>
        where TCompressed : class, ITrainableModel<TCompressed>
    {
        var compressed = TCompressed.Create(5);
        var expected = new Trainer<TCompressed>(options).Fit(compressed, Spirals, Others);
        var dense = TDense.Create(99);
        var factors = new VirtualFactors(TDense.Info, Plans(TCompressed.Info), 5);
        using var run = new TrainingRun<TDense>(dense, options, new SampleWork<TDense>(dense, Spirals, Others, Loss.CrossEntropy, default), Loss.CrossEntropy, factors);
        var actual = run.Fit(default);

        foreach (var (tensor, theirs) in factors.Info.Tensors.Zip(TCompressed.Info.Tensors))
        {
            Assert.Equal((theirs.Name, theirs.Shape), (tensor.Name, tensor.Shape));
            Fixture.AssertClose(compressed.Parameters.Slice(theirs.Offset, theirs.Length), factors.Values.Slice(tensor.Offset, tensor.Length), 1e-4);
        }

        Assert.All(actual.History.Zip(expected.History), pair => Assert.Equal(pair.Second.TrainingLoss, pair.First.TrainingLoss, 1e-5));
        Assert.All(actual.History.Zip(expected.History), pair => Assert.Equal(pair.Second.ValidationLoss!.Value, pair.First.ValidationLoss!.Value, 1e-5));
        Assert.True(expected.History[1].TrainingLoss < expected.History[0].TrainingLoss);
    }

    private static float[] Train<TModel>(TrainingOptions options, Dictionary<(int Layer, int Map), CompressedPlan> plans)
        where TModel : class, ITrainableModel<TModel>
    {
        var factors = new VirtualFactors(TModel.Info, plans, 5);
        var model = TModel.Create(1);
        using var run = new TrainingRun<TModel>(model, options, new SampleWork<TModel>(model, Spirals, null, Loss.CrossEntropy, default), Loss.CrossEntropy, factors);
        run.Fit(default);
        return factors.Values.ToArray();
    }

    private static Dictionary<(int Layer, int Map), CompressedPlan> Plans(ModelInfo info) => info.Layers
        .Select((layer, i) => (Layer: i, Map: layer.Maps[0]))
        .Where(item => item.Map.Rank > 0)
        .ToDictionary(item => (item.Layer, 0), item => new CompressedPlan(new(item.Map.Inputs, item.Map.Outputs, item.Map.Rank, item.Map.N), item.Map.Gains, item.Map.Inputs));

    private static Dictionary<string, float[]> Tensors(ModelInfo info, ReadOnlySpan<float> block)
    {
        var tensors = new Dictionary<string, float[]>();
        foreach (var tensor in info.Tensors) tensors[tensor.Name] = block.Slice(tensor.Offset, tensor.Length).ToArray();
        return tensors;
    }
}
