using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Computes the means and scales of a model's <c>[Standardize]</c> layer from samples, so that the values that follow have a mean of 0 and a standard
/// deviation of 1, or lie in a range. They stand in the weights file: whoever predicts gives values as they were measured.
/// </summary>
public static class Standardizer
{
    /// <summary>Sets mean and scale of each value to its mean and 1 / its standard deviation over the samples. A value that never changes becomes 0.</summary>
    /// <param name="model">The model; its first layer is <c>[Standardize]</c>.</param>
    /// <param name="training">The samples that it will be trained on, as they were measured. Leave out those for validation and tests: nothing may be known of them.</param>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <exception cref="ArgumentException">The first layer of the model is another one, or the samples have another number of features.</exception>
    /// <exception cref="DataSourceException">A sample cannot be read, or is not as its source says.</exception>
    public static void Fit<TModel>(TModel model, IDataSource training)
        where TModel : class, ITrainableModel<TModel> => Fit(model, training, static values => (values.Mean, values.Deviation));

    /// <summary>Sets mean and scale of each value to its mean and 1 / its standard deviation over all steps of sequences. A value that never changes becomes 0.</summary>
    /// <param name="model">The model; its first layer is <c>[Standardize]</c>.</param>
    /// <param name="training">The sequences that it will be trained on, as they were measured; each step counts once. Leave out those for validation and tests.</param>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <exception cref="ArgumentException">The first layer of the model is another one, or the steps have another number of features.</exception>
    public static void Fit<TModel>(TModel model, SequenceDataset training)
        where TModel : class, ITrainableModel<TModel> => Fit(model, (training ?? throw new ArgumentNullException(nameof(training))).StepSamples);

    /// <summary>Sets mean and scale of each value so that the smallest one of the samples becomes 0 and the largest 1. A value that never changes becomes 0.</summary>
    /// <param name="model">The model; its first layer is <c>[Standardize]</c>.</param>
    /// <param name="training">The samples that it will be trained on, as they were measured.</param>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <exception cref="ArgumentException">The first layer of the model is another one, or the samples have another number of features.</exception>
    /// <exception cref="DataSourceException">A sample cannot be read, or is not as its source says.</exception>
    public static void FitRange<TModel>(TModel model, IDataSource training)
        where TModel : class, ITrainableModel<TModel> => Fit(model, training, static values => (values.Least, values.Most - values.Least));

    /// <summary>Sets mean and scale of each value so that the smallest one of all steps of sequences becomes 0 and the largest 1. A value that never changes becomes 0.</summary>
    /// <param name="model">The model; its first layer is <c>[Standardize]</c>.</param>
    /// <param name="training">The sequences that it will be trained on, as they were measured; each step counts once. Leave out those for validation and tests.</param>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <exception cref="ArgumentException">The first layer of the model is another one, or the steps have another number of features.</exception>
    public static void FitRange<TModel>(TModel model, SequenceDataset training)
        where TModel : class, ITrainableModel<TModel> => FitRange(model, (training ?? throw new ArgumentNullException(nameof(training))).StepSamples);

    private static void Fit<TModel>(TModel model, IDataSource training, Func<Values, (double Mean, double Width)> choose)
        where TModel : class, ITrainableModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(training);
        var layer = TModel.Info.Layers[0];
        TensorInfo? mean = Find(layer, TensorRole.Mean), scale = Find(layer, TensorRole.Scale);
        if (mean == null || scale == null)
        {
            throw new ArgumentException(Invariant($"The first layer of {TModel.Info.Name}, '{layer.Name}', is {layer.Kind}; put [Standardize({layer.InputShape[0]})] before it."), nameof(model));
        }

        if (training.Features != layer.Inputs)
        {
            throw new ArgumentException(Invariant($"The samples have {training.Features} features, and {TModel.Info.Name} takes {layer.Inputs}."), nameof(training));
        }

        Span<float> means = model.Parameters.Slice(mean.Offset, mean.Length), scales = model.Parameters.Slice(scale.Offset, scale.Length);
        var values = Values.Of(training, mean.Length);
        for (int feature = 0; feature < values.Length; feature++)
        {
            var (center, width) = choose(values[feature]);
            means[feature] = (float)center;

            // What is as small as the rounding of the values is no width.
            scales[feature] = width <= Math.Abs(center) * 1e-6 ? 1 : (float)(1 / width);
        }

        model.Prepare();
    }

    private static TensorInfo? Find(LayerInfo layer, TensorRole role) => layer.Tensors.FirstOrDefault(tensor => tensor.Role == role);

    /// <summary>A feature, or a channel with all its features, over all samples.</summary>
    private readonly record struct Values(double Mean, double Deviation, double Least, double Most)
    {
        // Two passes: squares of large values would leave nothing of a small deviation.
        public static Values[] Of(IDataSource data, int channels)
        {
            double count = (double)data.Count * data.Features / channels;
            var values = new Values[channels];
            Array.Fill(values, new(0, 0, double.PositiveInfinity, double.NegativeInfinity));
            Pass(data, values, static (of, value) => new(of.Mean + value, 0, Math.Min(of.Least, value), Math.Max(of.Most, value)));
            for (int i = 0; i < values.Length; i++) values[i] = values[i] with { Mean = values[i].Mean / count };
            Pass(data, values, static (of, value) => of with { Deviation = of.Deviation + (value - of.Mean) * (value - of.Mean) });
            for (int i = 0; i < values.Length; i++) values[i] = values[i] with { Deviation = Math.Sqrt(values[i].Deviation / count) };
            return values;
        }

        private static void Pass(IDataSource data, Values[] values, Func<Values, double, Values> add)
        {
            int positions = data.Features / values.Length;
            var sample = new SampleMemory(data);
            for (int i = 0; i < data.Count; i++)
            {
                var features = sample.FeaturesOf(i);
                for (int feature = 0; feature < features.Length; feature++)
                {
                    ref var value = ref values[feature / positions];
                    value = add(value, features[feature]);
                }
            }
        }
    }
}
