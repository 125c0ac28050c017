using System.Numerics.Tensors;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Single numbers of predictions from anywhere; <see cref="ClassificationReport"/> and <see cref="RegressionReport"/> have them all at once.</summary>
public static class Metrics
{
    /// <summary>
    /// The area below the ROC curve, by trapezoids: the fraction of the pairs of a positive and a negative sample in which the positive one has the higher score,
    /// where equal scores count half (Mann and Whitney, 1947). The value of sklearn.metrics.roc_auc_score. Null unless there are samples of both kinds.
    /// </summary>
    /// <param name="scores">The score of each sample, not NaN; a higher one says that it is positive.</param>
    /// <param name="isPositive">Whether each sample is positive.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    public static double? RocAuc(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isPositive) => Rank(scores, isPositive).RocAuc;

    /// <summary>
    /// The average precision Σ (Rₖ − Rₖ₋₁)·Pₖ over the different scores as thresholds, from the highest on, with R the recall and P the precision: a sum of steps,
    /// without interpolation. The value of sklearn.metrics.average_precision_score. Null if no sample is positive.
    /// </summary>
    /// <param name="scores">The score of each sample, not NaN; a higher one says that it is positive.</param>
    /// <param name="isPositive">Whether each sample is positive.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    public static double? AveragePrecision(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isPositive) => Rank(scores, isPositive).AveragePrecision;

    /// <summary>The mean of −log p of the known class, in nats: see <see cref="ClassificationReport.LogLoss"/>.</summary>
    /// <param name="outputs">The outputs one sample after the other: one for each class, or one for each sample after a Sigmoid.</param>
    /// <param name="labels">The class of each sample, 0 to classes − 1.</param>
    /// <param name="activation">What the outputs are: logits (Identity), logarithms of probabilities (LogSoftmax), probabilities (Softmax), or the probability of class 1 (Sigmoid).</param>
    /// <param name="temperature">The temperature of the probabilities, 0.01 to 100.</param>
    /// <exception cref="ArgumentException">As for <see cref="ClassificationReport.FromOutputs"/>.</exception>
    public static double LogLoss(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation, double temperature = 1) =>
        LogLoss(ClassDistributions.Of(outputs, labels, activation, temperature), labels);

    /// <summary>The expected calibration error: see <see cref="ClassificationReport.CalibrationError"/>.</summary>
    /// <param name="outputs">The outputs one sample after the other, as for <see cref="LogLoss(ReadOnlySpan{float}, ReadOnlySpan{int}, Activation, double)"/>.</param>
    /// <param name="labels">The class of each sample, 0 to classes − 1.</param>
    /// <param name="activation">What the outputs are.</param>
    /// <param name="temperature">The temperature of the probabilities, 0.01 to 100.</param>
    /// <param name="bins">The number of bins of equal width, 1 or more.</param>
    /// <exception cref="ArgumentException">As for <see cref="ClassificationReport.FromOutputs"/>; or there is no bin.</exception>
    public static double CalibrationError(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation, double temperature = 1, int bins = CalibrationBins.Usual)
    {
        if (bins < 1) throw new ArgumentOutOfRangeException(nameof(bins), bins, "The calibration error needs at least 1 bin; 15 are usual.");
        return CalibrationBins.ErrorOf(ClassDistributions.Of(outputs, labels, activation, temperature), labels, bins);
    }

    /// <summary>The Brier score over all classes, 0 to 2: see <see cref="ClassificationReport.BrierScore"/>.</summary>
    /// <param name="outputs">The outputs one sample after the other, as for <see cref="LogLoss(ReadOnlySpan{float}, ReadOnlySpan{int}, Activation, double)"/>.</param>
    /// <param name="labels">The class of each sample, 0 to classes − 1.</param>
    /// <param name="activation">What the outputs are.</param>
    /// <param name="temperature">The temperature of the probabilities, 0.01 to 100.</param>
    /// <exception cref="ArgumentException">As for <see cref="ClassificationReport.FromOutputs"/>.</exception>
    public static double BrierScore(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation, double temperature = 1) =>
        BrierScore(ClassDistributions.Of(outputs, labels, activation, temperature), labels);

    /// <summary>The mean of |y − t|.</summary>
    /// <param name="predictions">The predictions y, finite.</param>
    /// <param name="targets">The targets t, as many, finite.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a value is infinite or not a number.</exception>
    public static double MeanAbsoluteError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets) => Errors(predictions, targets).MeanAbsoluteError;

    /// <summary>The root of the mean of (y − t)².</summary>
    /// <param name="predictions">The predictions y, finite.</param>
    /// <param name="targets">The targets t, as many, finite.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a value is infinite or not a number.</exception>
    public static double RootMeanSquareError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets) => Errors(predictions, targets).RootMeanSquareError;

    /// <summary>R², the coefficient of determination of one output: see <see cref="OutputResult.RSquared"/>. Null if all targets are equal.</summary>
    /// <param name="predictions">The predictions y, finite.</param>
    /// <param name="targets">The targets t, as many, finite.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a value is infinite or not a number.</exception>
    public static double? RSquared(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets) => Errors(predictions, targets).RSquared;

    internal static double LogLoss(ClassDistributions distributions, ReadOnlySpan<int> labels)
    {
        double sum = 0;
        for (int i = 0; i < labels.Length; i++) sum += distributions.Loss(i, labels[i]);
        return sum / labels.Length;
    }

    internal static double BrierScore(ClassDistributions distributions, ReadOnlySpan<int> labels)
    {
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            for (int c = 0; c < distributions.Classes; c++)
            {
                double difference = distributions.Probability(i, c) - (labels[i] == c ? 1 : 0);
                sum += difference * difference;
            }
        }

        return sum / labels.Length;
    }

    /// <summary>Throws unless there are as many finite predictions as finite targets.</summary>
    internal static void CheckValues(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, string predictionsFrom)
    {
        if (targets.IsEmpty || predictions.Length != targets.Length)
        {
            throw new ArgumentException(Invariant($"There are {predictions.Length} predictions for {targets.Length} targets; there must be as many, and at least 1."), predictionsFrom);
        }

        CheckFinite(predictions, "prediction", predictionsFrom);
        CheckFinite(targets, "target", nameof(targets));
    }

    private static void CheckFinite(ReadOnlySpan<float> values, string what, string parameter)
    {
        if (TensorPrimitives.IsFiniteAll(values)) return;

        int at = 0;
        while (float.IsFinite(values[at])) at++;
        throw new ArgumentException(Invariant($"The {what} {at}, counted from 0 through all samples and outputs, is {values[at]}; every one must be finite."), parameter);
    }

    private static ColumnErrors Errors(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        CheckValues(predictions, targets, nameof(predictions));
        return new(predictions, targets, 0, 1);
    }

    private static (double? RocAuc, double? AveragePrecision) Rank(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isPositive)
    {
        if (scores.Length != isPositive.Length)
        {
            throw new ArgumentException(Invariant($"There are {scores.Length} scores, and {isPositive.Length} samples are said to be positive or not; there must be as many."), nameof(scores));
        }

        double[] sorted = new double[scores.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = float.IsNaN(scores[i]) ? throw new ArgumentException(Invariant($"The score of sample {i} is NaN, which is neither high nor low."), nameof(scores)) : scores[i];
        }

        return Ranking.Of(sorted, isPositive.ToArray());
    }
}
