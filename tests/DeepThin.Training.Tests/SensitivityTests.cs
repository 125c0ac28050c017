using CsCheck;
using DeepThin.Planning;

namespace DeepThin.Training.Tests;

public sealed class SensitivityTests
{
    private static readonly Dataset Spirals = Samples.Spirals(300, 1);
    private static readonly Dataset Others = Samples.Spirals(150, 2);
    private static readonly ModelInfo Info = UncompressedModel.Info;

    private static SensitivityOptions Options => new()
    {
        Ratios = [0.4, 0.2],
        BaseRatio = 0.2,
        Training = new() { Epochs = 2, BatchSize = 100, Schedule = LearningRate.Constant(0.01), Seed = 3, MaxDegreeOfParallelism = 2, Loss = Loss.CrossEntropy },
    };

    /// <summary>An uncompressed network, of which nothing but the plan is there.</summary>
    private static ModelInfo Middling { get; } = new("Middling", 0, 0, Layer(0, 96, 128), Layer(1, 128, 80), Layer(2, 80, 50));

    [Fact]
    public void The_losses_are_those_of_compiled_models()
    {
        var report = Measure(Options with { Layers = [1] });
        var compiled = HalfCompressedModel.Create(3);
        var expected = new Trainer<HalfCompressedModel>(Options.Training).Fit(compiled, Spirals, Others).History[^1];
        Assert.Equal(expected.ValidationLoss!.Value, report.Reference.Loss, 1e-4);
        Assert.Equal(HalfCompressedModel.Info.Bytes, report.ReferenceBytes);
        var layer = Assert.Single(report.Ratios);
        Assert.Equal((1, "dense1", "Ratio", 150, 40), (layer.Layer, layer.Name, layer.Argument, layer.Maps[0].Inputs, layer.Maps[0].Outputs));
        Assert.Equal([0.2, 0.4], layer.Points.Select(point => point.Ratio));
        Assert.Equal((report.Reference.Loss, report.Reference.Accuracy), (layer.Points[0].Loss, layer.Points[0].Accuracy));
        Assert.Equal(HalfCompressedModel.Info.Layers[1].Maps[0].N, layer.Points[0].Factors[0].N);
        Assert.NotEqual(report.Reference.Loss, layer.Points[1].Loss);
    }

    [Fact]
    public void Every_layer_is_measured_at_every_ratio_while_the_others_have_the_base()
    {
        var progress = new List<SensitivityProgress>();
        var report = Measure(Options with { Ratios = [0.2, 0.5], BaseRatio = 0.3, Progress = new Reports(progress) });
        Assert.Equal([0, 1, 2], report.Ratios.Select(ratio => ratio.Layer));
        Assert.All(report.Ratios, layer => Assert.Equal([0.2, 0.3, 0.5], layer.Points.Select(point => point.Ratio)));
        Assert.All(report.Ratios, layer => Assert.Equal(report.Reference.Loss, layer.Points[1].Loss));

        var order = progress.Select(report => (report.Training, report.Layer, report.Ratio)).Distinct();
        Assert.Equal([(1, null, 0.3), (2, "dense0", 0.2), (3, "dense0", 0.5), (4, "dense1", 0.2), (5, "dense1", 0.5), (6, "dense2", 0.2), (7, "dense2", 0.5)], order);
        Assert.All(progress, report => Assert.Equal((7, 2), (report.Trainings, report.Current.Epochs)));
        Assert.Equal(TimeSpan.Zero, progress[^1].Remaining);
        Assert.True(progress[0].Remaining > TimeSpan.Zero && progress[^1].Elapsed > progress[0].Elapsed);
    }

    [Fact]
    public void One_layer_at_a_time_has_another_ratio()
    {
        var report = Measure(Options);
        Assert.Equal(Train(0.2, 0.2, 0.2), report.Reference.Loss);
        Assert.Equal(Train(0.4, 0.2, 0.2), report.Ratios[0].Points[1].Loss);
        Assert.Equal(Train(0.2, 0.4, 0.2), report.Ratios[1].Points[1].Loss);
        Assert.Equal(Train(0.2, 0.2, 0.4), report.Ratios[2].Points[1].Loss);

        static double Train(params double[] ratios)
        {
            var plans = LayerRatio.Of(Info).Zip(ratios).ToDictionary(pair => (pair.First.Layer, 0), pair => CompressedPlan.For(pair.First, Options, pair.Second)![0]);
            var factors = new VirtualFactors(Info, plans, Options.Training.Seed);
            var model = UncompressedModel.Create(1);
            using var run = new TrainingRun<UncompressedModel>(model, Options.Training, new SampleWork<UncompressedModel>(model, Spirals, Others, Loss.CrossEntropy, default), Loss.CrossEntropy, factors);
            return run.Fit(default).History[^1].ValidationLoss!.Value;
        }
    }

    [Fact]
    public void By_default_layers_too_small_for_a_ratio_stay_uncompressed()
    {
        var report = Measure(Options with { Ratios = [0.05, 0.1], BaseRatio = 0.1 });
        Assert.Equal(1, Assert.Single(report.Ratios).Layer);
        var proposal = report.Propose(Info.Bytes);
        Assert.Equal(Info.Layers[0].Bytes, proposal.Layers[0].Bytes);
        Assert.Equal(("", 0, 0), (proposal.Layers[0].Arguments, proposal.Layers[0].Ratios.Count, proposal.Layers[2].Ratios.Count));
    }

    [Fact]
    public void A_layer_too_small_for_the_base_is_measured_at_the_ratios_it_can_have_and_may_stay_uncompressed()
    {
        var report = Measure(Options with { Ratios = [0.05, 0.4], BaseRatio = 0.1 });
        var last = report.Ratios[^1];
        Assert.Equal([1, 2], report.Ratios.Select(ratio => ratio.Layer).Where(index => index > 0));
        Assert.Equal([0.4, 1], last.Points.Select(point => point.Ratio));
        Assert.Equal((0, 4L * 40 * 3, report.Reference.Loss), (last.Points[1].Factors.Count, last.Points[1].Bytes, last.Points[1].Loss));
        Assert.NotEqual(report.Reference.Loss, last.Points[0].Loss);
        Assert.Equal(Info.Bytes - 4L * 150 * 40 + report.Ratios.Single(ratio => ratio.Layer == 1).Points.Single(point => point.Ratio == 0.1).Bytes, report.ReferenceBytes);

        var least = report.Propose(report.LeastBytes);
        Assert.Equal((0.4, last.Points[0].Factors[0].N), (least.Layers[2].Ratios[0].Ratio, least.Layers[2].Ratios[0].Factors[0].N));
        if (last.Points[1].Loss < last.Points[0].Loss) Assert.Null(report.Propose(Info.Bytes).Layers[2].Ratios[0].Ratio);
    }

    [Fact]
    public void The_loss_is_the_mean_over_the_seeds()
    {
        var options = Options with { Layers = [1] };
        var first = Measure(options).Ratios[0].Points[1];
        var second = Measure(options with { Training = options.Training with { Seed = 4 } }).Ratios[0].Points[1];
        var both = Measure(options with { Seeds = 2 }).Ratios[0].Points[1];
        Assert.Equal([first.Loss, second.Loss], both.Losses);
        Assert.Equal((first.Loss + second.Loss) / 2, both.Loss, 1e-12);
        Assert.Equal((first.Accuracy!.Value + second.Accuracy!.Value) / 2, both.Accuracy!.Value, 1e-12);
    }

    [Fact]
    public void The_losses_do_not_depend_on_the_threads()
    {
        var one = Measure(Options with { Training = Options.Training with { MaxDegreeOfParallelism = 1 } });
        var three = Measure(Options with { Training = Options.Training with { MaxDegreeOfParallelism = 3 } });
        Assert.Equal(one.ToString(), three.ToString());
        Assert.Equal(one.Ratios.SelectMany(layer => layer.Points).Select(point => point.Loss), three.Ratios.SelectMany(layer => layer.Points).Select(point => point.Loss));
    }

    [Fact]
    public void A_teacher_may_help()
    {
        var loss = Loss.Distillation(TestModel<Planar>.Create(2), 2, 0.9);
        var report = Measure(Options with { Layers = [1], Training = Options.Training with { Loss = loss } });
        Assert.NotEqual(Measure(Options with { Layers = [1] }).Reference, report.Reference);
    }

    [Fact]
    public void A_proposal_keeps_the_budget_and_is_as_good_as_any_choice_of_measured_ratios() =>
        Gen.Select(Gen.Double[0, 1].Array[9], Gen.Double[0, 1.1]).Sample(
            (losses, part) =>
            {
                var report = Report(losses);
                long most = Middling.Bytes / 3, budget = report.LeastBytes + (long)(part * (most - report.LeastBytes));
                var proposal = report.Propose(budget);
                Assert.True(proposal.Bytes <= budget);
                foreach (var (layer, measured) in proposal.Layers.Zip(report.Ratios))
                {
                    var ratio = Assert.Single(layer.Ratios);
                    Assert.InRange(ratio.Ratio!.Value, 0.05, 0.3);
                    var plan = Assert.Single(CompressedPlan.For(measured.Matrices, Options, ratio.Ratio.Value)!);
                    Assert.Equal((plan.Factors.M, plan.Factors.N), (ratio.Factors[0].M, ratio.Factors[0].N));
                    Assert.Equal(4 * (plan.Parameters + measured.Maps[0].Outputs), layer.Bytes);
                }

                // A plan uses 95 % of a ratio or more; what that costs is at most the steepest slope of the curve over log b.
                double unused = report.Ratios.Select(layer => new LossCurve(layer.Points.Select(point => ((double)point.Bytes, point.Loss)))).Sum(curve => curve.HighestPrice * curve.LeastBytes * 0.06) + 1e-9;
                Assert.True(proposal.PredictedLoss <= BestMeasured(report, budget) + unused);
            },
            iter: 200);

    [Fact]
    public void The_attributes_of_a_proposal_declare_its_plan()
    {
        var report = Report([0.9, 0.5, 0.4, 0.8, 0.7, 0.65, 0.5, 0.4, 0.35]);
        var proposal = report.Propose(14000);
        string[] lines = proposal.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("At most 14000 bytes: predicted loss ", lines[0], StringComparison.Ordinal);
        Assert.Equal(proposal.Layers.Select(layer => layer.Attribute), lines[^3..]);
        Assert.All(proposal.Layers, layer => Assert.Matches(@"^\[Dense\(\d+, \d+, Ratio = 0\.\d+, Activation = Activation\.Relu\)\]$", layer.Attribute));
        Assert.Equal(proposal.Bytes, proposal.Layers.Sum(layer => layer.Bytes));
        Assert.Equal(14000, proposal.BudgetBytes);

    }

    [Fact]
    public void What_is_not_the_default_stands_in_the_attributes()
    {
        // The bytes are those of the compiled model, whose ratio is the largest within the budget.
        var report = Measure(Options with { Layers = [1], Ratios = [0.1] });
        var proposal = report.Propose(HalfCompressedModel.Info.Bytes);
        Assert.InRange(proposal.Bytes, report.LeastBytes, HalfCompressedModel.Info.Bytes);
        Assert.Equal("[Dense(2, 150, Activation = Activation.Relu, BiasRatio = 0.38)]", proposal.Layers[0].Attribute);
        Assert.Equal("[Dense(40, 3)]", proposal.Layers[2].Attribute);

        var ranked = Sensitivity.Measure<UncompressedRankedModel>(Spirals, Others, Options with { Ratios = [0.5, 0.6], BaseRatio = 0.5, Rank = 2, Form = Form.Tall }).Propose(10000);
        Assert.Matches(@"^\[Dense\(2, 150, Ratio = 0\.[56], Form = Form\.Tall, Rank = 2, Activation = Activation\.Relu\)\]$", ranked.Layers[0].Attribute);
        Assert.Matches(@"^\[Dense\(150, 3, Ratio = 0\.[56], Form = Form\.Tall, Rank = 2, Bias = false\)\]$", ranked.Layers[1].Attribute);
    }

    [Fact]
    public void The_report_is_a_table()
    {
        string[] lines = Measure(Options with { Layers = [1] }).ToString().Split('\n');
        Assert.Matches(@"^DeepThin\.Training\.Tests\.UncompressedModel: all measured layers at the ratio 0\.2, \d+ bytes: loss 0\.\d{4}, accuracy \d+\.\d\d %$", lines[0]);
        Assert.Matches(@"^layer +Q +R +ratio +m +n +bytes +loss +change +accuracy$", lines[1]);
        Assert.Matches(@"^dense1 +150 +40 +0\.2 +\d+ +\d+ +\d+ +\d\.\d{4} +0 +\d+\.\d\d %$", lines[2]);
        Assert.Matches(@"^dense1 +150 +40 +0\.4 +\d+ +\d+ +\d+ +\d\.\d{4} +[+-]\d\.\d{4} +\d+\.\d\d %$", lines[3]);

        lines = Measure(Options with { Layers = [1], Seeds = 2 }).ToString().Split('\n');
        Assert.EndsWith("  accuracy  seeds apart", lines[1], StringComparison.Ordinal);
        Assert.Matches(@" \d+\.\d\d % +0\.\d{4}$", lines[2]);
    }

    [Fact]
    public void A_budget_that_is_too_small_is_refused_with_the_smallest()
    {
        var report = Report([1, 1, 1, 1, 1, 1, 1, 1, 1]);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => report.Propose(report.LeastBytes - 1));
        Assert.Contains($"The smallest budget is {report.LeastBytes} bytes:", error.Message, StringComparison.Ordinal);
        Assert.Equal(report.LeastBytes, report.Propose(report.LeastBytes).Bytes);
    }

    [Fact]
    public void A_measurement_can_be_cancelled_in_the_middle()
    {
        using var source = new CancellationTokenSource();
        var progress = new List<SensitivityProgress>();
        var options = Options with { Progress = new Reports(progress, () => { if (progress[^1].Training == 3) source.Cancel(); }) };
        Assert.Throws<OperationCanceledException>(() => Sensitivity.Measure<UncompressedModel>(Spirals, Others, options, source.Token));
        Assert.Equal(3, progress[^1].Training);
    }

    [Fact]
    public void A_training_that_diverges_is_named()
    {
        var options = Options with { Layers = [1], Training = Options.Training with { Optimizer = new Sgd(), Schedule = LearningRate.Constant(1e25) } };
        var error = Assert.Throws<TrainingDivergedException>(() => Measure(options));
        Assert.StartsWith("All layers at the ratio 0.2: The ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_measured_is_refused()
    {
        Refused("Ratios is empty; give the ratios to measure", Options with { Ratios = [] });
        Refused("Ratios is empty", Options with { Ratios = null! });
        Refused("Training is null", Options with { Training = null! });
        Refused("Ratios has 1; a ratio must lie between 0 and 1, such as 0.03.", Options with { Ratios = [0.1, 1] });
        Refused("BaseRatio has NaN; a ratio must lie between 0 and 1", Options with { BaseRatio = double.NaN });
        Refused("Ratios has 0.2 only, which is the BaseRatio", Options with { Ratios = [0.2] });
        Refused("Rank is 17; it must be 1 to 16.", Options with { Rank = 17 });
        Refused("Form is 5; it must be Wide or Tall, or null for the usual one of each layer.", Options with { Form = (Form)5 });
        Refused("Seeds is 0; it must be 1 or more.", Options with { Seeds = 0 });
        Refused("Layers is empty", Options with { Layers = [] });
        Refused("Epochs is 0; it must be 1 or more.", Options with { Training = Options.Training with { Epochs = 0 } });
        Refused("leave CheckpointPath, Resume, KeepBest and Patience out", Options with { Training = Options.Training with { KeepBest = true } });
        Refused("leave CheckpointPath, Resume, KeepBest and Patience out", Options with { Training = Options.Training with { Patience = 1 } });
        Refused("Layers has 3, and DeepThin.Training.Tests.UncompressedModel has the layers 0 to 2.", Options with { Layers = [3] });
        Refused("Layer 'dense2' (40 × 3) cannot have any of the ratios at rank 1; its smallest is 0.18334. Use a larger one", Options with { Ratios = [0.1], BaseRatio = 0.05, Layers = [1, 2] });
        Refused("No layer of DeepThin.Training.Tests.UncompressedModel can have the BaseRatio 0.01 at rank 1; the smallest is 0.02584, that of 'dense1'. Use a larger one.", Options with { BaseRatio = 0.01 });
        Assert.Contains(
            "Layer 'dense0' of DeepThin.Training.Tests.FactoredModel is compressed (n = 61); the sensitivity is measured on a model with the same layers and no ratio or N",
            Assert.Throws<ArgumentException>("TModel", () => Sensitivity.Measure<FactoredModel>(Spirals, Others, Options)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "The validation samples have 3 features",
            Assert.Throws<ArgumentException>("validation", () => Sensitivity.Measure<UncompressedModel>(Spirals, Dataset.WithLabels(new float[3], 3, new int[1], 3), Options)).Message,
            StringComparison.Ordinal);
    }

    private static SensitivityReport Measure(SensitivityOptions options) => Sensitivity.Measure<UncompressedModel>(Spirals, Others, options);

    private static void Refused(string message, SensitivityOptions options) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(nameof(options), () => Measure(options)).Message, StringComparison.Ordinal);

    /// <summary>A report of invented losses: three ratios of three layers.</summary>
    private static SensitivityReport Report(double[] losses)
    {
        double[] ratios = [0.05, 0.1, 0.3];
        var layers = LayerRatio.Of(Middling).Select((layer, i) => new RatioSensitivity(layer, [.. ratios.Select((ratio, k) => Point(layer, ratio, losses[3 * i + k]))]));
        return new SensitivityReport(Middling, Options with { Ratios = ratios, BaseRatio = 0.1 }, new Evaluation { Loss = 0.5, Accuracy = null }, [.. layers]);
    }

    private static LayerInfo Layer(int index, int q, int r) =>
        new(Info.Layers[1]) { Name = $"dense{index}", Inputs = q, Outputs = r, Maps = [new(Info.Layers[1].Maps[0]) { Inputs = q, Outputs = r }], Parameters = q * r + r, Tensors = [new($"layers.{index}.weight", r, q, 0), new($"layers.{index}.bias", r, 0, 0) { Role = TensorRole.Bias }] };

    private static SensitivityPoint Point(LayerRatio layer, double ratio, double loss) =>
        new(layer, CompressedPlan.For(layer, Options, ratio)) { Ratio = ratio, Loss = loss, Accuracy = null, Losses = [loss] };

    /// <summary>The least predicted loss of all choices of one measured ratio for each layer.</summary>
    private static double BestMeasured(SensitivityReport report, long budget)
    {
        long others = Middling.Bytes - report.Ratios.Sum(ratio => ratio.UncompressedBytes);
        var (a, b, c) = (report.Ratios[0].Points, report.Ratios[1].Points, report.Ratios[2].Points);
        var choices = a.SelectMany(x => b.SelectMany(y => c.Select(z => new[] { x, y, z })));
        return choices.Where(points => others + points.Sum(point => point.Bytes) <= budget).Min(points => report.Reference.Loss + points.Sum(point => point.Loss - report.Reference.Loss));
    }

    private sealed class Reports(List<SensitivityProgress> reports, Action? then = null) : IProgress<SensitivityProgress>
    {
        public void Report(SensitivityProgress value)
        {
            reports.Add(value);
            then?.Invoke();
        }
    }
}
