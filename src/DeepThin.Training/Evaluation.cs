using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>How well a model predicts some samples.</summary>
public sealed record Evaluation
{
    /// <summary>The mean loss.</summary>
    public required double Loss { get; init; }

    /// <summary>The fraction of the samples whose class is predicted, or of the sequences all of whose labels are; null for samples without labels.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>
    /// The labels that would have to be added, removed or replaced in what the model predicts of sequences, as a share of the labels; null unless labels have no places. The predictions are those of
    /// <see cref="Ctc.Greedy"/>.
    /// </summary>
    public double? LabelErrorRate { get; init; }

    /// <summary>How well each class is told from the rest, and how certain the model is; null unless <see cref="Trainer{TModel}.Judge"/> judged samples with labels.</summary>
    public ClassificationReport? Classification { get; init; }

    /// <summary>How far each output is from its targets; null unless <see cref="Trainer{TModel}.Judge"/> judged samples with targets.</summary>
    public RegressionReport? Regression { get; init; }

    /// <summary>The loss, the accuracy, and the report if there is one, for people.</summary>
    public override string ToString()
    {
        string all = Invariant($"loss {Loss:0.0000}") + (Accuracy is { } accuracy ? Invariant($", accuracy {accuracy:0.00 %}") : "") + (LabelErrorRate is { } rate ? Invariant($", label errors {rate:0.00 %}") : "");
        object? report = (object?)Classification ?? Regression;
        return report == null ? all : $"{all}\n{report}";
    }
}
