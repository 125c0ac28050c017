using System.Numerics.Tensors;

namespace DeepThin.Training;

/// <summary>
/// The mean over all outputs of all samples of −t·log p − (1 − t)·log(1 − p), in nats; t is the target, or the label of a single output. After
/// <see cref="Activation.Sigmoid"/> the outputs are p, with the gradient (p − t) / (p·(1 − p)), as torch.nn.BCELoss: logarithms count as at least −100. After
/// <see cref="Activation.Identity"/> they are logits z with p = σ(z) and the gradient p − t, as torch.nn.BCEWithLogitsLoss, which loses no accuracy for
/// probabilities near 0 and 1.
/// </summary>
public sealed class BinaryCrossEntropyLoss : Loss
{
    private const double LeastLogarithm = -100;
    private const float LeastVariance = 1e-12f;

    internal BinaryCrossEntropyLoss()
    {
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(BinaryCrossEntropy);

    /// <inheritdoc/>
    protected internal override int Outputs(IDataSource data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.HasLabels ? 1 : data.Outputs;
    }

    /// <inheritdoc/>
    protected internal override string? Fault(IDataSource data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.HasLabels) return Refusal.Unless(data.Outputs == 2, $"The binary cross-entropy takes labels of 2 classes, and these have {data.Outputs}; use Loss.CrossEntropy, or targets of 0 and 1 for each class.");
        if (data is not Dataset memory) return null;
        for (int i = 0; i < memory.Count; i++)
        {
            if (FaultOfTargets(memory.Targets.Span.Slice(i * memory.Outputs, memory.Outputs), i) is { } fault) return fault + ".";
        }

        return null;
    }

    internal override string? FaultOfTargets(ReadOnlySpan<float> targets, int sample)
    {
        int at = targets.IndexOfAnyExceptInRange(0, 1);
        return Refusal.Unless(at < 0, $"The target of sample {sample} has {targets[Math.Max(at, 0)]} at value {at}; the binary cross-entropy takes targets from 0 to 1");
    }

    /// <inheritdoc/>
    protected internal override string? Fault(Activation last) =>
        Refusal.Unless(last is Activation.Sigmoid or Activation.Identity, $"The binary cross-entropy needs a model whose last activation is Sigmoid or Identity (logits), and it is {last}.");

    /// <inheritdoc/>
    protected internal override long Terms(int samples, int outputs) => (long)samples * outputs;

    /// <inheritdoc/>
    protected internal override double Sum(PredictedPanel panel, Activation activation, float scale)
    {
        double sum = 0;
        for (int i = 0; i < panel.Outputs.Length; i++)
        {
            float y = panel.Outputs[i], target = panel.Labels.IsEmpty ? panel.Targets[i] : panel.Labels[i];
            sum += activation == Activation.Sigmoid ? OfProbability(y, target, out panel.Gradients[i]) : OfLogit(y, target, out panel.Gradients[i]);
        }

        TensorPrimitives.Multiply(panel.Gradients, scale, panel.Gradients);
        return sum;
    }

    private static double OfProbability(float p, float target, out float gradient)
    {
        gradient = (p - target) / MathF.Max(p * (1 - p), LeastVariance);
        return float.IsNaN(p) ? double.NaN : -target * Math.Max(Math.Log(p), LeastLogarithm) - (1 - target) * Math.Max(Math.Log(1.0 - p), LeastLogarithm);
    }

    private static double OfLogit(float z, float target, out float gradient)
    {
        gradient = (float)(1 / (1 + Math.Exp(-z))) - target;
        return Math.Max(z, 0) - (double)z * target + Math.Log(1 + Math.Exp(-Math.Abs((double)z)));
    }
}
