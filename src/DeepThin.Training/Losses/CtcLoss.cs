using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Connectionist temporal classification: see <see cref="Loss.Ctc"/>. The loss is the mean over the sequences. Outputs are logits or log-probabilities.
/// </summary>
public sealed class CtcLoss : Loss
{
    [ThreadStatic]
    private static (CtcAlignment Alignment, int Classes, int Blank)? _own;

    /// <param name="blank">The class that stands for no label.</param>
    internal CtcLoss(int blank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blank);
        Blank = blank;
    }

    /// <summary>The class that stands for no label.</summary>
    public int Blank { get; }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Ctc(Blank: {Blank})");

    /// <inheritdoc/>
    protected internal override string? Fault(IDataSource data)
    {
        if (data is not SequenceTerms { Data: { Goal: SequenceGoal.Labellings } sequences }) return "Connectionist temporal classification takes sequences with labels of no places; use SequenceDataset.FromLabellings, or another loss.";
        if (Blank >= sequences.Outputs) return Invariant($"The blank is {Blank}, and there are {sequences.Outputs} classes; it is 0 to {sequences.Outputs - 1}.");
        var alignment = new CtcAlignment(sequences.Outputs, Blank);
        for (int i = 0; i < sequences.Count; i++)
        {
            var labels = sequences.LabelsOf(i);
            if (alignment.Fault(labels) is { } fault) return Invariant($"Sequence {i}: {fault}");
            int least = CtcAlignment.LeastSteps(labels), steps = sequences.Lengths.Span[i];
            if (least > steps) return Invariant($"Sequence {i} has {steps} steps, and its {labels.Length} labels need {least}: one for each, and one between equal neighbours. Leave it out, or give the model more steps.");
        }

        return null;
    }

    /// <inheritdoc/>
    protected internal override string? Fault(Activation last) => Refusal.Unless(
        last is Activation.Identity or Activation.LogSoftmax,
        $"Connectionist temporal classification needs a model whose last activation is Identity (logits) or LogSoftmax, and it is {last}.");

    /// <inheritdoc/>
    protected internal override double Sum(PredictedPanel panel, Activation activation, float scale)
    {
        int classes = panel.Outputs.Length / panel.Samples, row = 0, label = 0;
        if (_own is not { } own || (own.Classes, own.Blank) != (classes, Blank)) _own = own = (new CtcAlignment(classes, Blank), classes, Blank);
        double sum = 0;
        for (int i = 0; i < panel.Lengths.Length; i++)
        {
            int steps = panel.Lengths[i], labels = panel.LabelCounts[i];
            sum += own.Alignment.Loss(
                panel.Outputs.Slice(row * classes, steps * classes), classes, steps, panel.Labels.Slice(label, labels), scale, panel.Gradients.Slice(row * classes, steps * classes));
            row += steps;
            label += labels;
        }

        return sum;
    }
}
