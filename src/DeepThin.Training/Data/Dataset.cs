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

        return new Dataset(Samples.Slice(start * Features, count * Features), count, Features, Outputs)
        {
            Labels = HasLabels ? Labels.Slice(start, count) : default,
            Targets = HasLabels ? default : Targets.Slice(start * Outputs, count * Outputs),
        };
    }

    /// <summary>The same samples and labels, with what a teacher says of each.</summary>
    internal Dataset WithTeacher(ReadOnlyMemory<float> logProbabilities) => new(Samples, Count, Features, Outputs) { Labels = Labels, TeacherLogProbabilities = logProbabilities };

    /// <summary>The value of the largest size and what to do about it, for a training that diverged; null where no value is large.</summary>
    internal string? Outlier() =>
        Outlier(Samples.Span, Features, "Sample", "feature") ?? (HasLabels ? null : Outlier(Targets.Span, Outputs, "The target of sample", "value"));

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
