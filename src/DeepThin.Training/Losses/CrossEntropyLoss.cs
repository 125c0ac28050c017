using System.Numerics.Tensors;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// The cross-entropy between the predicted distribution p over the classes and the known class c: −log p[c], in nats, as torch.nn.CrossEntropyLoss.
/// What the outputs y are follows from the model's last activation:
/// <see cref="Activation.Identity"/> gives logits, −log p[c] = log Σ exp(y) − y[c], with the gradient p − e[c];
/// <see cref="Activation.LogSoftmax"/> gives log p, with the gradient −1 at c;
/// <see cref="Activation.Softmax"/> gives p, with the gradient −1/p[c] at c, where p[c] counts as at least 2⁻¹²⁶, the smallest normal float.
/// Logits and log-probabilities lose no accuracy for improbable classes; prefer them for training.
/// </summary>
public sealed class CrossEntropyLoss : Loss
{
    private const float SmallestNormal = 1.17549435e-38f;

    internal CrossEntropyLoss()
    {
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(CrossEntropy);

    /// <summary>The mean over samples, and its gradient with respect to the outputs.</summary>
    /// <param name="outputs">The model's outputs, samples × classes values.</param>
    /// <param name="labels">The class of each sample, 0 to classes − 1.</param>
    /// <param name="activation">The model's last activation: Identity, Softmax or LogSoftmax.</param>
    /// <param name="gradients">Receives the gradient, samples × classes values.</param>
    /// <exception cref="ArgumentException">A length, a label or the activation is not as said.</exception>
    public static double Mean(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation, Span<float> gradients)
    {
        if (CrossEntropy.Fault(activation) is { } fault) throw new ArgumentException(fault, nameof(activation));

        CheckArguments(outputs, labels, gradients);
        return Sum(outputs, labels, activation, 1f / labels.Length, gradients) / labels.Length;
    }

    /// <summary>Throws unless outputs, labels and gradients fit each other.</summary>
    internal static void CheckArguments(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> gradients)
    {
        if (labels.IsEmpty || outputs.IsEmpty || outputs.Length % labels.Length != 0)
        {
            throw new ArgumentException(Invariant($"{outputs.Length} outputs are not a whole number of classes for {labels.Length} labels."), nameof(outputs));
        }

        if (gradients.Length != outputs.Length)
        {
            throw new ArgumentException(Invariant($"There are {outputs.Length} outputs, and room for {gradients.Length} gradients; there must be as many."), nameof(gradients));
        }

        int classes = outputs.Length / labels.Length;
        foreach (int label in labels)
        {
            if ((uint)label >= (uint)classes)
            {
                throw new ArgumentException(Invariant($"The label {label} is not one of {classes} classes, 0 to {classes - 1}."), nameof(labels));
            }
        }
    }

    /// <summary>The loss of one sample; its gradient, times scale, is written.</summary>
    internal static double OfSample(ReadOnlySpan<float> y, int label, Activation activation, float scale, Span<float> gradient) => activation switch
    {
        Activation.Softmax => OfProbabilities(y, label, scale, gradient),
        Activation.LogSoftmax => OfLogProbabilities(y, label, scale, gradient),
        _ => OfLogits(y, label, scale, gradient),
    };

    internal override string? Fault(Dataset data) =>
        Refusal.Unless(data.HasLabels, $"The cross-entropy needs samples with labels, and these have targets; use Loss.MeanSquare, or Dataset.WithLabels.");

    internal override string? Fault(Activation last) => Refusal.Unless(
        last is Activation.Identity or Activation.Softmax or Activation.LogSoftmax,
        $"The cross-entropy needs a model whose last activation is Identity (logits), LogSoftmax or Softmax, and it is {last}.");

    internal override long Terms(int samples, int outputs) => samples;

    internal override double Sum(PredictedPanel panel, Activation activation, float scale) => Sum(panel.Outputs, panel.Labels, activation, scale, panel.Gradients);

    private static double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation, float scale, Span<float> gradients)
    {
        int classes = outputs.Length / labels.Length;
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            sum += OfSample(outputs.Slice(i * classes, classes), labels[i], activation, scale, gradients.Slice(i * classes, classes));
        }

        return sum;
    }

    private static double OfLogits(ReadOnlySpan<float> y, int label, float scale, Span<float> gradient)
    {
        float max = TensorPrimitives.Max(y);
        TensorPrimitives.Subtract(y, max, gradient);
        TensorPrimitives.Exp(gradient, gradient);
        double total = 0;
        foreach (float value in gradient) total += value;
        TensorPrimitives.Multiply(gradient, (float)(scale / total), gradient);
        gradient[label] -= scale;
        return Math.Log(total) + max - y[label];
    }

    private static double OfLogProbabilities(ReadOnlySpan<float> y, int label, float scale, Span<float> gradient)
    {
        gradient.Clear();
        gradient[label] = -scale;
        return -y[label];
    }

    private static double OfProbabilities(ReadOnlySpan<float> y, int label, float scale, Span<float> gradient)
    {
        float p = MathF.Max(y[label], SmallestNormal);
        gradient.Clear();
        gradient[label] = -scale / p;
        return -Math.Log(p);
    }
}
