using System.Text.Json.Serialization;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>How many samples of each class are predicted to be of each class.</summary>
public sealed class ConfusionMatrix
{
    private ConfusionMatrix(IReadOnlyList<string> classNames, int[][] counts, int count)
    {
        ClassNames = classNames;
        Counts = counts;
        Count = count;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The number of classes.</summary>
    public int Classes => Counts.Length;

    /// <summary>The names of the classes; their numbers where none were given.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The fraction of the samples whose class is predicted.</summary>
    public double Accuracy => (double)Enumerable.Range(0, Classes).Sum(i => (long)Counts[i][i]) / Count;

    /// <summary>The mean of <see cref="Recall"/> over the classes that have samples, which gives each of them the same weight.</summary>
    public double BalancedAccuracy => Enumerable.Range(0, Classes).Select(Recall).OfType<double>().Average();

    /// <summary>The counts, a row for each true class.</summary>
    [JsonInclude]
    internal int[][] Counts { get; }

    /// <summary>The number of samples of one class that are predicted to be of another, or the same.</summary>
    /// <param name="trueClass">The class that they are of.</param>
    /// <param name="predictedClass">The class that is predicted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int this[int trueClass, int predictedClass] => Counts[Checked(trueClass, nameof(trueClass))][Checked(predictedClass, nameof(predictedClass))];

    /// <summary>Counts predictions.</summary>
    /// <param name="labels">The class of each sample, 0 to classes − 1.</param>
    /// <param name="predicted">The class that is predicted for each.</param>
    /// <param name="classes">The number of classes, 2 or more.</param>
    /// <param name="classNames">The names of the classes; null for their numbers.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, a number is no class, or there are not as many names as classes.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int classes, IReadOnlyList<string>? classNames = null)
    {
        if (classes < 2) throw new ArgumentOutOfRangeException(nameof(classes), classes, "A classification has at least 2 classes.");
        if (labels.IsEmpty || predicted.Length != labels.Length)
        {
            throw new ArgumentException(Invariant($"There are {predicted.Length} predictions for {labels.Length} labels; there must be as many, and at least 1."), nameof(predicted));
        }

        ClassLabels.Check(labels, classes, nameof(labels));
        ClassLabels.Check(predicted, classes, nameof(predicted));
        var names = ClassLabels.Names(classNames, classes, "classes", nameof(classNames));
        int[][] counts = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        for (int i = 0; i < labels.Length; i++) counts[labels[i]][predicted[i]]++;
        return new(names, counts, labels.Length);
    }

    /// <summary>The number of samples of a class.</summary>
    /// <param name="class">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int Support(int @class) => Counts[Checked(@class, nameof(@class))].Sum();

    /// <summary>Of the samples that are predicted to be of a class, the fraction that is; null if none is predicted to be.</summary>
    /// <param name="class">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double? Precision(int @class) => Ratio(Counts[Checked(@class, nameof(@class))][@class], Predicted(@class));

    /// <summary>Of the samples of a class, the fraction that is predicted to be; null if the class has none.</summary>
    /// <param name="class">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double? Recall(int @class) => Ratio(Counts[Checked(@class, nameof(@class))][@class], Support(@class));

    /// <summary>
    /// The harmonic mean of precision and recall, 2·right / (samples + predictions) of a class; 0 if it has samples and none is predicted, null if it has
    /// neither.
    /// </summary>
    /// <param name="class">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double? F1(int @class) => Ratio(2L * Counts[Checked(@class, nameof(@class))][@class], (long)Support(@class) + Predicted(@class));

    /// <summary>A table: a row for each true class, a column for each predicted one.</summary>
    public override string ToString() => TextTable.Write(
        [["true \\ predicted", .. ClassNames], .. Counts.Select((row, i) => (string[])[ClassNames[i], .. row.Select(count => Invariant($"{count}"))])],
        column => column == 0);

    private static double? Ratio(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private int Predicted(int @class) => Counts.Sum(row => row[@class]);

    private int Checked(int @class, string parameter) => (uint)@class < (uint)Classes
        ? @class
        : throw new ArgumentOutOfRangeException(parameter, @class, Invariant($"There are {Classes} classes, 0 to {Classes - 1}."));
}
