namespace DeepThin.Training;

/// <summary>How far one column of predictions is from that of the targets.</summary>
internal readonly struct ColumnErrors
{
    /// <summary>Adds up the column.</summary>
    /// <param name="predictions">The predictions, rows of <paramref name="width"/> values.</param>
    /// <param name="targets">The targets, as many.</param>
    /// <param name="column">The column.</param>
    /// <param name="width">The values of a row.</param>
    public ColumnErrors(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int column, int width)
    {
        double absolute = 0, square = 0, mean = 0, variation = 0;
        int count = targets.Length / width;
        bool isConstant = true;
        for (int at = column; at < targets.Length; at += width)
        {
            double difference = (double)predictions[at] - targets[at];
            absolute += Math.Abs(difference);
            square += difference * difference;
            mean += (double)targets[at] / count;
            isConstant &= targets[at] == targets[column];
        }

        for (int at = column; at < targets.Length; at += width) variation += (targets[at] - mean) * (targets[at] - mean);
        MeanAbsoluteError = absolute / count;
        RootMeanSquareError = Math.Sqrt(square / count);
        RSquared = isConstant ? null : 1 - square / variation;
    }

    public double MeanAbsoluteError { get; }

    public double RootMeanSquareError { get; }

    public double? RSquared { get; }
}
