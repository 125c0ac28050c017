using static System.FormattableString;

namespace DeepThin;

/// <summary>A sequence of labels that a beam search found, and how probable it is: see <see cref="Ctc.Beam"/>.</summary>
public sealed class CtcHypothesis
{
    internal CtcHypothesis(int[] labels, double logProbability)
    {
        Labels = labels;
        LogProbability = logProbability;
    }

    /// <summary>The labels, without blanks; empty where there is none.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>
    /// log p(labels | softmax(scores)), in nats, over the alignments that the search followed: with a beam that holds all sequences over all alignments,
    /// otherwise never above that.
    /// </summary>
    public double LogProbability { get; }

    /// <summary>The labels and their log-probability, for people.</summary>
    public override string ToString() => Invariant($"[{string.Join(", ", Labels.ToArray())}]: {LogProbability:0.0000}");
}
