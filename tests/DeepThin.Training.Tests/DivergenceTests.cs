#pragma warning disable DT0317 // A network as small as this is no faster; it is here to be trained.
namespace DeepThin.Training.Tests;

/// <summary>Trainings that come to values which are infinite or not a number: none gives back a model that has such.</summary>
public sealed partial class DivergenceTests
{
    private static readonly Dictionary<string, Optimizer> Cases = new()
    {
        ["default"] = new TrainingOptions { Epochs = 1 }.Optimizer,
        ["adam"] = new Adam(),
        ["sgd"] = new Sgd(),
        ["momentum"] = new Sgd { Momentum = 0.9 },
        ["nesterov"] = new Sgd { Momentum = 0.9, Nesterov = true, WeightDecay = 0.01 },
    };

    public static TheoryData<string> Optimizers => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void One_value_that_is_too_large_diverges_in_the_only_step_and_leaves_the_model_alone(string optimizer)
    {
        var model = Linear.Create(1);
        float[] before = model.Parameters.ToArray();
        var error = Diverges(model, new() { Epochs = 1, Optimizer = Cases[optimizer] }, Line(50, (17, 1, 9.97e36f)));
        Assert.Matches(@"^The parameter layers\.0\.weight\[0, 1\] is (NaN|-?Infinity) at step 0 \(epoch 1\), with the learning rate 0\.001\. ", error.Message);
        Assert.EndsWith(" Sample 17 has 9.97E+36 at feature 1; scale all to about −1 to 1, or leave the sample out.", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0.001), (error.Step, error.LearningRate));
        Assert.Equal(before, model.Parameters.ToArray());
    }

    [Fact]
    public void A_rate_that_is_too_high_diverges_in_the_only_step_and_leaves_the_model_alone()
    {
        var model = Linear.Create(1);
        float[] before = model.Parameters.ToArray();
        var error = Diverges(model, new() { Epochs = 1, Optimizer = new Sgd(), Schedule = LearningRate.Constant(1e30) }, Line(50, (17, 1, 1e6f)));
        Assert.Matches(@"^The parameter layers\.0\.weight\[0, 1\] is -?Infinity at step 0 \(epoch 1\), with the learning rate 1E\+30\. ", error.Message);
        Assert.Equal(before, model.Parameters.ToArray());
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(64, 64)]
    [InlineData(67, 64)]
    public void After_a_step_that_is_not_finite_the_model_has_the_parameters_that_were_kept_last(int finished, int kept)
    {
        // Four steps an epoch, each of one panel; after some of them the samples are poisoned, or the training cancelled.
        var options = new TrainingOptions { Epochs = 20, BatchSize = 10, Schedule = LearningRate.Constant(0.01), Seed = 3, MaxDegreeOfParallelism = 2 };
        var (whole, poisoned) = (TestModel<Wide>.Create(1), TestModel<Wide>.Create(1));
        if (kept > 0)
        {
            using var source = new CancellationTokenSource();
            whole.OnForwardTrace = AfterPanels(kept, source.Cancel);
            Assert.Throws<OperationCanceledException>(() => new Trainer<TestModel<Wide>>(options).Fit(whole, Samples.Teacher(40, 1), cancellationToken: source.Token));
        }

        var (samples, data) = Copy(Samples.Teacher(40, 1));
        poisoned.OnForwardTrace = AfterPanels(finished, () => Array.Fill(samples, 1e30f));
        var error = Assert.Throws<TrainingDivergedException>(() => new Trainer<TestModel<Wide>>(options).Fit(poisoned, data));

        Assert.StartsWith("The parameter layers.", error.Message, StringComparison.Ordinal);
        Assert.Equal(finished, error.Step);
        Assert.Equal(whole.Parameters.ToArray(), poisoned.Parameters.ToArray());
        float[] outputs = new float[6], ofWhole = new float[6];
        poisoned.ForwardBatch([1, 2, 3, 4], outputs);
        whole.ForwardBatch([1, 2, 3, 4], ofWhole);
        Assert.Equal(ofWhole, outputs);
    }

    [Fact]
    public void What_the_optimiser_remembers_is_finite()
    {
        // The square of the gradient overflows: Adam would divide by it, and never change the parameter again.
        var model = Linear.Create(1);
        float[] before = model.Parameters.ToArray();
        float[] targets = new float[50];
        targets[3] = 1e25f;
        var error = Diverges(model, new() { Epochs = 1 }, Dataset.WithTargets(Line(50).Samples, 3, targets, 1));
        Assert.StartsWith("The largest of the values that the optimiser remembers is Infinity at step 0 (epoch 1)", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(" The target of sample 3 has 1E+25 at value 0; scale all to about −1 to 1, or leave the sample out.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.ToArray());
    }

    [Fact]
    public void Predictions_of_the_trained_model_are_finite()
    {
        var model = Linear.Create(1);
        float[] samples = [.. Line(50).Samples.ToArray().Select(value => 1e6f * value)];
        var options = new TrainingOptions { Epochs = 1, Optimizer = new Sgd(), Schedule = LearningRate.Constant(1e22) };
        var error = Diverges(model, options, Dataset.WithTargets(samples, 3, new float[50], 1));
        Assert.Matches(@"^The prediction 0 of sample 0 is -?Infinity after the last step, with the learning rate 1E\+22\. ", error.Message);
        AssertFinite(model);
    }

    [Fact]
    public void A_validation_loss_that_is_infinite_ends_the_training()
    {
        var model = Linear.Create(1);
        model.Parameters[0] = 10;
        var options = new TrainingOptions { Epochs = 3, KeepBest = true };
        var error = Assert.Throws<TrainingDivergedException>(() => new Trainer<Linear>(options).Fit(model, Line(50), Line(20, (4, 0, 3e38f))));
        Assert.StartsWith("The validation loss is ", error.Message, StringComparison.Ordinal);
        AssertFinite(model);
    }

    [Fact]
    public void A_model_that_is_not_finite_is_neither_trained_nor_pruned()
    {
        var model = Linear.Create(1);
        model.Parameters[2] = float.NegativeInfinity;
        var error = Assert.Throws<ArgumentException>("model", () => new Trainer<Linear>(new() { Epochs = 1 }).Fit(model, Line(50)));
        Assert.StartsWith("The model cannot be trained: its parameter layers.0.weight[0, 2] is -Infinity. Load or create it anew.", error.Message, StringComparison.Ordinal);

        var sparse = Sparse.Create(1);
        sparse.Parameters[Sparse.Info.Tensors[1].Offset + 5] = float.NaN;
        float[] before = sparse.Parameters.ToArray();
        error = Assert.Throws<ArgumentException>(() => Pruning.Prune(sparse));
        Assert.StartsWith("Sparse cannot be pruned: its parameter layers.0.bias[5] is NaN. ", error.Message[error.Message.IndexOf("Sparse", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal(before, sparse.Parameters.ToArray());
    }

    private static TrainingDivergedException Diverges(Linear model, TrainingOptions options, Dataset data) =>
        Assert.Throws<TrainingDivergedException>(() => new Trainer<Linear>(options).Fit(model, data));

    private static void AssertFinite(Linear model) => Assert.All(model.Parameters.ToArray(), value => Assert.True(float.IsFinite(value)));

    /// <summary>Samples of three features, whose target is the first; some values are replaced.</summary>
    private static Dataset Line(int count, params (int Sample, int Feature, float Value)[] replaced)
    {
        var random = new Random(1);
        float[] samples = [.. Enumerable.Range(0, 3 * count).Select(_ => (float)(2 * random.NextDouble() - 1))];
        float[] targets = [.. Enumerable.Range(0, count).Select(i => samples[3 * i])];
        foreach (var (sample, feature, value) in replaced) samples[3 * sample + feature] = value;
        return Dataset.WithTargets(samples, 3, targets, 1);
    }

    private static (float[] Samples, Dataset Data) Copy(Dataset data)
    {
        float[] samples = data.Samples.ToArray();
        return (samples, Dataset.WithTargets(samples, data.Features, data.Targets, data.Outputs));
    }

    private static Action<int> AfterPanels(int panels, Action act)
    {
        int seen = 0;
        return _ =>
        {
            if (Interlocked.Increment(ref seen) == panels) act();
        };
    }

    [DeepThinModel(Training = true)]
    [Dense(3, 1)]
    private sealed partial class Linear;

    [DeepThinModel(Training = true)]
    [Pruned(16, 16, Ratio = 0.2)]
    [Dense(16, 3)]
    private sealed partial class Sparse;
}
