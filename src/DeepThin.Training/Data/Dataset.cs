using System.Numerics.Tensors;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Samples in memory, with a class for each (for <see cref="Loss.CrossEntropy"/>) or with target values (for <see cref="Loss.MeanSquare"/>).
/// The memory is not copied; it must not change while it is trained on.
/// </summary>
public sealed class Dataset
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

    /// <summary>The log-probabilities that a teacher gives the classes of each sample, Count × Outputs values; empty where none was asked.</summary>
    internal ReadOnlyMemory<float> TeacherLogProbabilities { get; private init; }

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

    /// <summary>A part of the samples, in the same memory; for example to hold some back for validation.</summary>
    /// <param name="start">The first sample.</param>
    /// <param name="count">The number of samples, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or reaches beyond the samples.</exception>
    public Dataset Slice(int start, int count)
    {
        if (start < 0 || count < 1 || start > Count - count)
        {
            throw new ArgumentOutOfRangeException(start < 0 || start >= Count ? nameof(start) : nameof(count), Invariant($"{count} samples from sample {start} on are not a part of {Count} samples."));
        }

        return Part(
            Samples.Slice(start * Features, count * Features),
            count,
            HasLabels ? Labels.Slice(start, count) : default,
            HasLabels ? default : Targets.Slice(start * Outputs, count * Outputs));
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
            FeatureNames = features == null ? FeatureNames : [.. features],
            ClassNames = classes == null ? ClassNames : [.. classes],
        };
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

    /// <summary>The same samples and labels, with what a teacher says of each.</summary>
    internal Dataset WithTeacher(ReadOnlyMemory<float> logProbabilities) =>
        new(Samples, Count, Features, Outputs) { Labels = Labels, TeacherLogProbabilities = logProbabilities, FeatureNames = FeatureNames, ClassNames = ClassNames };

    /// <summary>A class in a message: its number, with its name where it has one.</summary>
    internal string NameOf(int label) => ClassNames.Count == 0 ? Invariant($"{label}") : Invariant($"{label} ('{ClassNames[label]}')");

    /// <summary>A feature in a message: its name, or its number where it has none.</summary>
    internal string NameOfFeature(int feature) => FeatureNames.Count == 0 ? Invariant($"{feature}") : $"'{FeatureNames[feature]}'";

    /// <summary>The value of the largest size and what to do about it, for a training that diverged; null where no value is large.</summary>
    internal string? Outlier() =>
        Outlier(Samples.Span, Features, "Sample", "feature") ?? (HasLabels ? null : Outlier(Targets.Span, Outputs, "The target of sample", "value"));

    private IEnumerable<(Dataset Training, Dataset Validation)> FoldsOf(int[] order, int[] folds, int count) => Enumerable.Range(0, count).Select(fold => (
        Take([.. order.Where((_, place) => folds[place] != fold)]),
        Take([.. order.Where((_, place) => folds[place] == fold)])));

    /// <summary>A copy of some samples, in their order.</summary>
    private Dataset Take(ReadOnlySpan<int> indices)
    {
        float[] samples = Rows(Samples.Span, Features, indices);
        if (!HasLabels) return Part(samples, indices.Length, default, Rows(Targets.Span, Outputs, indices));

        int[] labels = new int[indices.Length];
        for (int i = 0; i < labels.Length; i++) labels[i] = Labels.Span[indices[i]];
        return Part(samples, indices.Length, labels, default);
    }

    private Dataset Part(ReadOnlyMemory<float> samples, int count, ReadOnlyMemory<int> labels, ReadOnlyMemory<float> targets) =>
        new(samples, count, Features, Outputs) { Labels = labels, Targets = targets, FeatureNames = FeatureNames, ClassNames = ClassNames };

    private static float[] Rows(ReadOnlySpan<float> values, int width, ReadOnlySpan<int> indices)
    {
        float[] rows = new float[indices.Length * width];
        for (int i = 0; i < indices.Length; i++) values.Slice(indices[i] * width, width).CopyTo(rows.AsSpan(i * width));
        return rows;
    }

    private static string? Outlier(ReadOnlySpan<float> values, int width, string owner, string column)
    {
        int at = TensorPrimitives.IndexOfMaxMagnitude(values);
        return Math.Abs(values[at]) <= Large
            ? null
            : Invariant($"{owner} {at / width} has {values[at]} at {column} {at % width}; scale all to about −1 to 1, or leave the sample out.");
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
        if (TensorPrimitives.IsFiniteAll(values)) return;

        int at = 0;
        while (float.IsFinite(values[at])) at++;
        throw new ArgumentException(Invariant($"{owner} {at / width} has {values[at]} at {column} {at % width}; every value must be finite."), argument);
    }

    private static void CheckLabels(ReadOnlySpan<int> labels, int classes)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentException(Invariant($"Sample {i} has the label {labels[i]}; with {classes} classes the labels go from 0 to {classes - 1}."), nameof(labels));
            }
        }
    }
}
