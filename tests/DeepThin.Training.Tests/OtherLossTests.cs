namespace DeepThin.Training.Tests;

public sealed class OtherLossTests
{
    private static readonly System.Text.Json.JsonElement Losses = Fixture.Read("losses");

    public static TheoryData<string, Activation> Cases => new()
    {
        { "binary logits", Activation.Identity }, { "binary probabilities", Activation.Sigmoid }, { "binary label", Activation.Sigmoid },
        { "absolute", Activation.Identity }, { "huber 0.7", Activation.Identity }, { "weighted identity", Activation.Identity },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_loss_and_its_gradient_are_those_of_PyTorch(string name, Activation activation)
    {
        var (loss, data) = Of(name);
        var expected = Losses.GetProperty(name);
        float[] outputs = expected.GetProperty("outputs").Floats(), gradients = new float[outputs.Length];
        long terms = loss.Terms(8, outputs.Length / 8);
        var panel = new PredictedPanel { Outputs = outputs, Labels = data.Labels.Span, Targets = data.Targets.Span, Weights = data.Weights.Span, Gradients = gradients };
        double sum = loss.WeightedSum(panel, activation, 1f / terms);
        Assert.Equal(expected.GetProperty("loss").GetDouble(), sum / terms, 1e-5 * Math.Max(1, sum / terms));
        Fixture.AssertClose(expected.GetProperty("gradients").Floats(), gradients, 1e-5);
    }

    [Theory]
    [InlineData("binary logits", Activation.Identity)]
    [InlineData("binary label", Activation.Sigmoid)]
    [InlineData("huber 0.7", Activation.Identity)]
    public void The_gradient_of_a_loss_is_that_of_its_differences(string name, Activation activation)
    {
        var (loss, data) = Of(name);
        var random = new Random(3);
        float[] outputs = [.. Enumerable.Range(0, 8 * loss.Outputs(data)).Select(_ => (float)(0.2 + 0.6 * random.NextDouble()))];
        Assert.InRange(loss.GradientError(data, outputs, activation), 0, 5e-3);
    }

    [Fact]
    public void A_wrong_gradient_is_found()
    {
        var data = Samples.Teacher(20, 1);
        float[] outputs = [.. Enumerable.Range(0, 20 * data.Outputs).Select(i => 0.1f * (i % 7) + 0.05f)];
        Assert.InRange(new Quartic(rightGradient: true).GradientError(data, outputs), 0, 1e-2);
        Assert.InRange(new Quartic(rightGradient: false).GradientError(data, outputs), 0.2, 1);
    }

    [Fact]
    public void A_loss_of_ones_own_trains()
    {
        var model = TestModel<Planar>.Create(1);
        var (samples, count) = (Samples.Spirals(300, 1).Samples, 300);
        var data = Dataset.WithTargets(samples, 2, Enumerable.Range(0, 3 * count).Select(i => 0.25f * (i % 3)).ToArray(), 3);
        var options = new TrainingOptions { Epochs = 20, BatchSize = 50, Schedule = LearningRate.Constant(0.02), Loss = new Quartic(rightGradient: true) };
        var result = new Trainer<TestModel<Planar>>(options).Fit(model, data);
        Assert.True(result.History[^1].TrainingLoss < 0.1 * result.History[0].TrainingLoss, $"{result.History[0].TrainingLoss} became {result.History[^1].TrainingLoss}");
    }

    [Fact]
    public void A_model_with_a_single_output_learns_labels_of_two_classes()
    {
        var random = new Random(1);
        float[] samples = [.. Enumerable.Range(0, 2 * 400).Select(_ => (float)(2 * random.NextDouble() - 1))];
        var data = Dataset.WithLabels(samples, 2, Enumerable.Range(0, 400).Select(i => samples[2 * i] > samples[2 * i + 1] ? 1 : 0).ToArray(), 2);
        var model = YesOrNoModel.Create(1);
        var result = new Trainer<YesOrNoModel>(new TrainingOptions { Epochs = 30, BatchSize = 40, Schedule = LearningRate.Constant(0.01) }).Fit(model, data, data);
        Assert.InRange(result.History[^1].ValidationAccuracy!.Value, 0.95, 1);
        Assert.InRange(result.History[^1].ValidationLoss!.Value, 0, 0.2);
    }

    [Fact]
    public void What_a_loss_cannot_judge_is_refused()
    {
        Refused<YesOrNoModel>(Loss.BinaryCrossEntropy, Three(), "The binary cross-entropy takes labels of 2 classes, and these have 3; use Loss.CrossEntropy, or targets of 0 and 1 for each class.");
        Refused<YesOrNoModel>(Loss.BinaryCrossEntropy, Dataset.WithTargets(new float[4], 2, (float[])[0.5f, 1.5f], 1), "The target of sample 1 has 1.5 at value 0; the binary cross-entropy takes targets from 0 to 1.");
        Refused<YesOrNoModel>(Loss.CrossEntropy, Two(), "The given samples have 2 classes, and DeepThin.Training.Tests.YesOrNoModel gives 1 outputs. A single output takes Loss.BinaryCrossEntropy.");
        Refused<TestModel<Planar>>(Loss.Huber(1), Three(), "The loss of Huber needs samples with targets, and these have labels");
        Refused<TestModel<Planar>>(Loss.MeanAbsolute, Three(), "The mean absolute error needs samples with targets, and these have labels");
        Refused<OneValueModel>(null, Two(), "OneValueModel has a single output for 2 classes, and its last activation is Identity; give the last layer Activation.Sigmoid.");
        Assert.Throws<ArgumentOutOfRangeException>("delta", () => Loss.Huber(0));
        Assert.Equal("Huber(Delta: 2)", Loss.Huber(2).ToString());

        static void Refused<TModel>(Loss? loss, Dataset data, string message)
            where TModel : class, ITrainableModel<TModel> => Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => new Trainer<TModel>(new TrainingOptions { Epochs = 1, Loss = loss }).Evaluate(TModel.Create(1), data)).Message,
            StringComparison.Ordinal);

        static Dataset Two() => Dataset.WithLabels(new float[8], 2, (int[])[0, 1, 0, 1], 2);
        static Dataset Three() => Dataset.WithLabels(new float[8], 2, (int[])[0, 1, 0, 2], 3);
    }

    [Fact]
    public void Weights_are_divided_by_their_mean_and_go_with_their_samples()
    {
        var data = Samples.Spirals(90, 1).WithWeights(Enumerable.Range(0, 90).Select(i => (float)i).ToArray());
        Assert.Equal(1, data.Weights.ToArray().Average(), 1e-5);
        Assert.Equal(data.Weights[10..30].ToArray(), data.Slice(10, 20).Weights.ToArray());
        var shuffled = data.Shuffle(3);
        for (int i = 0; i < 90; i++)
        {
            int from = Enumerable.Range(0, 90).Single(j => data.Samples.Span.Slice(2 * j, 2).SequenceEqual(shuffled.Samples.Span.Slice(2 * i, 2)));
            Assert.Equal(data.Weights.Span[from], shuffled.Weights.Span[i]);
        }
    }

    [Fact]
    public void Balanced_classes_count_alike()
    {
        var data = Dataset.WithLabels(new float[12], 2, (int[])[0, 0, 0, 0, 1, 2], 3).WithBalancedClasses();
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f, 2, 2], data.Weights.ToArray());
    }

    [Fact]
    public void A_sample_that_weighs_nothing_changes_nothing()
    {
        var data = Samples.Spirals(200, 1);
        float[] weights = [.. Enumerable.Range(0, 200).Select(i => i < 150 ? 1f : 0)];
        var options = new TrainingOptions { Epochs = 1, BatchSize = 200, Optimizer = new Sgd(), Schedule = LearningRate.Constant(0.1), MaxDegreeOfParallelism = 1 };
        TestModel<Planar> all = TestModel<Planar>.Create(1), some = TestModel<Planar>.Create(1);
        new Trainer<TestModel<Planar>>(options).Fit(all, data.WithWeights(weights));
        new Trainer<TestModel<Planar>>(options with { BatchSize = 150 }).Fit(some, data.Slice(0, 150));
        Fixture.AssertClose(some.Parameters.ToArray(), all.Parameters, 1e-4);
    }

    [Fact]
    public void Wrong_weights_are_refused()
    {
        var data = Samples.Spirals(3, 1);
        Refused("There are 3 samples and 2 weights", () => data.WithWeights(new float[2]));
        Refused("The weight of sample 1 is -1; every weight must be finite, and 0 or more.", () => data.WithWeights((float[])[1, -1, 1]));
        Refused("All weights are 0", () => data.WithWeights(new float[3]));
        Refused("There are 3 classes and 2 weights", () => data.WithClassWeights(1, 2));
        Refused("The samples have targets, and no classes that could have weights; use WithWeights.", () => Samples.Teacher(3, 1).WithClassWeights(1));
        Assert.Contains("no classes that could be balanced", Assert.Throws<InvalidOperationException>(() => Samples.Teacher(3, 1).WithBalancedClasses()).Message, StringComparison.Ordinal);

        static void Refused(string message, Action action) => Assert.Contains(message, Assert.Throws<ArgumentException>("weights", action).Message, StringComparison.Ordinal);
    }

    private static (Loss Loss, Dataset Data) Of(string name)
    {
        float[] samples = new float[8];
        return name switch
        {
            "binary label" => (Loss.BinaryCrossEntropy, Dataset.WithLabels(samples, 1, Losses.GetProperty("binary").Ints(), 2)),
            "absolute" => (Loss.MeanAbsolute, Dataset.WithTargets(samples, 1, Losses.GetProperty("targets").Floats(), 5)),
            "huber 0.7" => (Loss.Huber(0.7), Dataset.WithTargets(samples, 1, Losses.GetProperty("targets").Floats(), 5)),
            "weighted identity" => (Loss.CrossEntropy, Dataset.WithLabels(samples, 1, Losses.GetProperty("labels").Ints(), 5).WithWeights(Losses.GetProperty("weights").Floats())),
            _ => (Loss.BinaryCrossEntropy, Dataset.WithTargets(samples, 1, Losses.GetProperty("shares").Floats(), 5)),
        };
    }

    /// <summary>The fourth power of errors, with a gradient that is right or not.</summary>
    private sealed class Quartic(bool rightGradient) : Loss
    {
        public override string ToString() => "Quartic";

        protected internal override double Sum(PredictedPanel panel, Activation activation, float scale)
        {
            double sum = 0;
            for (int i = 0; i < panel.Outputs.Length; i++)
            {
                float difference = panel.Outputs[i] - panel.Targets[i];
                panel.Gradients[i] = scale * (rightGradient ? 4 : 3) * difference * difference * difference;
                sum += Math.Pow(difference, 4);
            }

            return sum;
        }
    }
}
