namespace DeepThin.Training;

/// <summary>
/// The expected calibration error (Naeini, Cooper and Hauskrecht, 2015; Guo and others, 2017, arXiv:1706.04599, equation 3): bins of equal width over the
/// probability of the predicted class, bin m of M for (m − 1)/M to m/M with its upper end; Σ |B|/n·|accuracy(B) − confidence(B)|.
/// </summary>
internal sealed class CalibrationBins(int bins)
{
    /// <summary>The bins of the paper.</summary>
    public const int Usual = 15;

    // In each bin, how much larger the sum of the confidences is than the number of right predictions.
    private readonly double[] _excess = new double[bins];
    private long _count;

    /// <summary>The error of what was added.</summary>
    public double Error => _excess.Sum(Math.Abs) / _count;

    public static double ErrorOf(ClassDistributions distributions, ReadOnlySpan<int> labels, int bins = Usual)
    {
        var calibration = new CalibrationBins(bins);
        for (int i = 0; i < labels.Length; i++)
        {
            int predicted = distributions.Predicted(i);
            calibration.Add(distributions.Probability(i, predicted), predicted == labels[i]);
        }

        return calibration.Error;
    }

    private void Add(double confidence, bool isRight)
    {
        int bin = Math.Clamp((int)Math.Ceiling(confidence * _excess.Length) - 1, 0, _excess.Length - 1);
        _excess[bin] += confidence - (isRight ? 1 : 0);
        _count++;
    }
}
