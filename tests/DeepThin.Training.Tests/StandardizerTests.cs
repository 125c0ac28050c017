namespace DeepThin.Training.Tests;

public sealed class StandardizerTests
{
    // Features of every size; the last one never changes.
    private static readonly double[] Centers = [0, 1e4, -3e-4, 7, 12.5], Widths = [1, 250, 1e-5, 0.5, 0];

    [Fact]
    public void What_the_layers_read_has_a_mean_of_0_and_a_deviation_of_1()
    {
        var (model, data) = (StandardizedModel.Create(1), Data(500));
        Standardizer.Fit(model, data);
        for (int feature = 0; feature < 5; feature++)
        {
            double[] values = [.. Standardized(model, data, feature)];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            Assert.Equal(0, mean, 1e-3);
            Assert.Equal(feature == 4 ? 0 : 1, deviation, 1e-3);
        }
    }

    [Fact]
    public void What_the_layers_read_goes_from_0_to_1()
    {
        var (model, data) = (StandardizedModel.Create(1), Data(500));
        Standardizer.FitRange(model, data);
        for (int feature = 0; feature < 4; feature++)
        {
            double[] values = [.. Standardized(model, data, feature)];
            Assert.Equal(0, values.Min(), 1e-6);
            Assert.Equal(1, values.Max(), 1e-3);
        }
    }

    [Fact]
    public void A_model_predicts_raw_values_as_another_one_predicts_standardised_ones()
    {
        var (model, plain, data) = (StandardizedModel.Create(1), StandardizedModel.Create(1), Data(70));
        Standardizer.Fit(model, data);
        float[] standardised = [.. Enumerable.Range(0, data.Samples.Length).Select(i => (float)Value(model, data.Samples.Span[i], i % 5))];
        float[] wanted = new float[3 * 70], found = new float[3 * 70], one = new float[3];
        plain.ForwardBatch(standardised, wanted);
        model.ForwardBatch(data.Samples.Span, found);
        for (int i = 0; i < found.Length; i++) Assert.Equal(wanted[i], found[i], 1e-4f);
        model.Forward(data.Samples.Span[..5], one);
        for (int i = 0; i < 3; i++) Assert.Equal(wanted[i], one[i], 1e-4f);
    }

    [Fact]
    public void Training_changes_everything_but_means_and_scales()
    {
        var (model, data) = (StandardizedModel.Create(1), Data(300));
        Standardizer.Fit(model, data);
        float[] before = model.Parameters.ToArray();
        var options = new TrainingOptions { Epochs = 3, BatchSize = 50, Optimizer = new Adam { WeightDecay = 0.1, Decoupled = true }, Schedule = LearningRate.Constant(0.01) };
        new Trainer<StandardizedModel>(options).Fit(model, data);
        foreach (var tensor in StandardizedModel.Info.Tensors)
        {
            bool isFixed = tensor.Role is TensorRole.Mean or TensorRole.Scale;
            Assert.Equal(isFixed, before.AsSpan(tensor.Offset, tensor.Length).SequenceEqual(model.Parameters.Slice(tensor.Offset, tensor.Length)));
        }
    }

    [Fact]
    public void Means_and_scales_stand_in_the_weights_file_in_single_precision()
    {
        string path = Path.GetTempFileName();
        try
        {
            var (model, data) = (StandardizedModel.Create(1), Data(100));
            Standardizer.Fit(model, data);
            model.Save(path, WeightType.Int8);
            var loaded = StandardizedModel.Load(path);
            foreach (var tensor in StandardizedModel.Info.Layers[0].Tensors)
            {
                Assert.Equal(model.Parameters.Slice(tensor.Offset, tensor.Length), loaded.Parameters.Slice(tensor.Offset, tensor.Length));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        var error = Assert.Throws<ArgumentException>("model", () => Standardizer.Fit(FactoredModel.Create(1), Data(10)));
        Assert.Contains("The first layer of DeepThin.Training.Tests.FactoredModel, 'dense0', is deepthin; put [Standardize(2)] before it.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>("training", () => Standardizer.Fit(StandardizedModel.Create(1), Dataset.WithLabels(new float[8], 4, new int[2], 3)));
        Assert.Contains("The samples have 4 features, and DeepThin.Training.Tests.StandardizedModel takes 5.", error.Message, StringComparison.Ordinal);
    }

    private static Dataset Data(int count)
    {
        var random = new Random(1);
        float[] samples = [.. Enumerable.Range(0, 5 * count).Select(i => (float)(Centers[i % 5] + Widths[i % 5] * (2 * random.NextDouble() - 1)))];
        return Dataset.WithLabels(samples, 5, Enumerable.Range(0, count).Select(i => i % 3).ToArray(), 3);
    }

    private static IEnumerable<double> Standardized(StandardizedModel model, Dataset data, int feature) =>
        Enumerable.Range(0, data.Count).Select(i => Value(model, data.Samples.Span[5 * i + feature], feature));

    private static double Value(StandardizedModel model, float value, int feature)
    {
        var layer = StandardizedModel.Info.Layers[0];
        return (value - (double)model.Parameters[layer.Tensors[0].Offset + feature]) * model.Parameters[layer.Tensors[1].Offset + feature];
    }
}
