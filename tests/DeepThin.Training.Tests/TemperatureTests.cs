using CsCheck;

namespace DeepThin.Training.Tests;

public sealed class TemperatureTests
{
    private static readonly Gen<(float[] Logits, int[] Labels)> Predictions = Gen.Select(Gen.Int[1, 40], Gen.Int[2, 6], Gen.Double[-2, 2], Gen.Int).Select((count, classes, scale, seed) =>
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];
        float[] logits = [.. Enumerable.Range(0, count * classes).Select(i => (float)(Math.Pow(10, scale) * (random.NextDouble() + (i % classes == labels[i / classes] ? 0.5 : 0))))];
        return (logits, labels);
    });

    [Theory]
    [InlineData("identity", Activation.Identity)]
    [InlineData("sigmoid", Activation.Sigmoid)]
    public void The_temperature_is_that_of_PyTorch(string name, Activation activation)
    {
        var fixture = Fixture.Read("judging").GetProperty("cases").GetProperty(name);
        float[] outputs = fixture.GetProperty("outputs").Floats();
        int[] labels = fixture.GetProperty("labels").Ints();
        var found = Temperature.FitOutputs(outputs, labels, activation);
        double expected = fixture.GetProperty("temperature").GetProperty("value").GetDouble();
        Assert.Equal(expected, found.Value, 1e-7 * expected);
        Assert.Equal(fixture.GetProperty("temperature").GetProperty("logLoss").GetDouble(), found.LogLossAfter, 1e-10);
        Assert.Equal(fixture.GetProperty("logLoss").GetDouble(), found.LogLossBefore, 1e-10);
        Assert.Equal(fixture.GetProperty("calibrationError").GetDouble(), found.CalibrationErrorBefore, 1e-10);
        Assert.Equal(Metrics.CalibrationError(outputs, labels, activation, found.Value), found.CalibrationErrorAfter);
    }

    [Fact]
    public void No_other_temperature_has_a_smaller_loss() => Predictions.Sample(sample =>
    {
        var found = Temperature.FitOutputs(sample.Logits, sample.Labels, Activation.Identity);
        Assert.InRange(found.Value, 0.01, 100);
        Assert.True(found.LogLossAfter <= found.LogLossBefore, $"{found}");
        Assert.Equal(Metrics.LogLoss(sample.Logits, sample.Labels, Activation.Identity, found.Value), found.LogLossAfter);
        foreach (double other in new[] { 0.01, 0.1, 0.5, 1, 2, 10, 100, found.Value * 0.99, found.Value * 1.01 })
        {
            if (other is < 0.01 or > 100) continue;
            double loss = Metrics.LogLoss(sample.Logits, sample.Labels, Activation.Identity, other);
            Assert.True(found.LogLossAfter <= loss * (1 + 1e-12) + 1e-12, $"{found}, and {other} has {loss}");
        }
    });

    [Fact]
    public void What_the_outputs_are_does_not_matter()
    {
        var fixture = Fixture.Read("judging").GetProperty("cases");
        int[] labels = fixture.GetProperty("identity").GetProperty("labels").Ints();
        double expected = Temperature.FitOutputs(fixture.GetProperty("identity").GetProperty("outputs").Floats(), labels, Activation.Identity).Value;
        float[] logarithms = fixture.GetProperty("logsoftmax").GetProperty("outputs").Floats();
        Assert.Equal(expected, Temperature.FitOutputs(logarithms, labels, Activation.LogSoftmax).Value, 1e-5);
        Assert.Equal(expected, Temperature.FitOutputs([.. logarithms.Select(MathF.Exp)], labels, Activation.Softmax).Value, 1e-5);
    }

    [Fact]
    public void Predictions_without_a_best_temperature_have_the_ends_of_the_range()
    {
        Assert.Equal(0.01, Temperature.FitOutputs([1, 0, 0, 1], [0, 1], Activation.Identity).Value);
        Assert.Equal(100, Temperature.FitOutputs([1, 0, 0, 1], [1, 0], Activation.Identity).Value);
    }

    [Theory]
    [InlineData(new[] { 0f, 0f, 0f, 0f }, Activation.Identity)]
    [InlineData(new[] { 1f, 0f, 0f, 1f }, Activation.Softmax)]
    [InlineData(new[] { 0f, float.NegativeInfinity, float.NegativeInfinity, 0f }, Activation.Identity)]
    public void Where_no_temperature_changes_anything_it_stays_1(float[] outputs, Activation activation)
    {
        var found = Temperature.FitOutputs(outputs, [0, 1], activation);
        Assert.Equal((1, found.LogLossBefore, found.CalibrationErrorBefore), (found.Value, found.LogLossAfter, found.CalibrationErrorAfter));
        Assert.Equal(1, Temperature.FitOutputs(outputs, [1, 0], activation).Value);
    }

    [Fact]
    public void A_model_that_is_too_certain_gets_calmer_and_predicts_the_same_classes()
    {
        var validation = Samples.Spirals(3000, 4, wrong: 0.3);
        var model = UncompressedRankedModel.Create(1);
        var options = new TrainingOptions { Epochs = 60, BatchSize = 20, Schedule = LearningRate.Cosine(0.03), Loss = Loss.CrossEntropy };
        new Trainer<UncompressedRankedModel>(options).Fit(model, Samples.Spirals(100, 3, wrong: 0.3));

        var found = Temperature.Fit(model, validation, maxDegreeOfParallelism: 2);

        Assert.True(found.Value > 1.2, $"{found}");
        Assert.True(found.LogLossAfter < found.LogLossBefore && found.CalibrationErrorAfter < found.CalibrationErrorBefore, $"{found}");
        var before = ClassificationReport.Of(model, validation);
        var after = ClassificationReport.Of(model, validation, temperature: found.Value);
        Assert.Equal((before.LogLoss, after.LogLoss), (found.LogLossBefore, found.LogLossAfter));
        Assert.Equal((before.CalibrationError, after.CalibrationError), (found.CalibrationErrorBefore, found.CalibrationErrorAfter));
        Assert.Equal(before.Confusion.ToString(), after.Confusion.ToString());

        // What is fitted in double precision is what a prediction in single precision does.
        float[] probabilities = new float[3 * validation.Count];
        model.PredictProbabilitiesBatch(validation.Samples.Span, probabilities, found.Value);
        Assert.Equal(found.LogLossAfter, Metrics.LogLoss(probabilities, validation.Labels.Span, Activation.Softmax), 1e-5);
    }

    [Fact]
    public void Its_text_says_what_changes() => Assert.Equal(
        "temperature 2.5: log loss 1.5000 → 1.2500, calibration error 0.2000 → 0.0300",
        new Temperature { Value = 2.5, LogLossBefore = 1.5, LogLossAfter = 1.25, CalibrationErrorBefore = 0.2, CalibrationErrorAfter = 0.03 }.ToString());
}
