namespace DeepThin.Training.Tests;

public sealed class RateTestTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 1, BatchSize = 50, MaxDegreeOfParallelism = 1 };

    [Fact]
    public void The_rates_rise_by_the_same_factor_and_the_model_stays_as_it_is()
    {
        var model = TestModel<Planar>.Create(1);
        float[] before = model.Parameters.ToArray();
        var test = new Trainer<TestModel<Planar>>(Options).FindLearningRate(model, Samples.Spirals(600, 1), 1e-4, 1e-2, steps: 40);
        Assert.Equal(before, model.Parameters.ToArray());
        Assert.InRange(test.Points.Count, 40, 48);
        Assert.Equal(1e-4, test.Points[0].Rate, 1e-12);
        Assert.Equal(1e-2, test.Points[^1].Rate, 1e-9);
        double factor = test.Points[1].Rate / test.Points[0].Rate;
        Assert.All(test.Points.Zip(test.Points.Skip(1)), pair => Assert.Equal(factor, pair.Second.Rate / pair.First.Rate, 1e-9));
    }

    [Fact]
    public void Logits_that_are_given_are_those_of_the_samples_that_are_drawn()
    {
        var teacher = TestModel<Planar>.Create(2);
        var data = Samples.Spirals(600, 1);
        float[] logits = new float[data.Count * data.Outputs];
        teacher.ForwardBatch(data.Samples.Span, logits);
        RateTest Test(Loss loss) => new Trainer<TestModel<Planar>>(Options with { Loss = loss }).FindLearningRate(TestModel<Planar>.Create(1), data, 1e-4, 1e-2, steps: 10);
        Assert.Equal(
            Test(Loss.Distillation(teacher, temperature: 2, weight: 0.9)).Points.Select(point => (float)point.Loss),
            Test(Loss.Distillation(logits.AsMemory(), temperature: 2, weight: 0.9)).Points.Select(point => (float)point.Loss));
    }

    [Fact]
    public void The_test_ends_where_the_loss_explodes_and_suggests_less()
    {
        var optimizer = new Sgd { Momentum = 0.9 };
        var test = new Trainer<TestModel<Planar>>(Options with { Optimizer = optimizer }).FindLearningRate(TestModel<Planar>.Create(1), Samples.Teacher(600, 1), 1e-4, 1e6);
        Assert.True(test.Points[^1].Rate < 1e6, "It went to the end.");
        Assert.All(test.Points, point => Assert.True(double.IsFinite(point.Loss)));
        Assert.InRange(test.Suggested, 1e-5, test.Points[^1].Rate / 10);

        // And with the suggested rate the model learns.
        var model = TestModel<Planar>.Create(1);
        var options = Options with { Epochs = 20, Optimizer = optimizer, Schedule = LearningRate.Linear(test.Suggested) };
        var result = new Trainer<TestModel<Planar>>(options).Fit(model, Samples.Teacher(600, 1));
        Assert.True(result.History[^1].TrainingLoss < 0.5 * result.History[0].TrainingLoss, $"{result.History[0].TrainingLoss} became {result.History[^1].TrainingLoss}");
    }

    [Fact]
    public void Printed_it_is_a_table_with_bars()
    {
        var test = new RateTest { Points = [(0.001, 2), (0.01, 1), (0.1, 3)] };
        Assert.Equal(
            "     rate      loss\n1.00e-3    2.0000  ####################\n1.00e-2    1.0000  \n1.00e-1    3.0000  ########################################\nThe suggested learning rate is 1.0e-3.\n",
            string.Join("\n", test.ToString().Split('\n').Select((line, i) => i == 0 ? line : line.TrimStart())));
    }

    [Fact]
    public void Rates_that_do_not_rise_are_refused()
    {
        var trainer = new Trainer<TestModel<Planar>>(Options);
        foreach (var (from, to) in ((double, double)[])[(0, 1), (1, 1), (2, 1), (double.NaN, 1), (1e-3, double.PositiveInfinity)])
        {
            Assert.Contains("The rates rise", Assert.Throws<ArgumentException>("from", () => trainer.FindLearningRate(TestModel<Planar>.Create(1), Samples.Spirals(100, 1), from, to)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>("steps", () => trainer.FindLearningRate(TestModel<Planar>.Create(1), Samples.Spirals(100, 1), steps: 9));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.FindLearningRate(TestModel<Planar>.Create(1), Samples.Spirals(100, 1), cancellationToken: cancelled.Token));
    }
}
