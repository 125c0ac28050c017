using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using DeepThin.Runtime;

namespace DeepThin;

/// <summary>
/// Classes and probabilities in place of outputs, for models that tell classes apart: those with an output for each class, whose last activation is Identity
/// (logits), LogSoftmax or Softmax; and those with one output after a Sigmoid, the probability of class 1 of the classes 0 and 1. As safe from many threads at
/// once as <see cref="IModel{TSelf}.Forward"/>; nothing is allocated for a prediction after the first ones.
/// </summary>
public static class ModelPredictions
{
    private const int MostOnStack = 256;
    private const int PanelsForEachThread = 4;
    private const double LeastTemperature = 0.01, MostTemperature = 100;

    /// <summary>Predicts the class of a sample: the one with the largest output, the lowest one of several; of one output class 1 above 0.5, else 0.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="input">The sample, InputLength values.</param>
    /// <returns>The class, from 0 on.</returns>
    /// <exception cref="ArgumentException">The length is wrong, or the model's outputs are not those of classes; the message says what to do.</exception>
    /// <exception cref="NotFiniteNumberException">An output is NaN, or the largest one infinite, so that there is no class.</exception>
    /// <exception cref="ObjectDisposedException">The model has read its parameters from a mapped file and was disposed of.</exception>
    public static int Predict<TModel>(this TModel model, ReadOnlySpan<float> input)
        where TModel : class, IModel<TModel>
    {
        CheckModel(model);
        if (TModel.OutputLength <= MostOnStack)
        {
            Span<float> few = stackalloc float[TModel.OutputLength];
            model.Forward(input, few);
            return BestOf<TModel>(few, sample: null);
        }

        float[] many = ArrayPool<float>.Shared.Rent(TModel.OutputLength);
        try
        {
            var outputs = many.AsSpan(0, TModel.OutputLength);
            model.Forward(input, outputs);
            return BestOf<TModel>(outputs, sample: null);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(many);
        }
    }

    /// <summary>Predicts the classes of many samples, as <see cref="Predict"/> does of one.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The samples one after the other, InputLength values each.</param>
    /// <param name="classes">Receives the class of each sample.</param>
    /// <param name="maxDegreeOfParallelism">The most threads at work, the caller's and those of the thread pool: 1 or more, or −1 for all processors.</param>
    /// <exception cref="ArgumentException">
    /// A length or the number of threads is wrong, the spans overlap, or the model's outputs are not those of classes; nothing was written.
    /// </exception>
    /// <exception cref="NotFiniteNumberException">An output of a sample is NaN, or its largest one infinite; the classes of all samples before it were written.</exception>
    /// <exception cref="ObjectDisposedException">The model has read its parameters from a mapped file and was disposed of.</exception>
    public static void PredictBatch<TModel>(this TModel model, ReadOnlySpan<float> inputs, Span<int> classes, int maxDegreeOfParallelism = 1)
        where TModel : class, IModel<TModel>
    {
        CheckModel(model);
        int count = Check.PredictBatch(inputs, classes, nameof(classes), 1, maxDegreeOfParallelism, TModel.InputLength);
        int some = (int)Math.Min(count, (long)Panel.Size * PanelsAtOnce(maxDegreeOfParallelism));
        float[] block = ArrayPool<float>.Shared.Rent(some * TModel.OutputLength);
        try
        {
            for (int first = 0; first < count; first += some)
            {
                int samples = Math.Min(some, count - first);
                var outputs = block.AsSpan(0, samples * TModel.OutputLength);
                model.ForwardBatch(inputs.Slice(first * TModel.InputLength, samples * TModel.InputLength), outputs, maxDegreeOfParallelism);
                for (int i = 0; i < samples; i++) classes[first + i] = BestOf<TModel>(outputs.Slice(i * TModel.OutputLength, TModel.OutputLength), first + i);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(block);
        }
    }

    /// <summary>Predicts how probable each class is for a sample: softmax(logits / temperature).</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="input">The sample, InputLength values.</param>
    /// <param name="probabilities">
    /// Receives the probability of each class, OutputLength values, or 2 for a model with one output; must not overlap <paramref name="input"/>. Their sum is 1
    /// up to rounding.
    /// </param>
    /// <param name="temperature">
    /// The temperature, 0.01 to 100; 1 for the model's own probabilities. A higher one makes them less certain, and changes no class. Temperature.Fit of
    /// DeepThin.Training finds one.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A length or the temperature is wrong, the spans overlap, or the model's outputs are not those of classes; nothing was written.
    /// </exception>
    /// <exception cref="NotFiniteNumberException">An output is NaN, or the largest one infinite; what was written are no probabilities.</exception>
    /// <exception cref="ObjectDisposedException">The model has read its parameters from a mapped file and was disposed of.</exception>
    public static void PredictProbabilities<TModel>(this TModel model, ReadOnlySpan<float> input, Span<float> probabilities, double temperature = 1)
        where TModel : class, IModel<TModel>
    {
        CheckModel(model);
        CheckTemperature(temperature);
        Check.Prediction(input, probabilities, nameof(probabilities), ClassOutputs.Count(TModel.OutputLength));
        model.Forward(input, probabilities[..TModel.OutputLength]);
        BestOf<TModel>(probabilities[..TModel.OutputLength], sample: null);
        ClassOutputs.ToProbabilities(probabilities, LastOf<TModel>(), (float)temperature);
    }

    /// <summary>Predicts how probable each class is for many samples, as <see cref="PredictProbabilities"/> does for one.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The samples one after the other, InputLength values each.</param>
    /// <param name="probabilities">
    /// Receives the probabilities of the classes one sample after the other, OutputLength values for each sample, or 2 for a model with one output; must not
    /// overlap <paramref name="inputs"/>.
    /// </param>
    /// <param name="temperature">The temperature, 0.01 to 100; 1 for the model's own probabilities.</param>
    /// <param name="maxDegreeOfParallelism">The most threads at work, the caller's and those of the thread pool: 1 or more, or −1 for all processors.</param>
    /// <exception cref="ArgumentException">
    /// A length, the temperature or the number of threads is wrong, the spans overlap, or the model's outputs are not those of classes; nothing was written.
    /// </exception>
    /// <exception cref="NotFiniteNumberException">An output of a sample is NaN, or its largest one infinite; what was written are no probabilities.</exception>
    /// <exception cref="ObjectDisposedException">The model has read its parameters from a mapped file and was disposed of.</exception>
    public static void PredictProbabilitiesBatch<TModel>(
        this TModel model, ReadOnlySpan<float> inputs, Span<float> probabilities, double temperature = 1, int maxDegreeOfParallelism = 1)
        where TModel : class, IModel<TModel>
    {
        CheckModel(model);
        CheckTemperature(temperature);
        int outputs = TModel.OutputLength, classes = ClassOutputs.Count(outputs);
        int count = Check.PredictBatch(inputs, probabilities, nameof(probabilities), classes, maxDegreeOfParallelism, TModel.InputLength);
        model.ForwardBatch(inputs, probabilities[..(count * outputs)], maxDegreeOfParallelism);
        for (int i = 0; i < count; i++) BestOf<TModel>(probabilities.Slice(i * outputs, outputs), i);

        // From the last on: one output takes the place of two probabilities, of which the second may be where a later output was.
        for (int i = count - 1; i >= 0; i--)
        {
            var sample = probabilities.Slice(i * classes, classes);
            sample[0] = probabilities[i * outputs];
            ClassOutputs.ToProbabilities(sample, LastOf<TModel>(), (float)temperature);
        }
    }

    /// <summary>Throws unless the temperature is 0.01 to 100.</summary>
    internal static void CheckTemperature(double temperature)
    {
        if (temperature is >= LeastTemperature and <= MostTemperature) return;
        throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature is 0.01 to 100, and 1 for the model's own probabilities.");
    }

    private static Activation LastOf<TModel>()
        where TModel : class, IModel<TModel> => TModel.Info.OutputActivation;

    private static int PanelsAtOnce(int maxDegreeOfParallelism) => maxDegreeOfParallelism switch
    {
        1 => 1,
        -1 => PanelsForEachThread * Environment.ProcessorCount,
        _ => PanelsForEachThread * Math.Min(maxDegreeOfParallelism, Environment.ProcessorCount),
    };

    private static int BestOf<TModel>(ReadOnlySpan<float> outputs, int? sample)
        where TModel : class, IModel<TModel>
    {
        int best = ClassOutputs.Best(outputs);
        if (best == ClassOutputs.NoClass) ThrowNoClass(TModel.Info.Name, outputs, sample);
        return best;
    }

    private static void CheckModel<TModel>(TModel model)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        if (ClassOutputs.Fault(TModel.Info) is { } fault) throw new ArgumentException(fault, nameof(model));
    }

    [DoesNotReturn]
    private static void ThrowNoClass(string name, ReadOnlySpan<float> outputs, int? sample) => throw new NotFiniteNumberException(
        $"{name} predicts no class{(sample == null ? "" : $" of sample {sample}")}, since {ClassOutputs.WhyNone(outputs)}. Look for values of the sample that are NaN, infinite or very large, and for such weights.");
}
