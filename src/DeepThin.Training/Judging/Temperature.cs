using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>
/// A temperature that makes a model's probabilities fit how often it is right (temperature scaling: Guo, Pleiss, Sun and Weinberger, 2017, arXiv:1706.04599). The
/// probabilities become softmax(logits / T). No class changes, so the accuracy stays as it is.
/// </summary>
public sealed record Temperature
{
    private const double Least = 0.01, Most = 100;

    // Where the sign of the slope has changed within so little of T, relative to it, the loss is as small as it gets.
    private const double Tolerance = 1e-10;

    private const int StepsOfNewton = 4;

    /// <summary>The temperature T, 0.01 to 100: above 1 for a model that is too certain, 0.01 for one that is always right, 1 where no other one makes the log loss smaller.</summary>
    public required double Value { get; init; }

    /// <summary>The log loss with the temperature 1, in nats.</summary>
    public required double LogLossBefore { get; init; }

    /// <summary>The log loss with the temperature T: never above the one before, on the samples of the fit.</summary>
    public required double LogLossAfter { get; init; }

    /// <summary>The expected calibration error with the temperature 1, in 15 bins.</summary>
    public required double CalibrationErrorBefore { get; init; }

    /// <summary>The expected calibration error with the temperature T. It is not what is made small, and can be larger than before where it was small.</summary>
    public required double CalibrationErrorAfter { get; init; }

    /// <summary>Finds the temperature for which the log loss of a model is least.</summary>
    /// <typeparam name="TModel">The model, as for <see cref="ClassificationReport.Of{TModel}"/>.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="data">Samples with labels on which the model was not trained, such as those of the validation; not those that judge the result.</param>
    /// <param name="maxDegreeOfParallelism">The most threads that predict: 1 or more, or −1 for all processors. The temperature does not depend on it.</param>
    /// <param name="cancellationToken">Stops the predictions.</param>
    /// <exception cref="ArgumentException">The samples do not fit the model, it tells no classes apart, or it gives outputs that are NaN, or a largest one that is infinite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Temperature Fit<TModel>(TModel model, Dataset data, int maxDegreeOfParallelism = 1, CancellationToken cancellationToken = default)
        where TModel : class, IModel<TModel>
    {
        ModelOutputs.CheckClasses(model, data);
        float[] outputs = ModelOutputs.Of(model, data, maxDegreeOfParallelism, cancellationToken);
        return Fit(outputs, data.Labels.Span, ModelOutputs.LastOf<TModel>(), nameof(model));
    }

    /// <summary>Finds the temperature for which the log loss of predictions from anywhere is least.</summary>
    /// <param name="outputs">The outputs one sample after the other: one for each class, or one for each sample after a Sigmoid.</param>
    /// <param name="labels">The class of each sample, 0 to classes − 1.</param>
    /// <param name="activation">What the outputs are: logits (Identity), logarithms of probabilities (LogSoftmax), probabilities (Softmax), or the probability of class 1 (Sigmoid).</param>
    /// <exception cref="ArgumentException">As for <see cref="ClassificationReport.FromOutputs"/>.</exception>
    public static Temperature FitOutputs(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation) => Fit(outputs, labels, activation, nameof(outputs));

    /// <summary>The temperature, and what it changes, for people.</summary>
    public override string ToString() => Invariant(
        $"temperature {Value:0.####}: log loss {LogLossBefore:0.0000} → {LogLossAfter:0.0000}, calibration error {CalibrationErrorBefore:0.0000} → {CalibrationErrorAfter:0.0000}");

    private static Temperature Fit(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation, string outputsFrom)
    {
        var before = ClassDistributions.Of(outputs, labels, activation, 1, outputsFrom);
        double value = Minimize(before, labels), lossBefore = Metrics.LogLoss(before, labels);
        var after = ClassDistributions.Of(outputs, labels, activation, value, outputsFrom);
        double lossAfter = Metrics.LogLoss(after, labels);
        double errorBefore = CalibrationBins.ErrorOf(before, labels);
        bool isBetter = lossAfter < lossBefore;
        return new()
        {
            Value = isBetter ? value : 1,
            LogLossBefore = lossBefore,
            LogLossAfter = isBetter ? lossAfter : lossBefore,
            CalibrationErrorBefore = errorBefore,
            CalibrationErrorAfter = isBetter ? CalibrationBins.ErrorOf(after, labels) : errorBefore,
        };
    }

    /// <summary>
    /// The log loss Σ log Σ exp(β·z) − β·z[label] is convex in β = 1/T, and so has one minimum over log T as well. Newton's steps in β find the zero of its slope;
    /// one that leaves the interval in which the zero is known to be is replaced by the middle of log T, and so is every fourth, so that the interval shrinks.
    /// </summary>
    private static double Minimize(ClassDistributions distributions, ReadOnlySpan<int> labels)
    {
        double low = 1 / Most, high = 1 / Least, beta = 1;
        if (Slope(distributions, labels, low).Slope >= 0) return Most;
        if (Slope(distributions, labels, high).Slope <= 0) return Least;

        for (int step = 1; high > low * (1 + Tolerance); step++)
        {
            var (slope, curvature) = Slope(distributions, labels, beta);
            if (slope == 0) break;
            if (slope > 0) high = beta;
            else low = beta;
            double next = beta - slope / curvature;
            if (step % StepsOfNewton == 0 || !(next > low && next < high)) next = Math.Sqrt(low * high);
            if (Math.Abs(next - beta) <= Tolerance * beta) return 1 / next;
            beta = next;
        }

        return 1 / beta;
    }

    /// <summary>The slope of the log loss over β, Σ (mean of z − z[label]), and its own, Σ variance of z, with the means of softmax(β·z).</summary>
    private static (double Slope, double Curvature) Slope(ClassDistributions distributions, ReadOnlySpan<int> labels, double beta)
    {
        double slope = 0, curvature = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double max = distributions.Logit(i, distributions.Predicted(i)), known = distributions.Logit(i, labels[i]) - max;

            // The loss of a class that is impossible is the same for every temperature.
            if (double.IsNegativeInfinity(known)) continue;

            double sum = 0, mean = 0, square = 0;
            for (int c = 0; c < distributions.Classes; c++)
            {
                double logit = distributions.Logit(i, c) - max, power = Math.Exp(beta * logit);
                if (power == 0) continue;
                sum += power;
                mean += power * logit;
                square += power * logit * logit;
            }

            mean /= sum;
            slope += mean - known;
            curvature += square / sum - mean * mean;
        }

        return (slope, curvature);
    }
}
