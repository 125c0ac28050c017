using static System.FormattableString;

namespace DeepThin;

/// <summary>
/// Sequences of labels out of the scores of a network that was trained by connectionist temporal classification (Graves, Fernández, Gomez and Schmidhuber, 2006,
/// ICML): one class for each step, of which one is the blank. An alignment stands for the labels that remain after equal neighbours became one and blanks were
/// left out.
/// </summary>
public static class Ctc
{
    /// <summary>
    /// The labels of the best alignment: the class of the largest score in each step, the lowest one of several. Fast, and the most probable labels where the
    /// network is certain; <see cref="Beam"/> sums over alignments. Allocates nothing.
    /// </summary>
    /// <param name="scores">The scores, steps × classes values: logits, log-probabilities or probabilities.</param>
    /// <param name="classes">The scores of a step, 2 or more: those of the labels, and that of the blank.</param>
    /// <param name="labels">Receives the labels at its beginning; as long as there are steps, or longer.</param>
    /// <param name="blank">The class that is the blank.</param>
    /// <returns>The number of labels, 0 to steps.</returns>
    /// <exception cref="ArgumentException">The scores are not a whole number of steps, one is NaN, the largest one of a step is infinite, or the labels have less room than there are steps.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are less than 2 classes, or the blank is none of them.</exception>
    public static int Greedy(ReadOnlySpan<float> scores, int classes, Span<int> labels, int blank = 0)
    {
        int steps = Steps(scores, classes, blank);
        if (labels.Length < steps)
        {
            throw new ArgumentException(Invariant($"There are {steps} steps, and room for {labels.Length} labels; each step may have a label of its own, so there must be room for {steps}."), nameof(labels));
        }

        int count = 0, before = blank;
        for (int t = 0; t < steps; t++)
        {
            int best = Best(scores.Slice(t * classes, classes), t);
            if (best != blank && best != before) labels[count++] = best;
            before = best;
        }

        return count;
    }

    /// <summary>
    /// The most probable sequences of labels, by a prefix beam search without a language model (Hannun, Maas, Jurafsky and Ng, 2014, arXiv:1408.2873): in each
    /// step the most probable beginnings are made longer, and the alignments of the same beginning are summed. A beam that can hold all sequences finds the true
    /// order; a narrower one is faster, and may miss a sequence.
    /// </summary>
    /// <param name="scores">The scores, steps × classes values: logits or log-probabilities.</param>
    /// <param name="classes">The scores of a step, 2 or more: those of the labels, and that of the blank.</param>
    /// <param name="beamWidth">The beginnings that are kept from step to step, 1 or more; 10 to 100 for most.</param>
    /// <param name="blank">The class that is the blank.</param>
    /// <returns>At most as many sequences as the beam is wide, the most probable one first, and one at least. No sequence is there twice.</returns>
    /// <exception cref="ArgumentException">The scores are not a whole number of steps, one is NaN, or the largest one of a step is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are less than 2 classes, the blank is none of them, or the beam has no width.</exception>
    public static IReadOnlyList<CtcHypothesis> Beam(ReadOnlySpan<float> scores, int classes, int beamWidth, int blank = 0)
    {
        int steps = Steps(scores, classes, blank);
        if (beamWidth < 1) throw new ArgumentOutOfRangeException(nameof(beamWidth), beamWidth, "The beam keeps at least 1 beginning from step to step; 10 to 100 are usual.");

        var beam = new PrefixBeam(beamWidth, blank);
        float[] softmax = new float[classes];
        for (int t = 0; t < steps; t++)
        {
            var row = scores.Slice(t * classes, classes);
            _ = Best(row, t);
            beam.Advance(row, LogSpace.ScaledSoftmax(row, 1, softmax));
        }

        return beam.Hypotheses;
    }

    /// <summary>
    /// The distance of Levenshtein (1966): the least insertions, deletions and replacements of one label that make one sequence of the other. Summed over
    /// samples and divided by the labels of all their targets, it is the label error rate, such as that of phones. Takes a.Length × b.Length steps.
    /// </summary>
    /// <param name="a">A sequence, such as the predicted one.</param>
    /// <param name="b">The other, such as the target.</param>
    public static int EditDistance(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        // The distance of the first i of a from the first j of b, one row of j after the other.
        int[] row = new int[b.Length + 1];
        for (int j = 0; j < row.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j - 1], row[j]));
            }
        }

        return row[^1];
    }

    /// <summary>Throws unless there are a label and a blank.</summary>
    internal static void CheckClasses(int classes, int blank)
    {
        if (classes < 2) throw new ArgumentOutOfRangeException(nameof(classes), classes, "There are at least 2 classes: the blank, and one label or more.");
        if ((uint)blank >= (uint)classes) throw new ArgumentOutOfRangeException(nameof(blank), blank, Invariant($"The blank is one of the {classes} classes, 0 to {classes - 1}."));
    }

    private static int Steps(ReadOnlySpan<float> scores, int classes, int blank)
    {
        CheckClasses(classes, blank);
        int steps = Math.DivRem(scores.Length, classes, out int rest);
        return rest == 0 ? steps : throw new ArgumentException(Invariant($"{scores.Length} scores are not a whole number of steps of {classes} classes."), nameof(scores));
    }

    /// <summary>The class of the largest score; throws where there is none.</summary>
    private static int Best(ReadOnlySpan<float> scores, int step)
    {
        int best = ClassOutputs.Best(scores);
        return best != ClassOutputs.NoClass ? best : throw new ArgumentException(Invariant($"No class is the best in step {step}: {ClassOutputs.WhyNone(scores)}."), nameof(scores));
    }
}
