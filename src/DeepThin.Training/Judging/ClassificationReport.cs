using System.Text.Json;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>How well a model tells classes apart, in numbers as scikit-learn defines them. <see cref="ToString"/> is a table, <see cref="ToJson"/> is for programs.</summary>
public sealed class ClassificationReport
{
    // A confusion matrix of more classes is no text for people.
    private const int MostClassesOfText = 20;

    private ClassificationReport(ClassDistributions distributions, ReadOnlySpan<int> labels, double temperature, IReadOnlyList<string>? classNames)
    {
        int[] predicted = new int[labels.Length];
        for (int i = 0; i < predicted.Length; i++) predicted[i] = distributions.Predicted(i);
        Confusion = ConfusionMatrix.Of(labels, predicted, distributions.Classes, classNames);
        Temperature = temperature;
        LogLoss = Metrics.LogLoss(distributions, labels);
        CalibrationError = CalibrationBins.ErrorOf(distributions, labels);
        BrierScore = Metrics.BrierScore(distributions, labels);
        Classes = ClassesOf(distributions, labels, Confusion);
        Macro = ClassAverages.Of(Classes, _ => 1);
        Weighted = ClassAverages.Of(Classes, one => one.Support);
    }

    /// <summary>The number of samples.</summary>
    public int Count => Confusion.Count;

    /// <summary>The temperature of the probabilities.</summary>
    public double Temperature { get; }

    /// <summary>The fraction of the samples whose class is predicted. The predicted class has the largest output, and is the lowest one of several.</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <summary>The mean of the recalls of the classes that have samples, which gives each of them the same weight.</summary>
    public double BalancedAccuracy => Confusion.BalancedAccuracy;

    /// <summary>
    /// The mean of −log p of the known class, in nats: the loss of <see cref="Loss.CrossEntropy"/>. A probability that is given as 0 counts as 2⁻¹²⁶; with logits
    /// of −∞ the loss can be ∞.
    /// </summary>
    public double LogLoss { get; }

    /// <summary>
    /// The expected calibration error, 0 to 1: how far the probability of the predicted class is from how often that class is right, in 15 bins of equal width
    /// (Guo and others, 2017, arXiv:1706.04599).
    /// </summary>
    public double CalibrationError { get; }

    /// <summary>
    /// The Brier score, 0 to 2: the mean over samples of the sum over all classes of (p − 1)² for the known class and p² for the others (Brier, 1950). For two classes
    /// it is twice what is often given, the square for class 1 alone.
    /// </summary>
    public double BrierScore { get; }

    /// <summary>The classes, in order.</summary>
    public IReadOnlyList<ClassResult> Classes { get; }

    /// <summary>The means over the classes, each with the same weight.</summary>
    public ClassAverages Macro { get; }

    /// <summary>The means over the classes, each with the weight of its samples.</summary>
    public ClassAverages Weighted { get; }

    /// <summary>How many samples of each class are predicted to be of each class.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>Judges a model. Its outputs of all samples are kept meanwhile, 4 bytes each.</summary>
    /// <typeparam name="TModel">The model, whose last activation is Identity (logits), LogSoftmax or Softmax; or Sigmoid with one output, for the classes 0 and 1.</typeparam>
    /// <param name="model">The model. It need not be one that trains.</param>
    /// <param name="data">Samples with labels, on which the model was not trained.</param>
    /// <param name="classNames">The names of the classes; null for those of the data or else of the model, or for their numbers.</param>
    /// <param name="temperature">The temperature of the probabilities, 0.01 to 100, as for <see cref="ModelPredictions.PredictProbabilities"/>.</param>
    /// <param name="maxDegreeOfParallelism">The most threads that predict: 1 or more, or −1 for all processors. The numbers do not depend on it.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">
    /// The samples do not fit the model, it tells no classes apart, another argument is out of its range, or the model gives outputs that are NaN, or a largest one that is infinite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public static ClassificationReport Of<TModel>(
        TModel model, Dataset data, IReadOnlyList<string>? classNames = null, double temperature = 1, int maxDegreeOfParallelism = 1, CancellationToken cancellationToken = default)
        where TModel : class, IModel<TModel>
    {
        ModelOutputs.CheckClasses(model, data);
        ModelPredictions.CheckTemperature(temperature);
        classNames ??= data.ClassNames.Count > 0 ? data.ClassNames : model.Names.Classes.Count > 0 ? model.Names.Classes : null;
        float[] outputs = ModelOutputs.Of(model, data, maxDegreeOfParallelism, cancellationToken);
        return new(ClassDistributions.Of(outputs, data.Labels.Span, ModelOutputs.LastOf<TModel>(), temperature, nameof(model)), data.Labels.Span, temperature, classNames);
    }

    /// <summary>Judges predictions from anywhere.</summary>
    /// <param name="outputs">The outputs one sample after the other: one for each class, or one for each sample after a Sigmoid.</param>
    /// <param name="labels">The class of each sample, 0 to classes − 1.</param>
    /// <param name="activation">What the outputs are: logits (Identity), logarithms of probabilities (LogSoftmax), probabilities (Softmax), or the probability of class 1 (Sigmoid).</param>
    /// <param name="classNames">The names of the classes; null for their numbers.</param>
    /// <param name="temperature">The temperature of the probabilities, 0.01 to 100.</param>
    /// <exception cref="ArgumentException">
    /// The lengths do not fit each other, a label is no class, an argument is out of its range, or outputs are NaN, a largest one is infinite, or they are no probabilities where they should be.
    /// </exception>
    public static ClassificationReport FromOutputs(
        ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, Activation activation, IReadOnlyList<string>? classNames = null, double temperature = 1) =>
        new(ClassDistributions.Of(outputs, labels, activation, temperature), labels, temperature, classNames);

    /// <summary>The numbers as tables for people: all samples, a line for each class, and the confusion matrix of up to 20 classes. A dash is a value that is not defined.</summary>
    public override string ToString()
    {
        string all = Invariant($"{Count} samples: accuracy {Accuracy:0.00 %}, balanced accuracy {BalancedAccuracy:0.00 %}\n");
        string certain = Invariant($"log loss {LogLoss:0.0000}, calibration error {CalibrationError:0.0000}, Brier score {BrierScore:0.0000}");
        string temperature = Temperature == 1 ? "" : Invariant($" at the temperature {Temperature:0.####}");
        string[][] rows =
        [
            ["class", "precision", "recall", "F1", "ROC AUC", "average precision", "samples"],
            .. Classes.Select(one => Row(one.Name, one.Support, one.Precision, one.Recall, one.F1, one.RocAuc, one.AveragePrecision)),
            Row("mean", Count, Macro),
            Row("weighted mean", Count, Weighted),
        ];
        string text = $"{all}{certain}{temperature}\n\n{TextTable.Write(rows, column => column == 0)}";
        return Classes.Count > MostClassesOfText ? text : $"{text}\n{Confusion}";
    }

    /// <summary>The numbers as a JSON object on one line, with the names of the properties in camel case; null where a value is not defined, and "Infinity" for an infinite loss.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.ClassificationReport);

    private static ClassResult[] ClassesOf(ClassDistributions distributions, ReadOnlySpan<int> labels, ConfusionMatrix confusion)
    {
        var classes = new ClassResult[distributions.Classes];
        double[] scores = new double[labels.Length];
        bool[] isOfClass = new bool[labels.Length];
        for (int c = 0; c < classes.Length; c++)
        {
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = distributions.Probability(i, c);
                isOfClass[i] = labels[i] == c;
            }

            var (rocAuc, averagePrecision) = Ranking.Of(scores, isOfClass);
            classes[c] = new()
            {
                Name = confusion.ClassNames[c],
                Support = confusion.Support(c),
                Precision = confusion.Precision(c),
                Recall = confusion.Recall(c),
                F1 = confusion.F1(c),
                RocAuc = rocAuc,
                AveragePrecision = averagePrecision,
            };
        }

        return classes;
    }

    private static string[] Row(string name, int samples, ClassAverages mean) => Row(name, samples, mean.Precision, mean.Recall, mean.F1, mean.RocAuc, mean.AveragePrecision);

    private static string[] Row(string name, int samples, params double?[] values) => [name, .. values.Select(value => value is { } number ? Invariant($"{number:0.0000}") : "–"), Invariant($"{samples}")];
}
