namespace DeepThin.Training.Tests;

/// <summary>What is trained with convolutions, poolings and flattening.</summary>
public sealed class ImageTests : IDisposable
{
    private static readonly Dataset Bars = Images(300, 1);
    private static readonly Dataset Others = Images(150, 2);

    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin").FullName;

    private static TrainingOptions Options => new() { Epochs = 6, BatchSize = 100, Schedule = LearningRate.Constant(0.01), Seed = 3, MaxDegreeOfParallelism = 2 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Bars_are_learned()
    {
        var result = new Trainer<ImageModel>(Options with { Epochs = 15 }).Fit(ImageModel.Create(1), Bars, Others);
        Assert.True(result.History[^1].ValidationAccuracy > 0.9, $"{result.History[^1]}");
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        Assert.Equal(Train(1), Train(2));

        static float[] Train(int threads)
        {
            var model = ImageModel.Create(1);
            new Trainer<ImageModel>(Options with { MaxDegreeOfParallelism = threads }).Fit(model, Bars);
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void A_training_goes_on_from_a_checkpoint_with_the_same_bits()
    {
        var options = Options with { CheckpointPath = Path.Combine(_folder, "a.checkpoint"), Resume = true };
        ImageModel whole = ImageModel.Create(1), parts = ImageModel.Create(1);
        new Trainer<ImageModel>(Options).Fit(whole, Bars);
        new Trainer<ImageModel>(options with { Epochs = 2 }).Fit(parts, Bars);
        new Trainer<ImageModel>(options).Fit(parts, Bars);
        Assert.Equal(whole.Parameters.ToArray(), parts.Parameters.ToArray());
    }

    [Fact]
    public void The_last_activation_is_that_of_the_last_layer_with_parameters()
    {
        Assert.Equal((Activation.Softmax, Activation.Identity, Activation.Identity), (ImageProbabilities.Info.OutputActivation, ImageModel.Info.OutputActivation, ImageMeans.Info.OutputActivation));
        var model = ImageProbabilities.Create(1);
        var trainer = new Trainer<ImageProbabilities>(Options with { Epochs = 15, Loss = Loss.CrossEntropy });
        var result = trainer.Fit(model, Bars);
        Assert.True(result.History[^1].TrainingLoss < 0.8 * result.History[0].TrainingLoss, $"{result.History[^1]}");

        // The loss of probabilities, not of logits.
        float[] outputs = new float[3];
        double loss = 0;
        for (int i = 0; i < Others.Count; i++)
        {
            model.Forward(Others.Samples.Span.Slice(64 * i, 64), outputs);
            loss -= Math.Log(outputs[Others.Labels.Span[i]]);
        }

        Assert.Equal(loss / Others.Count, trainer.Evaluate(model, Others).Loss, 1e-5);
        model.PredictProbabilities(Others.Samples.Span[..64], outputs);
        Assert.Equal(1, outputs.Sum(), 1e-5);
    }

    [Fact]
    public void A_model_without_a_layer_that_standardises_is_told_which()
    {
        var error = Assert.Throws<ArgumentException>(() => Standardizer.Fit(ImageModel.Create(1), Bars));
        Assert.StartsWith(
            $"The first layer of {ImageModel.Info.Name}, 'conv0', is convolution; put [Standardize(1)] before it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_channel_of_an_image_has_a_mean_and_a_scale()
    {
        var random = new Random(4);
        float[] samples = [.. Enumerable.Range(0, 40 * 32).Select(i => (float)(i / 16 % 2 == 0 ? 5 + random.NextDouble() : 100 * random.NextDouble() - 50))];
        var data = Dataset.WithTargets(samples, 32, new float[40 * 3], 3);
        var model = StandardizedImages.Create(1);
        Standardizer.Fit(model, data);
        var tensors = StandardizedImages.Info.Layers[0].Tensors;
        Assert.Equal([2, 2], tensors.Select(tensor => tensor.Length));
        for (int channel = 0; channel < 2; channel++)
        {
            double[] values = [.. samples.Where((_, i) => i / 16 % 2 == channel).Select(value => (double)value)];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            Assert.Equal(mean, model.Parameters[tensors[0].Offset + channel], 1e-4);
            Assert.Equal(1 / deviation, model.Parameters[tensors[1].Offset + channel], 1e-5);
        }

        Standardizer.FitRange(model, data);
        Assert.Equal(samples.Where((_, i) => i / 16 % 2 == 1).Min(), model.Parameters[tensors[0].Offset + 1]);
    }

    // A bar that lies, stands, or goes down to the right, somewhere in a noisy image whose first row is empty.
    private static Dataset Images(int count, int seed)
    {
        var random = new Random(seed);
        float[] samples = new float[64 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            var image = samples.AsSpan(64 * i, 64);
            foreach (ref float value in image[8..]) value = 0.3f * random.NextSingle();
            int row = random.Next(1, 4), column = random.Next(4);
            labels[i] = random.Next(3);
            for (int step = 0; step < 4; step++) image[8 * (labels[i] == 0 ? row : row + step) + (labels[i] == 1 ? column : column + step)] = 1;
        }

        return Dataset.WithLabels(samples, 64, labels, 3);
    }
}
