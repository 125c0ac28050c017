using System.Numerics.Tensors;
using DeepThin.Runtime;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Sequences of different lengths in memory, and what is known of them: a label or targets for each step, or for each sequence, or a sequence of labels.</summary>
public sealed class SequenceDataset
{
    private readonly long[] _starts;
    private readonly int[] _labelStarts;

    private SequenceDataset(ReadOnlyMemory<float> steps, ReadOnlyMemory<int> lengths, int features, SequenceGoal goal, ReadOnlyMemory<int> labels, ReadOnlyMemory<float> targets, int outputs, ReadOnlyMemory<int> labelCounts = default)
    {
        (Steps, Lengths, Features, Goal, Labels, Targets, Outputs) = (steps, lengths, features, goal, labels, targets, outputs);
        _starts = new long[lengths.Length + 1];
        for (int i = 0; i < lengths.Length; i++) _starts[i + 1] = _starts[i] + lengths.Span[i];
        LabelCounts = labelCounts;
        _labelStarts = new int[labelCounts.Length + 1];
        for (int i = 0; i < labelCounts.Length; i++) _labelStarts[i + 1] = _labelStarts[i] + labelCounts.Span[i];
    }

    /// <summary>The number of sequences.</summary>
    public int Count => Lengths.Length;

    /// <summary>The values of a step.</summary>
    public int Features { get; }

    /// <summary>The number of classes, with the blank where labels have no places, or of target values.</summary>
    public int Outputs { get; }

    /// <summary>Whether there are labels; otherwise there are targets.</summary>
    public bool HasLabels => Goal == SequenceGoal.Labellings || !Labels.IsEmpty;

    /// <summary>Whether labels or targets belong to steps or to sequences.</summary>
    public SequenceGoal Goal { get; }

    /// <summary>The steps of all sequences, one after the other, Features values each.</summary>
    public ReadOnlyMemory<float> Steps { get; }

    /// <summary>The number of steps of each sequence.</summary>
    public ReadOnlyMemory<int> Lengths { get; }

    /// <summary>The label of each step, or of each sequence, or the labels of all sequences one after the other; empty with targets.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>The number of labels of each sequence, where these have no places; otherwise empty.</summary>
    public ReadOnlyMemory<int> LabelCounts { get; }

    /// <summary>The targets, Outputs values for each step or for each sequence; empty with labels.</summary>
    public ReadOnlyMemory<float> Targets { get; }

    /// <summary>The steps of all sequences together.</summary>
    public long StepCount => _starts[^1];

    /// <summary>Sequences with labels, one for each step or one for each sequence. The memory is not copied.</summary>
    /// <param name="steps">The steps of all sequences, one after the other, features values each; all finite.</param>
    /// <param name="lengths">The number of steps of each sequence, 1 or more.</param>
    /// <param name="labels">The classes, 0 to classes − 1: as many as steps, or as many as sequences. Where all sequences have one step, that is the same.</param>
    /// <param name="features">The values of a step.</param>
    /// <param name="classes">The number of classes, 2 or more.</param>
    /// <exception cref="ArgumentException">A length or a number does not fit, or a value is not finite.</exception>
    public static SequenceDataset FromLabels(ReadOnlyMemory<float> steps, ReadOnlyMemory<int> lengths, ReadOnlyMemory<int> labels, int features, int classes)
    {
        long total = Check(steps.Span, lengths.Span, features);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        var goal = GoalOf(labels.Length, total, lengths.Length, "labels", nameof(labels));
        CheckLabels(labels.Span, classes);
        return new(steps, lengths, features, goal, labels, default, classes);
    }

    /// <summary>Sequences with targets, some for each step or some for each sequence. The memory is not copied.</summary>
    /// <param name="steps">The steps of all sequences, one after the other, features values each; all finite.</param>
    /// <param name="lengths">The number of steps of each sequence, 1 or more.</param>
    /// <param name="targets">The targets, outputs values for each step or for each sequence; all finite.</param>
    /// <param name="features">The values of a step.</param>
    /// <param name="outputs">The number of target values, 1 or more.</param>
    /// <exception cref="ArgumentException">A length or a number does not fit, or a value is not finite.</exception>
    public static SequenceDataset FromTargets(ReadOnlyMemory<float> steps, ReadOnlyMemory<int> lengths, ReadOnlyMemory<float> targets, int features, int outputs)
    {
        long total = Check(steps.Span, lengths.Span, features);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (targets.Length % outputs != 0) throw new ArgumentException(Invariant($"There are {targets.Length} target values, which are no whole number of {outputs}."), nameof(targets));
        var goal = GoalOf(targets.Length / outputs, total, lengths.Length, "targets", nameof(targets));
        if (!TensorPrimitives.IsFiniteAll(targets.Span)) throw new ArgumentException("A target is NaN or infinite.", nameof(targets));
        return new(steps, lengths, features, goal, default, targets, outputs);
    }

    /// <summary>Sequences with a sequence of labels each, whose places are not known. The memory is not copied.</summary>
    /// <param name="steps">The steps of all sequences, one after the other, features values each; all finite.</param>
    /// <param name="lengths">The number of steps of each sequence, 1 or more.</param>
    /// <param name="labels">The labels of all sequences, one after the other, 0 to classes − 1; the blank of the loss is none of them.</param>
    /// <param name="labelCounts">The number of labels of each sequence, 0 or more.</param>
    /// <param name="features">The values of a step.</param>
    /// <param name="classes">The number of classes, the blank included, 2 or more: the outputs of the model.</param>
    /// <exception cref="ArgumentException">A length or a number does not fit, or a value is not finite.</exception>
    public static SequenceDataset FromLabellings(ReadOnlyMemory<float> steps, ReadOnlyMemory<int> lengths, ReadOnlyMemory<int> labels, ReadOnlyMemory<int> labelCounts, int features, int classes)
    {
        Check(steps.Span, lengths.Span, features);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (labelCounts.Length != lengths.Length) throw new ArgumentException(Invariant($"There are numbers of labels for {labelCounts.Length} sequences, and {lengths.Length} sequences."), nameof(labelCounts));
        long total = 0;
        for (int i = 0; i < labelCounts.Length; i++)
        {
            int count = labelCounts.Span[i];
            if (count < 0) throw new ArgumentException(Invariant($"Sequence {i} has {count} labels; it has 0 or more."), nameof(labelCounts));
            total += count;
        }

        if (total != labels.Length) throw new ArgumentException(Invariant($"There are {labels.Length} labels where the sequences have {total} together."), nameof(labels));
        CheckLabels(labels.Span, classes);
        return new(steps, lengths, features, SequenceGoal.Labellings, labels, default, classes, labelCounts);
    }

    /// <summary>The steps of a sequence.</summary>
    /// <param name="index">The sequence, 0 to Count − 1.</param>
    public ReadOnlySpan<float> Sequence(int index) => Steps.Span.Slice((int)(_starts[index] * Features), Lengths.Span[index] * Features);

    /// <summary>Some of the sequences, in the order of their indices; their values are copied.</summary>
    /// <param name="indices">The sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public SequenceDataset Take(ReadOnlySpan<int> indices)
    {
        long total = 0;
        foreach (int index in indices)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(indices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count, nameof(indices));
            total += Lengths.Span[index];
        }

        float[] steps = new float[total * Features];
        int[] lengths = new int[indices.Length];
        var labels = new List<int>();
        var targets = new List<float>();
        int at = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            int index = indices[i];
            lengths[i] = Lengths.Span[index];
            Sequence(index).CopyTo(steps.AsSpan(at));
            at += lengths[i] * Features;
            if (HasLabels) labels.AddRange(LabelsOf(index));
            else targets.AddRange(TargetsOf(index));
        }

        int[] counts = new int[Goal == SequenceGoal.Labellings ? indices.Length : 0];
        for (int i = 0; i < counts.Length; i++) counts[i] = LabelCounts.Span[indices[i]];
        return new(steps, lengths, Features, Goal, labels.ToArray(), targets.ToArray(), Outputs, counts);
    }

    /// <summary>Divides the sequences at random.</summary>
    /// <param name="share">The share of the second part, above 0 and below 1.</param>
    /// <param name="seed">The same seed divides in the same way.</param>
    /// <returns>The first part, such as to train on, and the second, such as to validate with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of its range.</exception>
    /// <exception cref="ArgumentException">One of the parts would be empty.</exception>
    public (SequenceDataset First, SequenceDataset Second) Split(double share, int seed)
    {
        if (!(share is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "The share of the second part is above 0 and below 1.");
        int second = (int)Math.Round(share * Count);
        if (second == 0 || second == Count) throw new ArgumentException(Invariant($"{share} of {Count} sequences leave one part empty."), nameof(share));
        int[] order = new int[Count];
        Shuffle.Fill(order, seed, epoch: 0);
        Array.Sort(order, 0, Count - second);
        Array.Sort(order, Count - second, second);
        return (Take(order.AsSpan(0, Count - second)), Take(order.AsSpan(Count - second)));
    }

    /// <summary>What the data is, for people.</summary>
    public override string ToString()
    {
        string known = HasLabels ? Invariant($"{Outputs} classes") : Invariant($"{Outputs} targets");
        return Invariant($"{Count} sequences, {StepCount} steps of {Features} values, {known}, {Goal switch { SequenceGoal.Steps => "one for each step", SequenceGoal.Ends => "one for each sequence", _ => "labels without places" }}");
    }

    /// <summary>The predictions that count, as samples.</summary>
    internal SequenceTerms Terms => field ??= new(this);

    /// <summary>The steps of all sequences, as samples that stand for themselves; the targets mean nothing.</summary>
    internal Dataset StepSamples => field ??= Dataset.WithTargets(Steps, Features, Steps, Features);

    /// <summary>The step behind the last one of a sequence.</summary>
    internal long EndOf(int index) => _starts[index + 1];

    /// <summary>The labels of a sequence: of each step, or one, or those without places.</summary>
    internal ReadOnlySpan<int> LabelsOf(int index) => Goal switch
    {
        SequenceGoal.Ends => Labels.Span.Slice(index, 1),
        SequenceGoal.Labellings => Labels.Span[_labelStarts[index].._labelStarts[index + 1]],
        _ => Labels.Span.Slice((int)_starts[index], Lengths.Span[index]),
    };

    /// <summary>The targets of a sequence: of each step, or once.</summary>
    internal ReadOnlySpan<float> TargetsOf(int index) => Goal == SequenceGoal.Ends
        ? Targets.Span.Slice(index * Outputs, Outputs)
        : Targets.Span.Slice((int)(_starts[index] * Outputs), Lengths.Span[index] * Outputs);

    /// <summary>The predictions of a sequence that count.</summary>
    internal int PredictionsOf(int index) => Goal == SequenceGoal.Ends ? 1 : Lengths.Span[index];

    /// <summary>Some values for each prediction that counts, of all sequences: those of one sequence.</summary>
    internal ReadOnlySpan<float> OfPredictions(ReadOnlySpan<float> values, int index)
    {
        int first = Goal == SequenceGoal.Ends ? index : (int)_starts[index];
        return values.Slice(first * Outputs, PredictionsOf(index) * Outputs);
    }

    /// <summary>What a loss is the mean over, of a sequence: steps, or itself.</summary>
    internal int TermsOf(int index) => Goal == SequenceGoal.Steps ? Lengths.Span[index] : 1;

    private static void CheckLabels(ReadOnlySpan<int> labels, int classes)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes) throw new ArgumentException(Invariant($"Label {i} is {labels[i]}; with {classes} classes a label is 0 to {classes - 1}."), nameof(labels));
        }
    }

    private static long Check(ReadOnlySpan<float> steps, ReadOnlySpan<int> lengths, int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        if (lengths.IsEmpty) throw new ArgumentException("There is no sequence; give one or more.", nameof(lengths));
        long total = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] < 1) throw new ArgumentException(Invariant($"Sequence {i} has {lengths[i]} steps; a sequence has 1 or more."), nameof(lengths));
            total += lengths[i];
        }

        if (steps.Length != total * features) throw new ArgumentException(Invariant($"There are {steps.Length} values where {lengths.Length} sequences of together {total} steps of {features} values need {total * features}."), nameof(steps));
        if (TensorPrimitives.IsFiniteAll(steps)) return total;
        int at = 0;
        while (float.IsFinite(steps[at])) at++;
        throw new ArgumentException(Invariant($"Value {at % features} of step {at / features} is {steps[at]}; all are finite numbers."), nameof(steps));
    }

    private static SequenceGoal GoalOf(int found, long steps, int sequences, string what, string parameter) =>
        found == steps ? SequenceGoal.Steps
        : found == sequences ? SequenceGoal.Ends
        : throw new ArgumentException(Invariant($"There are {what} for {found}; give them for each of the {steps} steps, or for each of the {sequences} sequences."), parameter);
}
