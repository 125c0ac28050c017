using System.Numerics.Tensors;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Samples in memory, with a class for each (for <see cref="Loss.CrossEntropy"/>) or with target values (for <see cref="Loss.MeanSquare"/>).
/// The memory is not copied; it must not change while it is trained on.
/// </summary>
public sealed class Dataset : IDataSource
{
    /// <summary>Larger values are worth a word when a training has diverged.</summary>
    private const float Large = 1000;

    private Dataset(ReadOnlyMemory<float> samples, int count, int features, int outputs)
    {
        Samples = samples;
        Count = count;
        Features = features;
        Outputs = outputs;
    }

    /// <summary>The samples one after the other, Count × Features values.</summary>
    public ReadOnlyMemory<float> Samples { get; }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The number of values that a sample has.</summary>
    public int Features { get; }

    /// <summary>The class of each sample, 0 to Outputs − 1; empty when the samples have targets.</summary>
    public ReadOnlyMemory<int> Labels { get; private init; }

    /// <summary>The target values one sample after the other, Count × Outputs values; empty when the samples have labels.</summary>
    public ReadOnlyMemory<float> Targets { get; private init; }

    /// <summary>The number of classes, or of target values of a sample.</summary>
    public int Outputs { get; }

    /// <summary>Whether the samples have labels; otherwise they have targets.</summary>
    public bool HasLabels => !Labels.IsEmpty;

    /// <summary>The name of each feature; empty where they are unknown.</summary>
    public IReadOnlyList<string> FeatureNames { get; private init; } = [];

    /// <summary>The name of each class; empty where they are unknown, or the samples have targets.</summary>
    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    /// <summary>Both, as a model takes them that was trained with the samples.</summary>
    public DataNames Names => new(FeatureNames, ClassNames);

    /// <summary>How much each sample counts in a loss, Count values whose mean is 1 in the dataset that was given weights; empty where all count alike.</summary>
    public ReadOnlyMemory<float> Weights { get; private init; }

    /// <summary>Whether each sample has a weight.</summary>
    public bool HasWeights => !Weights.IsEmpty;

    /// <summary>Samples with a class for each.</summary>
    /// <param name="samples">The samples one after the other, count × features finite values.</param>
    /// <param name="features">The number of values that a sample has.</param>
    /// <param name="labels">The class of each sample, 0 to classes − 1.</param>
    /// <param name="classes">The number of classes, 2 or more.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, a value is not finite, or a label is not a class.</exception>
    public static Dataset WithLabels(ReadOnlyMemory<float> samples, int features, ReadOnlyMemory<int> labels, int classes)
    {
        int count = CountOf(samples, features);
        if (classes < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(classes), classes, "A classification needs at least 2 classes.");
        }

        if (labels.Length != count)
        {
            throw new ArgumentException(Invariant($"There are {count} samples of {features} features, and {labels.Length} labels; there must be one label for each sample."), nameof(labels));
        }

        CheckFinite(samples.Span, features, "Sample", "feature", nameof(samples));
        CheckLabels(labels.Span, classes);
        return new Dataset(samples, count, features, classes) { Labels = labels };
    }

    /// <summary>Samples with target values.</summary>
    /// <param name="samples">The samples one after the other, count × features finite values.</param>
    /// <param name="features">The number of values that a sample has.</param>
    /// <param name="targets">The target values one sample after the other, count × outputs finite values.</param>
    /// <param name="outputs">The number of target values that a sample has.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a value is not finite.</exception>
    public static Dataset WithTargets(ReadOnlyMemory<float> samples, int features, ReadOnlyMemory<float> targets, int outputs)
    {
        int count = CountOf(samples, features);
        if (outputs < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(outputs), outputs, "A sample needs at least 1 target value.");
        }

        if (targets.Length != (long)count * outputs)
        {
            throw new ArgumentException(
                Invariant($"There are {count} samples of {features} features, and {targets.Length} target values; there must be {count} × {outputs} = {(long)count * outputs}."),
                nameof(targets));
        }

        CheckFinite(samples.Span, features, "Sample", "feature", nameof(samples));
        CheckFinite(targets.Span, outputs, "The target of sample", "value", nameof(targets));
        return new Dataset(samples, count, features, outputs) { Targets = targets };
    }

    /// <summary>Samples with a class for each, as files have them. The number of classes is one more than the largest label.</summary>
    /// <param name="samples">The samples: their number is the first dimension, and the others together are the features.</param>
    /// <param name="labels">The class of each sample, one whole number for each, from 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other, a value is not finite, or a label is negative.</exception>
    /// <exception cref="InvalidDataException">A label is not a whole number.</exception>
    public static Dataset WithLabels(NumericArray samples, NumericArray labels) => WithLabels(samples, labels, null);

    /// <summary>Samples with a class for each, as files have them.</summary>
    /// <param name="samples">The samples: their number is the first dimension, and the others together are the features.</param>
    /// <param name="labels">The class of each sample, one whole number for each, 0 to classes − 1.</param>
    /// <param name="classes">The number of classes, 2 or more.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other, a value is not finite, or a label is not a class.</exception>
    /// <exception cref="InvalidDataException">A label is not a whole number.</exception>
    public static Dataset WithLabels(NumericArray samples, NumericArray labels, int classes) => WithLabels(samples, labels, (int?)classes);

    /// <summary>Samples with target values, as files have them.</summary>
    /// <param name="samples">The samples: their number is the first dimension, and the others together are the features.</param>
    /// <param name="targets">The target values: the number of samples is the first dimension, and the others together are the outputs.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other, or a value is not finite.</exception>
    public static Dataset WithTargets(NumericArray samples, NumericArray targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        int features = FeaturesOf(samples);
        if (targets.Shape.Count == 0 || targets.Shape[0] != samples.Shape[0] || targets.Count == 0)
        {
            throw new ArgumentException(
                Invariant($"The shape of {targets.Source} is {targets.ShapeText}, and that of {samples.Source} is {samples.ShapeText}; the first dimension of both must be the number of samples."),
                nameof(targets));
        }

        return WithTargets(samples.ToFloats(), features, targets.ToFloats(), targets.Count / samples.Shape[0]);
    }

    /// <summary>Reads samples and labels from files of NumPy, .npy or .npz with one array. <see cref="NumpyFile.Read(string, string?)"/> reads others, such as those of targets.</summary>
    /// <param name="samplesPath">The file of the samples: their number is the first dimension, and the others together are the features.</param>
    /// <param name="labelsPath">The file of the labels: one whole number for each sample, from 0.</param>
    /// <param name="classes">The number of classes; null takes one more than the largest label.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other, a value is not finite, or a label is not a class.</exception>
    /// <exception cref="InvalidDataException">A file is no such file or is damaged, or a label is not a whole number.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Dataset FromNumpy(string samplesPath, string labelsPath, int? classes = null) =>
        WithLabels(NumpyFile.Read(samplesPath), NumpyFile.Read(labelsPath), classes);

    /// <summary>Reads samples and labels from idx files, gzipped or not, such as those of MNIST.</summary>
    /// <param name="samplesPath">The file of the samples: their number is the first dimension, and the others together are the features.</param>
    /// <param name="labelsPath">The file of the labels: one whole number for each sample, from 0.</param>
    /// <param name="classes">The number of classes; null takes one more than the largest label.</param>
    /// <param name="scale">What every value of a sample is multiplied by; 1f / 255 makes bytes 0 to 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other, a value is not finite, or a label is not a class.</exception>
    /// <exception cref="InvalidDataException">A file is no such file or is damaged, or a label is not a whole number.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Dataset FromIdx(string samplesPath, string labelsPath, int? classes = null, float scale = 1)
    {
        var data = WithLabels(IdxFile.Read(samplesPath), IdxFile.Read(labelsPath), classes);
        if (scale == 1) return data;

        float[] scaled = new float[data.Samples.Length];
        TensorPrimitives.Multiply(data.Samples.Span, scale, scaled);
        return WithLabels(scaled, data.Features, data.Labels, data.Outputs);
    }

    /// <summary>Reads samples from a CSV file, which is not held in memory as text. It is read as UTF-8 unless it begins as another encoding does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What its columns are; at least <see cref="CsvOptions.Label"/> or <see cref="CsvOptions.Targets"/>.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="InvalidDataException">The file does not fit the options. The message names the first bad lines with their columns, and says how many more there are.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dataset FromCsv(string path, CsvOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckOptions(options);
        using var text = new StreamReader(path);
        return CsvReader.Read(text, path, options);
    }

    /// <summary>Reads samples from the text of a CSV file.</summary>
    /// <param name="text">The text, which is read to its end and stays open.</param>
    /// <param name="options">What its columns are; at least <see cref="CsvOptions.Label"/> or <see cref="CsvOptions.Targets"/>.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="InvalidDataException">The text does not fit the options. The message names the first bad lines with their columns, and says how many more there are.</exception>
    public static Dataset FromCsv(TextReader text, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        CheckOptions(options);
        return CsvReader.Read(text, "The text", options);
    }

    /// <summary>A part of the samples, in the same memory; for example to hold some back for validation.</summary>
    /// <param name="start">The first sample.</param>
    /// <param name="count">The number of samples, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or reaches beyond the samples.</exception>
    public Dataset Slice(int start, int count)
    {
        if (DataSources.PartFault(Count, start, count) is { } fault) throw new ArgumentOutOfRangeException(start < 0 || start >= Count ? nameof(start) : nameof(count), fault);
        return Part(
            Samples.Slice(start * Features, count * Features),
            count,
            HasLabels ? Labels.Slice(start, count) : default,
            HasLabels ? default : Targets.Slice(start * Outputs, count * Outputs),
            Weights.IsEmpty ? default : Weights.Slice(start, count));
    }

    /// <summary>How many samples there are, and of what; and how many each class has.</summary>
    public override string ToString()
    {
        string what = Invariant($"{Count} {(Count == 1 ? "sample" : "samples")} of {Features} {(Features == 1 ? "feature" : "features")}");
        if (!HasLabels) return Invariant($"{what}, {Outputs} {(Outputs == 1 ? "target" : "targets")}");
        const int Named = 20;
        int[] counts = Division.CountClasses(Labels.Span, Outputs);
        string classes = string.Join(", ", counts.Take(Named).Select((count, label) => Invariant($"{(ClassNames.Count == 0 ? Invariant($"{label}") : ClassNames[label])}: {count}")));
        return Invariant($"{what}, {Outputs} classes ({classes}{(Outputs > Named ? ", …" : "")})");
    }

    /// <summary>The same samples, with names of the features and the classes.</summary>
    /// <param name="features">The name of each feature; null leaves them as they are.</param>
    /// <param name="classes">The name of each class; null leaves them as they are.</param>
    /// <exception cref="ArgumentException">There is not one name for each feature or class, or the samples have targets, not classes.</exception>
    public Dataset WithNames(IReadOnlyList<string>? features = null, IReadOnlyList<string>? classes = null)
    {
        if (features != null && features.Count != Features)
        {
            throw new ArgumentException(Invariant($"There are {features.Count} names, and the samples have {Features} features."), nameof(features));
        }

        if (classes != null && !HasLabels)
        {
            throw new ArgumentException("The samples have targets, and no classes that could have names.", nameof(classes));
        }

        if (classes != null && classes.Count != Outputs)
        {
            throw new ArgumentException(Invariant($"There are {classes.Count} names, and the samples have {Outputs} classes."), nameof(classes));
        }

        return new Dataset(Samples, Count, Features, Outputs)
        {
            Labels = Labels,
            Targets = Targets,
            Weights = Weights,
            FeatureNames = features == null ? FeatureNames : [.. features],
            ClassNames = classes == null ? ClassNames : [.. classes],
        };
    }

    /// <summary>The same samples, each of which counts in a loss as much as its weight says. Accuracies and reports count every sample alike.</summary>
    /// <param name="weights">The weight of each sample, 0 or more. They are divided by their mean, so that only how they compare matters.</param>
    /// <exception cref="ArgumentException">There is not one weight for each sample, one is below 0 or not finite, or all are 0.</exception>
    public Dataset WithWeights(ReadOnlyMemory<float> weights)
    {
        if (weights.Length != Count) throw new ArgumentException(Invariant($"There are {Count} samples and {weights.Length} weights; there must be one weight for each sample."), nameof(weights));
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            float weight = weights.Span[i];
            if (SampleFaults.OfWeight(weight, i) is { } fault) throw new ArgumentException(fault + ".", nameof(weights));
            sum += weight;
        }

        if (sum == 0) throw new ArgumentException("All weights are 0, so that nothing would be left to learn.", nameof(weights));
        float[] scaled = new float[Count];
        TensorPrimitives.Multiply(weights.Span, (float)(Count / sum), scaled);
        return new Dataset(Samples, Count, Features, Outputs)
        {
            Labels = Labels,
            Targets = Targets,
            Weights = scaled,
            FeatureNames = FeatureNames,
            ClassNames = ClassNames,
        };
    }

    /// <summary>The same samples, each of which counts in a loss as much as the weight of its class says.</summary>
    /// <param name="weights">The weight of each class, 0 or more; only how they compare matters.</param>
    /// <exception cref="ArgumentException">The samples have targets, there is not one weight for each class, one is below 0 or not finite, or those of all samples are 0.</exception>
    public Dataset WithClassWeights(params ReadOnlySpan<float> weights)
    {
        if (!HasLabels) throw new ArgumentException("The samples have targets, and no classes that could have weights; use WithWeights.", nameof(weights));
        if (weights.Length != Outputs) throw new ArgumentException(Invariant($"There are {Outputs} classes and {weights.Length} weights; there must be one weight for each class."), nameof(weights));
        float[] own = new float[Count];
        for (int i = 0; i < own.Length; i++) own[i] = weights[Labels.Span[i]];
        return WithWeights(own);
    }

    /// <summary>The same samples, weighted so that all classes count alike in a loss however many samples each has.</summary>
    /// <exception cref="InvalidOperationException">The samples have targets.</exception>
    public Dataset WithBalancedClasses()
    {
        if (!HasLabels) throw new InvalidOperationException("The samples have targets, and no classes that could be balanced.");
        int[] counts = Division.CountClasses(Labels.Span, Outputs);
        return WithClassWeights([.. counts.Select(count => count == 0 ? 0f : 1f / count)]);
    }

    /// <summary>A copy of the samples in an order that the seed decides, the same on every machine.</summary>
    /// <param name="seed">Decides the order.</param>
    public Dataset Shuffle(int seed) => Take(Division.Order(Count, seed));

    /// <summary>Divides the samples into two datasets of their own memory, each in an order that the seed decides, the same on every machine.</summary>
    /// <param name="share">The part of the samples that the first dataset has, above 0 and below 1, such as 0.8. The numbers of samples are rounded.</param>
    /// <param name="seed">Decides which sample is where.</param>
    /// <param name="stratified">
    /// Whether the samples of each class are divided in that share, so that each dataset has some of every class. Samples with targets have no classes, so it
    /// makes no difference to them.
    /// </param>
    /// <returns>The share, and the rest.</returns>
    /// <exception cref="ArgumentException">The share is not between 0 and 1, a dataset would have no sample, or a class has only one sample.</exception>
    public (Dataset First, Dataset Second) Split(double share, int seed, bool stratified = true)
    {
        if (!(share is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share of the first dataset is above 0 and below 1, such as 0.8.");
        }

        int first = (int)Math.Round(share * Count);
        if (first == 0 || first == Count)
        {
            throw new ArgumentException(Invariant($"A share of {share} of {Count} samples is {first}, so one of the two datasets would have no sample."), nameof(share));
        }

        int[] order = Division.Order(Count, seed);
        if (!stratified || !HasLabels) return (Take(order.AsSpan(0, first)), Take(order.AsSpan(first)));

        int[] counts = Division.CountClasses(Labels.Span, Outputs);
        int single = Array.IndexOf(counts, 1);
        if (single >= 0)
        {
            throw new ArgumentException(
                $"Class {NameOf(single)} has 1 sample, which cannot be in both datasets; leave it out, or give stratified: false.", nameof(stratified));
        }

        var (taken, left) = Division.Split(order, Labels.Span, Division.Quotas(counts, share, first));
        return (Take(taken), Take(left));
    }

    /// <summary>
    /// Divides the samples into parts, each of which is the validation of one fold while the others are its training (cross-validation). The folds have memory of
    /// their own, and each is made when it is its turn. The seed decides which sample is where, the same on every machine.
    /// </summary>
    /// <param name="count">The number of folds, 2 to the number of samples.</param>
    /// <param name="seed">Decides which sample is in which fold.</param>
    /// <param name="stratified">Whether the samples of each class are divided among the folds. It makes no difference to samples with targets.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 folds, fewer samples than folds, or fewer samples of a class than folds.</exception>
    public IEnumerable<(Dataset Training, Dataset Validation)> Folds(int count, int seed, bool stratified = true)
    {
        if (count < 2 || count > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, Invariant($"The number of folds is at least 2 and at most that of the samples, {Count}."));
        }

        int[] order = Division.Order(Count, seed);
        if (stratified && HasLabels)
        {
            int[] counts = Division.CountClasses(Labels.Span, Outputs);
            int rare = Array.FindIndex(counts, samples => samples > 0 && samples < count);
            if (rare >= 0)
            {
                throw new ArgumentException(
                    Invariant($"Class {NameOf(rare)} has {counts[rare]} sample(s), fewer than the {count} folds; take fewer folds, leave the class out, or give stratified: false."),
                    nameof(count));
            }

            return FoldsOf(order, Division.FoldsByClass(order, Labels.Span, counts, count), count);
        }

        return FoldsOf(order, Division.Folds(order.Length, count), count);
    }

    /// <summary>Copies a sample.</summary>
    /// <param name="index">The sample, 0 to Count − 1.</param>
    /// <param name="sample">Receives it.</param>
    public void Read(int index, SampleBuffer sample)
    {
        Samples.Span.Slice(index * Features, Features).CopyTo(sample.Features);
        if (HasLabels) sample.Label = Labels.Span[index];
        else Targets.Span.Slice(index * Outputs, Outputs).CopyTo(sample.Targets);
        if (HasWeights) sample.Weight = Weights.Span[index];
    }

    /// <summary>A class in a message: its number, with its name where it has one.</summary>
    internal string NameOf(int label) => ClassNames.Count == 0 ? Invariant($"{label}") : Invariant($"{label} ('{ClassNames[label]}')");

    /// <summary>A feature in a message: its name, or its number where it has none.</summary>
    internal string NameOfFeature(int feature) => FeatureNames.Count == 0 ? Invariant($"{feature}") : $"'{FeatureNames[feature]}'";

    /// <summary>The value of the largest size and what to do about it, for a training that diverged; null where no value is large.</summary>
    /// <param name="placeOf">The index by which a sample is known.</param>
    internal string? Outlier(Func<int, int> placeOf) =>
        Outlier(Samples.Span, Features, "Sample", "feature", placeOf) ?? (HasLabels ? null : Outlier(Targets.Span, Outputs, "The target of sample", "value", placeOf));

    private IEnumerable<(Dataset Training, Dataset Validation)> FoldsOf(int[] order, int[] folds, int count) => Enumerable.Range(0, count).Select(fold => (
        Take([.. order.Where((_, place) => folds[place] != fold)]),
        Take([.. order.Where((_, place) => folds[place] == fold)])));

    /// <summary>A copy of some samples, in their order.</summary>
    private Dataset Take(ReadOnlySpan<int> indices)
    {
        float[] samples = Rows(Samples.Span, Features, indices);
        var weights = Weights.IsEmpty ? default : Rows(Weights.Span, 1, indices);
        if (!HasLabels) return Part(samples, indices.Length, default, Rows(Targets.Span, Outputs, indices), weights);

        int[] labels = new int[indices.Length];
        for (int i = 0; i < labels.Length; i++) labels[i] = Labels.Span[indices[i]];
        return Part(samples, indices.Length, labels, default, weights);
    }

    private Dataset Part(ReadOnlyMemory<float> samples, int count, ReadOnlyMemory<int> labels, ReadOnlyMemory<float> targets, ReadOnlyMemory<float> weights) =>
        new(samples, count, Features, Outputs) { Labels = labels, Targets = targets, Weights = weights, FeatureNames = FeatureNames, ClassNames = ClassNames };

    private static float[] Rows(ReadOnlySpan<float> values, int width, ReadOnlySpan<int> indices)
    {
        float[] rows = new float[indices.Length * width];
        for (int i = 0; i < indices.Length; i++) values.Slice(indices[i] * width, width).CopyTo(rows.AsSpan(i * width));
        return rows;
    }

    private static string? Outlier(ReadOnlySpan<float> values, int width, string owner, string column, Func<int, int> placeOf)
    {
        int at = TensorPrimitives.IndexOfMaxMagnitude(values);
        return Math.Abs(values[at]) <= Large
            ? null
            : Invariant($"{owner} {placeOf(at / width)} has {values[at]} at {column} {at % width}; scale all to about −1 to 1, or leave the sample out.");
    }

    private static Dataset WithLabels(NumericArray samples, NumericArray labels, int? classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int features = FeaturesOf(samples);
        if (labels.Count != samples.Shape[0] || labels.Shape.Count == 0 || labels.Shape[0] != labels.Count)
        {
            throw new ArgumentException(
                Invariant($"The shape of {labels.Source} is {labels.ShapeText}, and that of {samples.Source} is {samples.ShapeText}; there must be {samples.Shape[0]} labels."), nameof(labels));
        }

        int[] numbers = labels.ToInts();
        return WithLabels(samples.ToFloats(), features, numbers, classes ?? Math.Max(2, TensorPrimitives.Max<int>(numbers) + 1));
    }

    private static int FeaturesOf(NumericArray samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return samples.Count > 0 && samples.Shape.Count > 0
            ? samples.Count / samples.Shape[0]
            : throw new ArgumentException($"The shape of {samples.Source} is {samples.ShapeText}, and at least one sample is expected.", nameof(samples));
    }

    private static void CheckOptions(CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Fault() is { } fault) throw new ArgumentException(fault, nameof(options));
    }

    private static int CountOf(ReadOnlyMemory<float> samples, int features)
    {
        if (features < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(features), features, "A sample needs at least 1 feature.");
        }

        if (samples.IsEmpty)
        {
            throw new ArgumentException("The dataset is empty; it needs at least 1 sample.", nameof(samples));
        }

        if (samples.Length % features != 0)
        {
            throw new ArgumentException(Invariant($"{samples.Length} values are not a whole number of samples of {features} features."), nameof(samples));
        }

        return samples.Length / features;
    }

    private static void CheckFinite(ReadOnlySpan<float> values, int width, string owner, string column, string argument)
    {
        if (SampleFaults.OfValues(values, width, owner, column) is { } fault) throw new ArgumentException(fault + ".", argument);
    }

    private static void CheckLabels(ReadOnlySpan<int> labels, int classes)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (SampleFaults.OfLabel(labels[i], classes, i) is { } fault) throw new ArgumentException(fault + ".", nameof(labels));
        }
    }
}
