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
    public static void Fit<TModel>(TModel model, Dataset training)
        where TModel : class, ITrainableModel<TModel> => Fit(model, training, static values => (values.Mean, values.Deviation));

    /// <summary>Sets mean and scale of each value so that the smallest one of the samples becomes 0 and the largest 1. A value that never changes becomes 0.</summary>
    /// <param name="model">The model; its first layer is <c>[Standardize]</c>.</param>
    /// <param name="training">The samples that it will be trained on, as they were measured.</param>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <exception cref="ArgumentException">The first layer of the model is another one, or the samples have another number of features.</exception>
    public static void FitRange<TModel>(TModel model, Dataset training)
        where TModel : class, ITrainableModel<TModel> => Fit(model, training, static values => (values.Least, values.Most - values.Least));

    private static void Fit<TModel>(TModel model, Dataset training, Func<Values, (double Mean, double Width)> choose)
        where TModel : class, ITrainableModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(training);
        var layer = TModel.Info.Layers[0];
        TensorInfo? mean = Find(layer, TensorRole.Mean), scale = Find(layer, TensorRole.Scale);
        if (mean == null || scale == null)
        {
            string advice = layer.InputShape.Count == 1 ? Invariant($"put [Standardize({layer.Inputs})] before it.") : "[Standardize] takes vectors, so scale images and series before the training.";
            throw new ArgumentException($"The first layer of {TModel.Info.Name}, '{layer.Name}', is {layer.Kind}; {advice}", nameof(model));
        }

        if (training.Features != layer.Inputs)
        {
            throw new ArgumentException(Invariant($"The samples have {training.Features} features, and {TModel.Info.Name} takes {layer.Inputs}."), nameof(training));
        }

        Span<float> means = model.Parameters.Slice(mean.Offset, mean.Length), scales = model.Parameters.Slice(scale.Offset, scale.Length);
        for (int feature = 0; feature < training.Features; feature++)
        {
            var (center, width) = choose(Values.Of(training, feature));
            means[feature] = (float)center;

            // What is as small as the rounding of the values is no width.
            scales[feature] = width <= Math.Abs(center) * 1e-6 ? 1 : (float)(1 / width);
        }

        model.Prepare();
    }

    private static TensorInfo? Find(LayerInfo layer, TensorRole role) => layer.Tensors.FirstOrDefault(tensor => tensor.Role == role);

    /// <summary>A feature over all samples.</summary>
    private readonly record struct Values(double Mean, double Deviation, double Least, double Most)
    {
        // Two passes: squares of large values would leave nothing of a small deviation.
        public static Values Of(Dataset data, int feature)
        {
            var samples = data.Samples.Span;
            double sum = 0, squares = 0, least = double.PositiveInfinity, most = double.NegativeInfinity;
            for (int i = feature; i < samples.Length; i += data.Features)
            {
                sum += samples[i];
                (least, most) = (Math.Min(least, samples[i]), Math.Max(most, samples[i]));
            }

            double mean = sum / data.Count;
            for (int i = feature; i < samples.Length; i += data.Features) squares += (samples[i] - mean) * (samples[i] - mean);
            return new(mean, Math.Sqrt(squares / data.Count), least, most);
        }
    }
}
