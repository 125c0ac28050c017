using System.Numerics.Tensors;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// The cross-entropy between the predicted distribution p over the classes and the known class c: −log p[c], in nats, as torch.nn.CrossEntropyLoss.
/// What the outputs y are follows from the model's last activation:
/// <see cref="Activation.Identity"/> gives logits, −log p[c] = log Σ exp(y) − y[c], with the gradient p − e[c];
/// <see cref="Activation.LogSoftmax"/> gives log p, with the gradient −1 at c;
/// <see cref="Activation.Softmax"/> gives p, with the gradient −1/p[c] at c, where p[c] counts as at least 2⁻¹²⁶, the smallest normal float.
/// With a smoothing ε the known distribution is (1 − ε)·e[c] + ε/K over the K classes in place of e[c] (Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, 2016,
/// arXiv:1512.00567), as torch's label_smoothing.
/// Logits and log-probabilities lose no accuracy for improbable classes; prefer them for training.
/// </summary>
public sealed class CrossEntropyLoss : Loss
{
    private const float SmallestNormal = 1.17549435e-38f;

    internal CrossEntropyLoss(double smoothing)
    {
        CheckSmoothing(smoothing);
        Smoothing = smoothing;
    }

    /// <summary>ε, the part of the known distribution that all classes share; 0 for labels as they are.</summary>
    public double Smoothing { get; }

    /// <inheritdoc/>
    public override Loss Plain => CrossEntropy;

    internal override bool TakesLabels => true;

    /// <inheritdoc/>
    public override string ToString() => Smoothing == 0 ? nameof(CrossEntropy) : Invariant($"{nameof(CrossEntropy)}(Smoothing: {Smoothing})");

    /// <summary>The mean over samples, and its gradient with respect to the outputs.</summary>
    /// <param name="outputs">The model's outputs, samples × classes values.</param>
    /// <param name="labels">The class of each sample, 0 to classes − 1.</param>
    /// <param name="activation">The model's last activation: Identity, Softmax or LogSoftmax.</param>
    /// <param name="gradients">Receives the gradient, samples × classes values.</param>
    /// <param name="smoothing">ε, 0 to below 1.</param>
    /// <exception cref="ArgumentException">A length, a label, the smoothing or the activation is not as said.</exception>
    public static double Mean(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation, Span<float> gradients, double smoothing = 0)
    {
        CheckSmoothing(smoothing);
        if (CrossEntropy.Fault(activation) is { } fault) throw new ArgumentException(fault, nameof(activation));

        CheckArguments(outputs, labels, gradients);
        return Sum(outputs, labels, activation, smoothing, 1f / labels.Length, gradients) / labels.Length;
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
    internal static double OfSample(ReadOnlySpan<float> y, int label, Activation activation, double smoothing, float scale, Span<float> gradient)
    {
        // What the known class has more than each of the others.
        float own = (float)(1 - smoothing), each = (float)(smoothing / y.Length);
        return activation switch
        {
            Activation.Softmax => OfProbabilities(y, label, own, each, scale, gradient),
            Activation.LogSoftmax => OfLogProbabilities(y, label, own, each, scale, gradient),
            _ => OfLogits(y, label, own, each, scale, gradient),
        };
    }

    /// <inheritdoc/>
    protected internal override string? Fault(IDataSource data) =>
        Refusal.Unless(data.HasLabels, $"The cross-entropy needs samples with labels, and these have targets; use Loss.MeanSquare, or Dataset.WithLabels.");

    /// <inheritdoc/>
    protected internal override string? Fault(Activation last) => Refusal.Unless(
        last is Activation.Identity or Activation.Softmax or Activation.LogSoftmax,
        $"The cross-entropy needs a model whose last activation is Identity (logits), LogSoftmax or Softmax, and it is {last}.");

    /// <inheritdoc/>
    protected internal override long Terms(int samples, int outputs) => samples;

    /// <inheritdoc/>
    protected internal override double Sum(PredictedPanel panel, Activation activation, float scale) => Sum(panel.Outputs, panel.Labels, activation, Smoothing, scale, panel.Gradients);

    private static double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation, double smoothing, float scale, Span<float> gradients)
    {
        int classes = outputs.Length / labels.Length;
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            sum += OfSample(outputs.Slice(i * classes, classes), labels[i], activation, smoothing, scale, gradients.Slice(i * classes, classes));
        }

        return sum;
    }

    private static double OfLogits(ReadOnlySpan<float> y, int label, float own, float each, float scale, Span<float> gradient)
    {
        double loss = LogSpace.ScaledSoftmax(y, scale, gradient) - own * (double)y[label];
        gradient[label] -= own * scale;
        if (each == 0) return loss;
        TensorPrimitives.Subtract(gradient, each * scale, gradient);
        return loss - each * Total(y);
    }

    private static double OfLogProbabilities(ReadOnlySpan<float> y, int label, float own, float each, float scale, Span<float> gradient)
    {
        gradient.Fill(-each * scale);
        gradient[label] -= own * scale;
        return each == 0 ? -y[label] : -own * (double)y[label] - each * Total(y);
    }

    private static double OfProbabilities(ReadOnlySpan<float> y, int label, float own, float each, float scale, Span<float> gradient)
    {
        double loss = 0;
        for (int i = 0; i < y.Length; i++)
        {
            float part = i == label ? own + each : each, p = MathF.Max(y[i], SmallestNormal);
            gradient[i] = part == 0 ? 0 : -scale * part / p;
            if (part > 0) loss -= part * Math.Log(p);
        }

        return loss;
    }

    private static double Total(ReadOnlySpan<float> values)
    {
        double total = 0;
        foreach (float value in values) total += value;
        return total;
    }

    private static void CheckSmoothing(double smoothing)
    {
        if (smoothing is >= 0 and < 1) return;
        throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "The smoothing is 0 to below 1, such as 0.1; 0 leaves the labels as they are.");
    }
}
