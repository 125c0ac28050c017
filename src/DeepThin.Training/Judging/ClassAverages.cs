namespace DeepThin.Training;

/// <summary>Means over the classes. A class for which a value is not defined does not count in its mean, as with zero_division=nan of scikit-learn.</summary>
public sealed record ClassAverages
{
    /// <summary>The mean precision; null if no class is predicted at all that counts.</summary>
    public required double? Precision { get; init; }

    /// <summary>The mean recall.</summary>
    public required double? Recall { get; init; }

    /// <summary>The mean of the F1 of the classes.</summary>
    public required double? F1 { get; init; }

    /// <summary>The mean area below the ROC curves; null if all samples are of one class.</summary>
    public required double? RocAuc { get; init; }

    /// <summary>The mean average precision.</summary>
    public required double? AveragePrecision { get; init; }

    internal static ClassAverages Of(IReadOnlyList<ClassResult> classes, Func<ClassResult, double> weight) => new()
    {
        Precision = Mean(classes, one => one.Precision, weight),
        Recall = Mean(classes, one => one.Recall, weight),
        F1 = Mean(classes, one => one.F1, weight),
        RocAuc = Mean(classes, one => one.RocAuc, weight),
        AveragePrecision = Mean(classes, one => one.AveragePrecision, weight),
    };

    private static double? Mean(IReadOnlyList<ClassResult> classes, Func<ClassResult, double?> value, Func<ClassResult, double> weight)
    {
        double sum = 0, weights = 0;
        foreach (var one in classes)
        {
            if (value(one) is not { } defined) continue;
            sum += weight(one) * defined;
            weights += weight(one);
        }

        return weights == 0 ? null : sum / weights;
    }
}
