using System.Text.Json;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>How far a model's outputs are from their targets. <see cref="ToString"/> is a table, <see cref="ToJson"/> is for programs.</summary>
public sealed class RegressionReport
{
    private RegressionReport(int count, IReadOnlyList<OutputResult> outputs)
    {
        Count = count;
        Outputs = outputs;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The mean of <see cref="OutputResult.MeanAbsoluteError"/> over the outputs.</summary>
    public double MeanAbsoluteError => Outputs.Average(output => output.MeanAbsoluteError);

    /// <summary>The mean of <see cref="OutputResult.RootMeanSquareError"/> over the outputs.</summary>
    public double RootMeanSquareError => Outputs.Average(output => output.RootMeanSquareError);

    /// <summary>The mean of <see cref="OutputResult.RSquared"/> over the outputs that have one; null if none has.</summary>
    public double? RSquared => Outputs.Average(output => output.RSquared);

    /// <summary>The outputs, in order.</summary>
    public IReadOnlyList<OutputResult> Outputs { get; }

    /// <summary>Judges a model. Its outputs of all samples are kept meanwhile, 4 bytes each.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model. It need not be one that trains.</param>
    /// <param name="data">Samples with targets, on which the model was not trained.</param>
    /// <param name="outputNames">The names of the outputs; null for their numbers.</param>
    /// <param name="maxDegreeOfParallelism">The most threads that predict: 1 or more, or −1 for all processors. The numbers do not depend on it.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">The samples do not fit the model, an argument is out of its range, or the model gives outputs that are infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public static RegressionReport Of<TModel>(
        TModel model, Dataset data, IReadOnlyList<string>? outputNames = null, int maxDegreeOfParallelism = 1, CancellationToken cancellationToken = default)
        where TModel : class, IModel<TModel>
    {
        ModelOutputs.CheckTargets(model, data);
        float[] predictions = ModelOutputs.Of(model, data, maxDegreeOfParallelism, cancellationToken);
        return From(predictions, data.Targets.Span, data.Outputs, outputNames, nameof(model));
    }

    /// <summary>Judges predictions from anywhere.</summary>
    /// <param name="predictions">The predictions one sample after the other, samples × outputs finite values.</param>
    /// <param name="targets">The targets, as many finite values.</param>
    /// <param name="outputs">The number of outputs of a sample, 1 or more.</param>
    /// <param name="outputNames">The names of the outputs; null for their numbers.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, a value is infinite or not a number, or there are not as many names as outputs.</exception>
    public static RegressionReport FromPredictions(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int outputs, IReadOnlyList<string>? outputNames = null)
    {
        if (outputs < 1) throw new ArgumentOutOfRangeException(nameof(outputs), outputs, "A sample needs at least 1 output.");
        return From(predictions, targets, outputs, outputNames, nameof(predictions));
    }

    /// <summary>The numbers as a table for people, a line for each output. A dash is a value that is not defined.</summary>
    public override string ToString()
    {
        string[][] rows =
        [
            ["output", "mean absolute error", "root mean square error", "R²"],
            .. Outputs.Select(output => Row(output.Name, output.MeanAbsoluteError, output.RootMeanSquareError, output.RSquared)),
            Row("mean", MeanAbsoluteError, RootMeanSquareError, RSquared),
        ];
        return Invariant($"{Count} samples\n\n{TextTable.Write(rows, column => column == 0)}");
    }

    /// <summary>The numbers as a JSON object on one line, with the names of the properties in camel case; null where a value is not defined.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.RegressionReport);

    private static RegressionReport From(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int outputs, IReadOnlyList<string>? outputNames, string parameter)
    {
        Metrics.CheckValues(predictions, targets, parameter);
        if (predictions.Length % outputs != 0)
        {
            throw new ArgumentException(Invariant($"{predictions.Length} predictions are not a whole number of samples of {outputs} outputs."), parameter);
        }

        var names = ClassLabels.Names(outputNames, outputs, "outputs", nameof(outputNames));
        var results = new OutputResult[outputs];
        for (int output = 0; output < outputs; output++)
        {
            var error = new ColumnErrors(predictions, targets, output, outputs);
            results[output] = new()
            {
                Name = names[output],
                MeanAbsoluteError = error.MeanAbsoluteError,
                RootMeanSquareError = error.RootMeanSquareError,
                RSquared = error.RSquared,
            };
        }

        return new(predictions.Length / outputs, results);
    }

    private static string[] Row(string name, double absolute, double square, double? rSquared) =>
        [name, Invariant($"{absolute:G5}"), Invariant($"{square:G5}"), rSquared is { } number ? Invariant($"{number:0.0000}") : "–"];
}
