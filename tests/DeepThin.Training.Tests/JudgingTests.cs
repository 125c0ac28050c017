using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace DeepThin.Training.Tests;

public sealed class JudgingTests
{
    private static readonly string[] MeanNames = ["precision", "recall", "f1", "rocAuc", "averagePrecision"];

    private static readonly Gen<(float Score, bool IsPositive)[]> Scored = Gen.Select(Gen.Int[-4, 4].Select(score => score / 4f), Gen.Bool).Array[1, 60];

    [Theory]
    [InlineData("identity", Activation.Identity)]
    [InlineData("logsoftmax", Activation.LogSoftmax)]
    [InlineData("softmax", Activation.Softmax)]
    [InlineData("lacking", Activation.Identity)]
    [InlineData("one class", Activation.Identity)]
    [InlineData("sigmoid", Activation.Sigmoid)]
    public void A_report_is_that_of_the_definitions(string name, Activation activation)
    {
        var expected = Fixture.Read("judging").GetProperty("cases").GetProperty(name);
        var report = ClassificationReport.FromOutputs(expected.GetProperty("outputs").Floats(), expected.GetProperty("labels").Ints(), activation);
        using var json = JsonDocument.Parse(report.ToJson());
        foreach (string value in new[] { "accuracy", "balancedAccuracy", "logLoss", "brierScore", "calibrationError" }) AssertSame(expected, json.RootElement, value);
        int[][] confusion = [.. expected.GetProperty("confusion").EnumerateArray().Select(row => row.Ints())];
        Assert.Equal(confusion, json.RootElement.GetProperty("confusion").GetProperty("counts").EnumerateArray().Select(row => row.Ints()));
        Assert.All(Enumerable.Range(0, confusion.Length), i => Assert.All(Enumerable.Range(0, confusion.Length), j => Assert.Equal(confusion[i][j], report.Confusion[i, j])));
        var classes = json.RootElement.GetProperty("classes");
        Assert.Equal(confusion.Length, classes.GetArrayLength());
        for (int c = 0; c < confusion.Length; c++)
        {
            foreach (string value in MeanNames.Append("support")) AssertSame(expected.GetProperty("classes")[c], classes[c], value);
        }

        foreach (string value in MeanNames)
        {
            AssertSame(expected.GetProperty("macro"), json.RootElement.GetProperty("macro"), value);
            AssertSame(expected.GetProperty("weighted"), json.RootElement.GetProperty("weighted"), value);
        }
    }

    [Fact]
    public void A_report_of_targets_is_that_of_the_definitions()
    {
        var expected = Fixture.Read("judging").GetProperty("regression");
        float[] predictions = expected.GetProperty("predictions").Floats(), targets = expected.GetProperty("targets").Floats();
        var report = RegressionReport.FromPredictions(predictions, targets, 3);
        using var json = JsonDocument.Parse(report.ToJson());
        foreach (string name in new[] { "meanAbsoluteError", "rootMeanSquareError", "rSquared" })
        {
            var values = expected.GetProperty(name);
            for (int i = 0; i < 3; i++) AssertSame(values[i], json.RootElement.GetProperty("outputs")[i].GetProperty(name), name);
            AssertSame(values[3], json.RootElement.GetProperty(name), name);
        }

        float[] Second(float[] values) => [.. values.Where((_, i) => i % 3 == 1)];
        Assert.Equal(report.Outputs[1].MeanAbsoluteError, Metrics.MeanAbsoluteError(Second(predictions), Second(targets)));
        Assert.Equal(report.Outputs[1].RootMeanSquareError, Metrics.RootMeanSquareError(Second(predictions), Second(targets)));
        Assert.Equal(report.Outputs[1].RSquared, Metrics.RSquared(Second(predictions), Second(targets)));
    }

    [Fact]
    public void The_area_below_the_curve_is_the_fraction_of_pairs_in_the_right_order() => Scored.Sample(samples =>
    {
        double[] pairs =
        [
            .. from positive in samples.Where(sample => sample.IsPositive)
               from negative in samples.Where(sample => !sample.IsPositive)
               select positive.Score > negative.Score ? 1 : positive.Score == negative.Score ? 0.5 : 0,
        ];
        double? area = Metrics.RocAuc(Scores(samples), Positives(samples));
        Assert.Equal(pairs.Length == 0, area == null);
        if (area != null) Assert.Equal(pairs.Average(), area.Value, 1e-12);
    });

    [Fact]
    public void The_average_precision_is_the_sum_over_thresholds() => Scored.Sample(samples =>
    {
        int positives = samples.Count(sample => sample.IsPositive);
        double sum = 0, recall = 0;
        foreach (float threshold in samples.Select(sample => sample.Score).Distinct().OrderDescending())
        {
            int said = samples.Count(sample => sample.Score >= threshold), right = samples.Count(sample => sample.Score >= threshold && sample.IsPositive);
            sum += ((double)right / positives - recall) * right / said;
            recall = (double)right / positives;
        }

        double? average = Metrics.AveragePrecision(Scores(samples), Positives(samples));
        Assert.Equal(positives == 0, average == null);
        if (average != null) Assert.Equal(sum, average.Value, 1e-12);
    });

    [Fact]
    public void Many_pairs_are_counted_exactly()
    {
        // 4·10¹⁰ pairs, of which the one positive sample that comes last loses a 200 000th.
        const int Half = 200_000;
        float[] scores = [.. Enumerable.Range(0, 2 * Half).Select(i => (float)i)];
        bool[] isPositive = [.. Enumerable.Range(0, 2 * Half).Select(i => i >= Half)];
        Assert.Equal(1, Metrics.RocAuc(scores, isPositive));
        scores[^1] = -1;
        Assert.Equal(1 - 1.0 / Half, Metrics.RocAuc(scores, isPositive)!.Value, 1e-15);
    }

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.LogSoftmax)]
    [InlineData(Activation.Softmax)]
    public void The_log_loss_is_the_cross_entropy(Activation activation)
    {
        var fixture = Fixture.Read("losses");
        float[] outputs = fixture.GetProperty(activation switch { Activation.Softmax => "softmax", Activation.LogSoftmax => "logsoftmax", _ => "identity" }).GetProperty("outputs").Floats();
        int[] labels = fixture.GetProperty("labels").Ints();
        Assert.Equal(CrossEntropyLoss.Mean(outputs, labels, activation, new float[outputs.Length]), Metrics.LogLoss(outputs, labels, activation), 1e-5);
    }

    [Fact]
    public void A_probability_of_zero_gives_a_finite_loss_and_logits_of_minus_infinity_do_not()
    {
        Assert.Equal(126 * Math.Log(2), Metrics.LogLoss([1, 0], [1], Activation.Softmax), 1e-9);
        Assert.Equal(126 * Math.Log(2), Metrics.LogLoss([1], [0], Activation.Sigmoid), 1e-9);
        var report = ClassificationReport.FromOutputs([1, float.NegativeInfinity], [1], Activation.Identity);
        Assert.Equal(double.PositiveInfinity, report.LogLoss);
        Assert.Equal(2, report.BrierScore);
        Assert.Contains("\"logLoss\":\"Infinity\"", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_calibration_error_in_one_bin_is_the_distance_of_two_means() => Gen.Select(Gen.Float[-3, 3].Array[30], Gen.Int[0, 2].Array[10]).Sample((logits, labels) =>
    {
        double[] confidences = [.. logits.Chunk(3).Select(sample => 1 / sample.Sum(logit => Math.Exp(logit - (double)sample.Max())))];
        double accuracy = logits.Chunk(3).Zip(labels).Average(pair => Array.IndexOf(pair.First, pair.First.Max()) == pair.Second ? 1 : 0);
        Assert.Equal(Math.Abs(confidences.Average() - accuracy), Metrics.CalibrationError(logits, labels, Activation.Identity, bins: 1), 1e-9);
    });

    [Fact]
    public void The_upper_end_belongs_to_a_bin_of_the_calibration_error()
    {
        // With 2 bins the confidences 0.5 and 0.75 are in different ones: (|0 − 0.5| + |1 − 0.75|) / 2.
        Assert.Equal(0.375, Metrics.CalibrationError([0.5f, 0.5f, 0.25f, 0.75f], [1, 1], Activation.Softmax, bins: 2), 1e-12);
    }

    [Fact]
    public void The_report_of_a_model_is_that_of_its_outputs()
    {
        var data = Samples.Spirals(20_000, 1);
        var model = FactoredModel.Create(2);
        float[] outputs = new float[data.Count * 3];
        model.ForwardBatch(data.Samples.Span, outputs);
        var report = ClassificationReport.Of(model, data, temperature: 2, maxDegreeOfParallelism: 2);
        Assert.Equal(ClassificationReport.FromOutputs(outputs, data.Labels.Span, Activation.Identity, temperature: 2).ToJson(), report.ToJson());

        var targets = Samples.Teacher(20_000, 2);
        model.ForwardBatch(targets.Samples.Span, outputs);
        Assert.Equal(RegressionReport.FromPredictions(outputs, targets.Targets.Span, 3).ToJson(), RegressionReport.Of(model, targets).ToJson());
    }

    [Fact]
    public void The_names_are_those_given_or_those_of_the_data_or_those_of_the_model()
    {
        var model = FactoredModel.Create(2);
        var data = Samples.Spirals(30, 1);
        var trainer = new Trainer<FactoredModel>(new TrainingOptions { Epochs = 1 });
        Named(["0", "1", "2"], data, null);
        model.Names = new(classes: ["a", "b", "c"]);
        Named(["a", "b", "c"], data, null);
        var named = data.WithNames(["x", "y"], ["d", "e", "f"]);
        Named(["d", "e", "f"], named, null);
        Named(["g", "h", "i"], named, ["g", "h", "i"]);

        model.Names = named.Names;
        Assert.Equal(["x", "y"], model.Names.Features);
        Assert.Equal(["d", "e", "f"], model.Names.Classes);

        void Named(string[] names, Dataset samples, string[]? given)
        {
            Assert.Equal(names, ClassificationReport.Of(model, samples, given).Confusion.ClassNames);
            Assert.Equal(names, trainer.Judge(model, samples, given).Classification!.Confusion.ClassNames);
        }
    }

    [Fact]
    public void A_trainer_judges_what_it_evaluates()
    {
        var trainer = new Trainer<FactoredModel>(new() { Epochs = 1, Schedule = LearningRate.Constant(0.01) });
        var model = FactoredModel.Create(2);
        var data = Samples.Spirals(300, 1);
        var judged = trainer.Judge(model, data, ["red", "green", "blue"]);
        Assert.Equal(trainer.Evaluate(model, data), judged with { Classification = null });
        Assert.Equal(judged.Accuracy, judged.Classification!.Accuracy);
        Assert.Equal(judged.Loss, judged.Classification.LogLoss, 1e-5);
        Assert.Equal(["red", "green", "blue"], judged.Classification.Classes.Select(one => one.Name));
        Assert.StartsWith("loss ", judged.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(judged.Classification.ToString(), judged.ToString(), StringComparison.Ordinal);

        var targets = Samples.Teacher(300, 1);
        judged = trainer.Judge(model, targets);
        Assert.Null(judged.Classification);
        Assert.Equal(judged.Loss, judged.Regression!.Outputs.Average(output => Math.Pow(output.RootMeanSquareError, 2)), 1e-5);
        Assert.Equal(trainer.Evaluate(model, targets), judged with { Regression = null });
    }

    [Fact]
    public void A_report_is_a_table_for_people_whatever_the_culture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = culture.NumberFormat.PercentDecimalSeparator = ",";
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            var report = ClassificationReport.FromOutputs(
                [0.75f, 0.25f, 0, 0.5f, 0.5f, 0, 0.25f, 0.75f, 0, 0, 1, 0], [0, 0, 1, 0], Activation.Softmax, ["cat", "elephant", "ant"]);
            Assert.Equal(
                """
                4 samples: accuracy 75.00 %, balanced accuracy 83.33 %
                log loss 22.1513, calibration error 0.5000, Brier score 0.6875

                class          precision  recall      F1  ROC AUC  average precision  samples
                cat               1.0000  0.6667  0.8000   0.6667             0.9167        3
                elephant          0.5000  1.0000  0.6667   0.6667             0.5000        1
                ant                    –       –       –        –                  –        0
                mean              0.7500  0.8333  0.7333   0.6667             0.7083        4
                weighted mean     0.8750  0.7500  0.7667   0.6667             0.8125        4

                true \ predicted  cat  elephant  ant
                cat                 2         1    0
                elephant            0         1    0
                ant                 0         0    0

                """,
                report.ToString());
            string tempered = ClassificationReport.FromOutputs([1, 1, 0, 0], [0, 1], Activation.Identity, temperature: 2.5).ToString();
            Assert.Contains("Brier score 0.5000 at the temperature 2.5\n", tempered, StringComparison.Ordinal);
            Assert.Equal(
                """
                2 samples

                output    mean absolute error  root mean square error       R²
                distance                    1                  1.4142  -1.0000
                angle                     0.5                     0.5        –
                mean                     0.75                 0.95711  -1.0000

                """,
                RegressionReport.FromPredictions([0, 1, 4, 2], [0, 1.5f, 2, 1.5f], 2, ["distance", "angle"]).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_confusion_of_many_classes_is_no_text()
    {
        string Text(int classes) => ClassificationReport.FromOutputs(new float[classes], [classes - 1], Activation.Identity).ToString();
        Assert.Contains("true \\ predicted", Text(20), StringComparison.Ordinal);
        Assert.DoesNotContain("true \\ predicted", Text(21), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_every_name()
    {
        var report = ClassificationReport.FromOutputs([1, 0, 0, 1], [0, 1], Activation.Identity, ["a \"b\"", "ü"]);
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(
            ["count", "temperature", "accuracy", "balancedAccuracy", "logLoss", "calibrationError", "brierScore", "classes", "macro", "weighted", "confusion"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["name", "support", "precision", "recall", "f1", "rocAuc", "averagePrecision"], json.RootElement.GetProperty("classes")[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("a \"b\"", json.RootElement.GetProperty("classes")[0].GetProperty("name").GetString());
        Assert.Equal("ü", json.RootElement.GetProperty("confusion").GetProperty("classNames")[1].GetString());
        Assert.DoesNotContain('\n', report.ToJson());
    }

    [Fact]
    public void What_cannot_be_judged_is_refused()
    {
        Refused("outputs", "7 outputs are not a whole number of outputs for each of 2 labels", () => Report(new float[7], [0, 1]));
        Refused("outputs", "0 outputs are not", () => Report([], []));
        Refused("labels", "Sample 1 has the class 3 in labels; with 3 classes they go from 0 to 2.", () => Report(new float[6], [0, 3]));
        Refused("outputs", "Sample 1 has no classes that can be judged: output 2 is NaN.", () => Report([0, 0, 0, 0, 0, float.NaN], [0, 1]));
        Refused("outputs", "output 0 is ∞", () => Report([float.PositiveInfinity, 0], [0]));
        Refused("outputs", "Sample 2 has no classes that can be judged: the sum of its probabilities is 1.75, and must be 1; for logits, give Activation.Identity", () => Report([0.6f, 0.4f, 1, 0, 1, 0.75f], [0, 1, 1], Activation.Softmax));
        Refused("outputs", "an output is -3, which is no probability", () => Report([-3, 4], [0], Activation.Softmax));
        Refused("outputs", "an output is 2, which is no logarithm of a probability; for logits", () => Report([-1, 2], [0], Activation.LogSoftmax));
        Refused("outputs", "an output is 1.001, which is no probability", () => Report([1.001f], [0], Activation.Sigmoid));
        Refused("activation", "The last activation of what gave the outputs is Relu", () => Report([1, 0], [0], Activation.Relu));
        Refused("activation", "a single output", () => Report([1], [0]));
        Refused("temperature", "0.01 to 100", () => ClassificationReport.FromOutputs([1, 0], [0], Activation.Identity, temperature: 0));
        Refused("classNames", "There are 3 names for 2 classes; give one for each, or none at all.", () => ClassificationReport.FromOutputs([1, 0], [0], Activation.Identity, ["a", "b", "c"]));
        Refused("classNames", "is null", () => ClassificationReport.FromOutputs([1, 0], [0], Activation.Identity, ["a", null!]));
        Refused("bins", "at least 1 bin", () => Metrics.CalibrationError([1, 0], [0], Activation.Identity, bins: 0));
        Refused("scores", "The score of sample 1 is NaN", () => Metrics.RocAuc([0, float.NaN], [true, false]));
        Refused("scores", "There are 2 scores, and 1 samples", () => Metrics.AveragePrecision([0, 1], [true]));
        Refused("predicted", "There are 1 predictions for 2 labels", () => ConfusionMatrix.Of([0, 1], [0], 2));
        Refused("predicted", "Sample 0 has the class -1 in predicted", () => ConfusionMatrix.Of([0], [-1], 2));
        Refused("classes", "at least 2 classes", () => ConfusionMatrix.Of([0], [0], 1));
        Refused("class", "There are 2 classes, 0 to 1.", () => ConfusionMatrix.Of([0], [0], 2).Recall(2));
        Refused("predictedClass", "There are 2 classes, 0 to 1.", () => ConfusionMatrix.Of([0], [0], 2)[0, -1]);
        Refused("predictions", "There are 1 predictions for 2 targets", () => RegressionReport.FromPredictions([0], [0, 1], 1));
        Refused("predictions", "3 predictions are not a whole number of samples of 2 outputs", () => RegressionReport.FromPredictions([0, 1, 2], [0, 1, 2], 2));
        Refused("targets", "The target 1, counted from 0 through all samples and outputs, is NaN", () => Metrics.RSquared([0, 1], [0, float.NaN]));
        Refused("predictions", "The prediction 0", () => Metrics.RootMeanSquareError([float.PositiveInfinity], [0]));
        Refused("outputNames", "There are 1 names for 2 outputs", () => RegressionReport.FromPredictions([0, 1], [0, 1], 2, ["a"]));
    }

    [Fact]
    public void A_model_that_does_not_fit_the_samples_is_refused()
    {
        var model = FactoredModel.Create(1);
        int[] two = [0, 1];
        var labels = Dataset.WithLabels(new float[4], 2, two, 3);
        var targets = Dataset.WithTargets(new float[4], 2, new float[6], 3);
        Refused("data", "The samples have 4 features, and", () => ClassificationReport.Of(model, Dataset.WithLabels(new float[8], 4, two, 3)));
        Refused("data", "The samples have 2 classes, and", () => ClassificationReport.Of(model, Dataset.WithLabels(new float[4], 2, two, 2)));
        Refused("data", "The samples have targets, and classes are judged by labels; use RegressionReport", () => ClassificationReport.Of(model, targets));
        Refused("data", "The samples have labels, and values are judged by targets; use ClassificationReport", () => RegressionReport.Of(model, labels));
        Refused("data", "The samples have 1 target values each", () => RegressionReport.Of(model, Dataset.WithTargets(new float[4], 2, new float[2], 1)));
        Refused("model", "is Sigmoid: each of its 3 outputs is a probability of its own", () => ClassificationReport.Of(TestModel<PlanarSigmoid>.Create(1), labels));
        Refused("data", "The samples have targets", () => Temperature.Fit(model, targets));
        model.Parameters.Fill(float.NaN);
        model.Prepare();
        Refused("model", "Sample 0 has no classes that can be judged: output 0 is NaN.", () => ClassificationReport.Of(model, labels));
        Refused("model", "The prediction 0, counted from 0", () => RegressionReport.Of(model, targets));
        Assert.Equal(0, new Trainer<FactoredModel>(new() { Epochs = 1, Schedule = LearningRate.Constant(1) }).Evaluate(model, labels).Accuracy);
    }

    [Fact]
    public void Judging_can_be_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => ClassificationReport.Of(FactoredModel.Create(1), Samples.Spirals(10, 1), cancellationToken: cancelled));
        Assert.Throws<OperationCanceledException>(() => RegressionReport.Of(FactoredModel.Create(1), Samples.Teacher(10, 1), cancellationToken: cancelled));
    }

    private static ClassificationReport Report(float[] outputs, int[] labels, Activation activation = Activation.Identity) => ClassificationReport.FromOutputs(outputs, labels, activation);

    private static float[] Scores((float Score, bool IsPositive)[] samples) => [.. samples.Select(sample => sample.Score)];

    private static bool[] Positives((float Score, bool IsPositive)[] samples) => [.. samples.Select(sample => sample.IsPositive)];

    private static void AssertSame(JsonElement expected, JsonElement actual, string name)
    {
        if (expected.ValueKind == JsonValueKind.Object) (expected, actual) = (expected.GetProperty(name), actual.GetProperty(name));
        Assert.Equal(expected.ValueKind, actual.ValueKind);
        if (expected.ValueKind == JsonValueKind.Number) Assert.True(Math.Abs(expected.GetDouble() - actual.GetDouble()) <= 1e-9 * (1 + Math.Abs(expected.GetDouble())), $"{name} is {actual}, and {expected} was expected.");
    }

    private static void Refused(string parameter, string message, Func<object?> action)
    {
        var error = Assert.ThrowsAny<ArgumentException>(action);
        Assert.Equal(parameter, error.ParamName);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
