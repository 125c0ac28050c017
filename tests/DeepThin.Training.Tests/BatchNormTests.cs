namespace DeepThin.Training.Tests;

public sealed class BatchNormTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData(1e-3)]
    public void Running_statistics_become_those_of_the_samples_whatever_the_rate_and_the_norm(double? clip)
    {
        var (model, data) = (NormalizedModel.Create(1), Data());
        var optimizer = new Adam { WeightDecay = 0.5, Decoupled = true };
        new Trainer<NormalizedModel>(Options(epochs: 20) with { Optimizer = optimizer, ClipNorm = clip, Schedule = LearningRate.Constant(1e-6) }).Fit(model, data);
        float[] means = Values(model, 0, TensorRole.RunningMean), variances = Values(model, 0, TensorRole.RunningVariance);
        for (int feature = 0; feature < 2; feature++)
        {
            double[] values = [.. Enumerable.Range(0, data.Count).Select(i => (double)data.Samples.Span[2 * i + feature])];
            double mean = values.Average(), variance = values.Sum(value => Math.Pow(value - mean, 2)) / values.Length;
            Assert.Equal(mean, means[feature], 0.2 * Math.Sqrt(variance));
            Assert.Equal(variance, variances[feature], 0.2 * variance);
        }
    }

    // A step over panels of 64, 64 and 2 samples: each counts as much as it has samples.
    [Fact]
    public void A_step_goes_the_share_of_the_way_to_the_mean_of_its_panels()
    {
        var (model, data) = (NormalizedModel.Create(1), Data(130));
        new Trainer<NormalizedModel>(Options(epochs: 1) with { BatchSize = 130 }).Fit(model, data);
        float[] means = Values(model, 0, TensorRole.RunningMean);
        for (int feature = 0; feature < 2; feature++) Assert.Equal(0.2 * Enumerable.Range(0, 130).Average(i => (double)data.Samples.Span[2 * i + feature]), means[feature], 1e-5 * 100);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        float[][] trained = [.. ((int[])[1, 2, 4]).Select(threads => Trained(Options(epochs: 3) with { MaxDegreeOfParallelism = threads, BatchSize = 300 }))];
        Assert.All(trained, parameters => Assert.Equal(trained[0], parameters));
    }

    [Fact]
    public void A_training_that_is_resumed_ends_with_the_same_bits()
    {
        string path = Path.Combine(_folder, "checkpoint");
        float[] whole = Trained(Options(epochs: 4));
        var model = NormalizedModel.Create(1);
        var first = Options(epochs: 4) with { CheckpointPath = path };
        using (var stop = new CancellationTokenSource())
        {
            var stopped = first with { Progress = new Stop(stop, epoch: 2) };
            Assert.Throws<OperationCanceledException>(() => new Trainer<NormalizedModel>(stopped).Fit(model, Data(), null, stop.Token));
        }

        var again = NormalizedModel.Create(7);
        new Trainer<NormalizedModel>(first with { Resume = true }).Fit(again, Data());
        Assert.Equal(whole, again.Parameters.ToArray());
    }

    [Fact]
    public void It_learns()
    {
        var (model, data) = (NormalizedModel.Create(1), Data());
        var result = new Trainer<NormalizedModel>(Options(epochs: 30) with { Schedule = LearningRate.Constant(0.01) }).Fit(model, data, data);
        Assert.True(result.History[^1].ValidationAccuracy > 0.95, $"The accuracy is {result.History[^1].ValidationAccuracy}.");
    }

    private static TrainingOptions Options(int epochs) => new() { Epochs = epochs, BatchSize = 70, Seed = 3 };

    private static float[] Trained(TrainingOptions options)
    {
        var model = NormalizedModel.Create(1);
        new Trainer<NormalizedModel>(options).Fit(model, Data());
        return model.Parameters.ToArray();
    }

    private static float[] Values(NormalizedModel model, int layer, TensorRole role)
    {
        var tensor = NormalizedModel.Info.Layers[layer].Tensors.Single(tensor => tensor.Role == role);
        return model.Parameters.Slice(tensor.Offset, tensor.Length).ToArray();
    }

    // Three classes side by side, far from 0.
    private static Dataset Data(int count = 600)
    {
        var random = new Random(5);
        float[] samples = new float[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(3);
            samples[2 * i] = 100 + 20 * labels[i] + (float)random.NextDouble() * 10;
            samples[2 * i + 1] = -7 + (float)random.NextDouble();
        }

        return Dataset.WithLabels(samples, 2, labels, 3);
    }

    private sealed class Stop(CancellationTokenSource source, int epoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch >= epoch) source.Cancel();
        }
    }
}
