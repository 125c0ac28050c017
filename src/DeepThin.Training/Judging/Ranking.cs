namespace DeepThin.Training;

/// <summary>How well scores put the positive samples before the negative ones. Equal scores are one threshold, as in scikit-learn.</summary>
internal static class Ranking
{
    /// <summary>
    /// The area below the curve of the true over the false positive rate, by trapezoids, and the average precision Σ (Rₖ − Rₖ₋₁)·Pₖ over the thresholds from
    /// the highest on, with R the recall and P the precision.
    /// </summary>
    /// <param name="scores">The score of each sample, not NaN; sorted on return.</param>
    /// <param name="isPositive">Whether each is positive; sorted along with the scores.</param>
    /// <returns>The area, null without samples of both kinds; the average precision, null without a positive one.</returns>
    public static (double? RocAuc, double? AveragePrecision) Of(Span<double> scores, Span<bool> isPositive)
    {
        scores.Sort(isPositive);

        // Twice the area in samples, so that it is a whole number.
        long positives = 0, negatives = 0, area = 0;
        double precisions = 0;
        for (int end = scores.Length; end > 0;)
        {
            int first = end, before = (int)positives;
            long negativesBefore = negatives;
            while (first > 0 && scores[first - 1] == scores[end - 1])
            {
                first--;
                if (isPositive[first]) positives++;
                else negatives++;
            }

            area += (negatives - negativesBefore) * (before + positives);
            precisions += (positives - before) * ((double)positives / (positives + negatives));
            end = first;
        }

        return (positives > 0 && negatives > 0 ? area / 2.0 / ((double)positives * negatives) : null, positives > 0 ? precisions / positives : null);
    }
}
