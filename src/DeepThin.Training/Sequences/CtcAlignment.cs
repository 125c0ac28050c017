using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// Connectionist temporal classification: how probable a target is, summed over all the ways to align it with the steps of a sequence (Graves, Fernández, Gomez
/// and Schmidhuber, 2006, ICML, section 4; equations by their numbers there). A way has one class for each step. It stands for a target if that is what remains
/// of the way after equal neighbours became one and blanks were left out.
/// <para>
/// Logarithms are of double precision: they reach −1000 and beyond for long sequences, where a float is right to 6e-5 only, and gradients are their exponentials.
/// </para>
/// </summary>
/// <remarks>An instance keeps its buffers, which grow to the longest sequence, so that further calls allocate nothing. It serves one thread at a time.</remarks>
internal sealed class CtcAlignment
{
    private readonly int _classes;
    private readonly int _blank;

    private int[] _states = [];
    private double[] _normalizers = [];
    private double[] _alpha = [];
    private double[] _beta = [];

    /// <param name="classes">The scores of a step, 2 or more: those of the labels, and that of the blank.</param>
    /// <param name="blank">The class that is the blank.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are less than 2 classes, or the blank is none of them.</exception>
    public CtcAlignment(int classes, int blank = 0)
    {
        Ctc.CheckClasses(classes, blank);
        _classes = classes;
        _blank = blank;
    }

    /// <summary>The least steps that a target can be aligned with: one for each label, and one for a blank between labels that are equal.</summary>
    public static int LeastSteps(ReadOnlySpan<int> target)
    {
        int steps = target.Length;
        for (int i = 1; i < target.Length; i++)
        {
            if (target[i] == target[i - 1]) steps++;
        }

        return steps;
    }

    /// <summary>Why something is no target, in a sentence that says what would be one; null if it is.</summary>
    public string? Fault(ReadOnlySpan<int> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            int label = target[i];
            if ((uint)label >= (uint)_classes) return Invariant($"Label {i} of the target is {label}; with {_classes} classes the labels go from 0 to {_classes - 1}.");
            if (label == _blank) return Invariant($"Label {i} of the target is {label}, which is the blank; leave blanks out of targets, because the alignment puts them in.");
        }

        return null;
    }

    /// <summary>
    /// −log p(target | softmax(scores)), in nats; +∞ for a target with <see cref="LeastSteps"/> above the steps, or one that is impossible because scores are −∞.
    /// The gradient of a score is its softmax less the probability that a way to the target goes through it, equation 16; where the loss is infinite, the gradients
    /// are 0. A score that is NaN or +∞ makes the loss NaN.
    /// </summary>
    /// <param name="scores">The scores, classes values for each step. Log-probabilities are scores as well.</param>
    /// <param name="stride">How far each step begins behind the one before, in scores and in gradients: classes or more. What lies between is not touched.</param>
    /// <param name="steps">The number of steps; without steps the empty target has the loss 0, and every other one +∞.</param>
    /// <param name="target">The labels, none of which is the blank; may be empty.</param>
    /// <param name="scale">What the gradients are multiplied with; the loss is not.</param>
    /// <param name="gradients">Receives the gradients with respect to the scores, at the places of these; other memory than the scores.</param>
    /// <exception cref="ArgumentException">The target has a <see cref="Fault"/>.</exception>
    public double Loss(ReadOnlySpan<float> scores, int stride, int steps, ReadOnlySpan<int> target, float scale, Span<float> gradients)
    {
        if (Fault(target) is { } fault) throw new ArgumentException(fault, nameof(target));

        var states = WithBlanks(target);
        var normalizers = Room(ref _normalizers, steps);
        for (int t = 0; t < steps; t++)
        {
            normalizers[t] = LogSpace.ScaledSoftmax(scores.Slice(t * stride, _classes), scale, gradients.Slice(t * stride, _classes));
        }

        var alpha = Room(ref _alpha, (steps + 1L) * states.Length);
        double logProbability = Forward(scores, stride, states, normalizers, alpha);
        if (logProbability == LogSpace.Impossible)
        {
            for (int t = 0; t < steps; t++) gradients.Slice(t * stride, _classes).Clear();
        }
        else
        {
            Backward(scores, stride, states, normalizers, alpha, logProbability, scale, gradients);
        }

        return -logProbability;
    }

    /// <summary>The target with a blank before, between and behind its labels: l′ of the paper. A way goes through these states.</summary>
    private ReadOnlySpan<int> WithBlanks(ReadOnlySpan<int> target)
    {
        var states = Room(ref _states, 2L * target.Length + 1);
        states.Fill(_blank);
        for (int i = 0; i < target.Length; i++) states[2 * i + 1] = target[i];
        return states;
    }

    /// <summary>
    /// Equations 6 and 7: αₜ(s) = yₜ(l′ₛ)·(αₜ₋₁(s) + αₜ₋₁(s−1) + αₜ₋₁(s−2)), the last summand only where l′ₛ ≠ l′ₛ₋₂. A way may leave out the blank between
    /// labels that differ, and neither a label nor the blank between equal ones. Row 0 is before the first step, so that αₜ is row t + 1, counted from t = 0: there
    /// a way is at the first blank.
    /// </summary>
    /// <returns>Equation 8, log p(target): the ways that end at the last label or at the blank behind it.</returns>
    private double Forward(ReadOnlySpan<float> scores, int stride, ReadOnlySpan<int> states, ReadOnlySpan<double> normalizers, Span<double> alpha)
    {
        int count = states.Length;
        var before = alpha[..count];
        before.Fill(LogSpace.Impossible);
        before[0] = 0;
        for (int t = 0; t < normalizers.Length; t++)
        {
            var row = scores.Slice(t * stride, _classes);
            var now = alpha.Slice((t + 1) * count, count);
            for (int s = 0; s < count; s++)
            {
                double next = s >= 1 ? before[s - 1] : LogSpace.Impossible;
                double skip = s >= 2 && states[s] != states[s - 2] ? before[s - 2] : LogSpace.Impossible;
                now[s] = LogSpace.Sum(before[s], next, skip) + (row[states[s]] - normalizers[t]);
            }

            before = now;
        }

        return LogSpace.Sum(before[^1], count >= 2 ? before[^2] : LogSpace.Impossible);
    }

    /// <summary>
    /// Equations 10 and 11 for β without the factor of its own step, so that αₜ(s)·βₜ(s)/p(target) is the probability that a way is at s in step t. The gradient of
    /// the class l′ₛ loses it.
    /// </summary>
    private void Backward(
        ReadOnlySpan<float> scores,
        int stride,
        ReadOnlySpan<int> states,
        ReadOnlySpan<double> normalizers,
        ReadOnlySpan<double> alpha,
        double logProbability,
        float scale,
        Span<float> gradients)
    {
        int count = states.Length;
        var beta = Room(ref _beta, count);
        beta.Fill(LogSpace.Impossible);
        beta[Math.Max(count - 2, 0)..].Clear();
        for (int t = normalizers.Length - 1; t >= 0; t--)
        {
            var row = scores.Slice(t * stride, _classes);
            var gradient = gradients.Slice(t * stride, _classes);
            var now = alpha.Slice((t + 1) * count, count);
            for (int s = 0; s < count; s++)
            {
                gradient[states[s]] -= (float)(scale * Math.Exp(now[s] + beta[s] - logProbability));
                beta[s] += row[states[s]] - normalizers[t];
            }

            // Upwards, so that the sum at s takes what is not replaced yet.
            for (int s = 0; s < count; s++)
            {
                double next = s + 1 < count ? beta[s + 1] : LogSpace.Impossible;
                double skip = s + 2 < count && states[s] != states[s + 2] ? beta[s + 2] : LogSpace.Impossible;
                beta[s] = LogSpace.Sum(beta[s], next, skip);
            }
        }
    }

    private static Span<T> Room<T>(ref T[] buffer, long length)
    {
        if (buffer.Length < length) buffer = new T[Math.Max(length, Math.Min(2L * buffer.Length, Array.MaxLength))];
        return buffer.AsSpan(0, (int)length);
    }
}
