using System.Buffers;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// The weighted sum of the losses of outputs, for a model that has several. The samples have targets, laid out as the predictions are: those of one output after the other. An output
/// without a loss is not trained.
/// </summary>
public sealed class OutputsLoss : Loss
{
    private readonly OutputLoss[] _parts;

    internal OutputsLoss(OutputLoss[] parts)
    {
        if (parts.Length == 0 || parts.Contains(null!)) throw new ArgumentException("Give the loss of one output or more, and none that is null.", nameof(parts));
        string? twice = parts.GroupBy(part => part.Output.Name).FirstOrDefault(same => same.Count() > 1)?.Key;
        if (twice != null) throw new ArgumentException($"The output '{twice}' has two losses; give it one.", nameof(parts));
        _parts = [.. parts];
    }

    /// <summary>The losses.</summary>
    public IReadOnlyList<OutputLoss> Parts => _parts;

    /// <inheritdoc/>
    public override Loss Plain => new OutputsLoss([.. _parts.Select(part => part.Plain)]);

    /// <inheritdoc/>
    public override string ToString() => $"OfOutputs({string.Join(", ", _parts.Select(part => part.ToString()))})";

    /// <inheritdoc/>
    protected internal override string? Fault(IDataSource data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.HasLabels) return "A loss of several outputs needs samples with targets, those of one output after the other, and these have labels; use Dataset.WithTargets.";
        if (data is not Dataset memory) return null;
        for (int i = 0; i < memory.Count; i++)
        {
            if (FaultOfTargets(memory.Targets.Span.Slice(i * memory.Outputs, memory.Outputs), i) is { } fault) return fault + ".";
        }

        return null;
    }

    /// <inheritdoc/>
    protected internal override double Sum(PredictedPanel panel, Activation activation, float scale)
    {
        panel.Gradients.Clear();
        double sum = 0;
        foreach (var part in _parts) sum += Sum(part, panel, scale);
        return sum;
    }

    /// <summary>Why the loss cannot be computed for what a model gives; null if it can.</summary>
    internal override string? Fault(ModelInfo model)
    {
        foreach (var part in _parts)
        {
            var output = part.Output;
            if (!model.Outputs.Any(own => (own.Name, own.Offset, own.Length) == (output.Name, output.Offset, output.Length)))
            {
                return $"The loss is of an output '{output.Name}' of {output.Length} values, and {model.Name} has no such output; it has {string.Join(", ", model.Outputs.Select(own => $"'{own.Name}' of {own.Length}"))}.";
            }

            if (part.Loss.Fault(output.Activation) is { } fault) return $"Output '{output.Name}': {fault}";
        }

        return null;
    }

    internal override string? FaultOfTargets(ReadOnlySpan<float> targets, int sample)
    {
        foreach (var part in _parts)
        {
            if (part.Output.End > targets.Length) return Invariant($"sample {sample} has {targets.Length} targets, and output '{part.Output.Name}' has those from {part.Output.Offset} on to {part.Output.End - 1}");
            var own = part.Output.Of(targets);
            if (part.Loss.TakesLabels && !IsOneHot(own)) return Invariant($"the targets of output '{part.Output.Name}' of sample {sample} name no class; its loss {part.Loss} takes a 1 for the known class and 0 for the others");
            if (!part.Loss.TakesLabels && part.Loss.FaultOfTargets(own, sample) is { } fault) return $"output '{part.Output.Name}': {fault}";
        }

        return null;
    }

    private static bool IsOneHot(ReadOnlySpan<float> targets)
    {
        int ones = 0;
        foreach (float target in targets)
        {
            if (target is not (0 or 1)) return false;
            ones += (int)target;
        }

        return ones == 1;
    }

    // The loss of an output sees its values alone, and the mean over them.
    private static double Sum(OutputLoss part, PredictedPanel panel, float scale)
    {
        int samples = panel.Samples, width = panel.Outputs.Length / samples, length = part.Output.Length;
        float share = (float)(part.Weight * samples / part.Loss.Terms(samples, length));
        float[] block = ArrayPool<float>.Shared.Rent(3 * samples * length);
        int[] classes = ArrayPool<int>.Shared.Rent(samples);
        try
        {
            Span<float> outputs = block.AsSpan(0, samples * length), targets = block.AsSpan(samples * length, samples * length), gradients = block.AsSpan(2 * samples * length, samples * length);
            for (int i = 0; i < samples; i++)
            {
                part.Output.Of(panel.Outputs.Slice(i * width, width)).CopyTo(outputs[(i * length)..]);
                part.Output.Of(panel.Targets.Slice(i * width, width)).CopyTo(targets[(i * length)..]);
                classes[i] = targets.Slice(i * length, length).IndexOf(1f);
            }

            bool takesLabels = part.Loss.TakesLabels;
            var own = new PredictedPanel { Samples = samples, Outputs = outputs, Labels = takesLabels ? classes.AsSpan(0, samples) : default, Targets = takesLabels ? default : targets, Gradients = gradients };
            double sum = share * part.Loss.Sum(own, part.Output.Activation, scale * share);
            for (int i = 0; i < samples; i++) gradients.Slice(i * length, length).CopyTo(part.Output.Of(panel.Gradients.Slice(i * width, width)));
            return sum;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(block);
            ArrayPool<int>.Shared.Return(classes);
        }
    }
}
