namespace DeepThin.Training.Tests;

/// <summary>Training of models with several outputs.</summary>
public sealed class OutputsLossTests
{
    private static readonly Dataset Data = Points(300, 1);

    private static OutputsLoss Both => Loss.OfOutputs(new(TwoHeads.Outputs.Kind, Loss.CrossEntropy), new(TwoHeads.Outputs.Distance, Loss.MeanSquare, 0.5));

    [Fact]
    public void It_is_the_weighted_sum_of_the_means()
    {
        var data = Points(12, 2);
        float[] outputs = [.. Enumerable.Range(0, 12 * 5).Select(i => 0.1f * (i * 7 % 11) - 0.4f)], gradients = new float[outputs.Length];
        var panel = new PredictedPanel { Samples = 12, Outputs = outputs, Labels = default, Targets = data.Targets.Span, Weights = default, Gradients = gradients };
        double sum = Both.WeightedSum(panel, Activation.Identity, 1f / 12);

        float[] kinds = Columns(outputs, 0, 3), distances = Columns(outputs, 3, 2), kindGradients = new float[36], distanceGradients = new float[24];
        int[] labels = [.. Columns(data.Targets.ToArray(), 0, 3).Chunk(3).Select(row => Array.IndexOf(row, 1f))];
        double wanted = CrossEntropyLoss.Mean(kinds, labels, Activation.LogSoftmax, kindGradients) + 0.5 * MeanSquareLoss.Mean(distances, Columns(data.Targets.ToArray(), 3, 2), distanceGradients);
        Assert.Equal(12, Both.Terms(12, 5));
        Assert.Equal(wanted, sum / 12, 1e-6);
        Fixture.AssertClose(kindGradients, Columns(gradients, 0, 3), 1e-6);
        Fixture.AssertClose([.. distanceGradients.Select(value => 0.5f * value)], Columns(gradients, 3, 2), 1e-6);
    }

    [Fact]
    public void Its_gradient_is_that_of_its_differences_with_weights_too()
    {
        var data = Points(12, 2).WithWeights(Enumerable.Range(1, 12).Select(i => (float)i).ToArray());
        float[] outputs = [.. Enumerable.Range(0, 12 * 5).Select(i => 0.1f * (i * 7 % 11) - 0.4f)];
        Assert.InRange(Both.GradientError(data, outputs), 0, 5e-3);
    }

    [Fact]
    public void Both_outputs_are_learned_and_one_without_a_loss_is_not()
    {
        var options = new TrainingOptions { Epochs = 20, BatchSize = 50, Schedule = LearningRate.Constant(0.01), Loss = Both, Seed = 1 };
        var model = TwoHeads.Create(1);
        var result = new Trainer<TwoHeads>(options).Fit(model, Data, Points(100, 3));
        Assert.True(result.History[^1].ValidationLoss < 0.4 * result.History[0].ValidationLoss, $"{result.History[^1]}");
        Assert.True(Right(model) > 0.9 && Error(model) < 0.05, $"{Right(model)}, {Error(model)}");

        var alone = TwoHeads.Create(1);
        float[] before = [.. alone.Parameters];
        new Trainer<TwoHeads>(options with { Loss = Loss.OfOutputs(new OutputLoss(TwoHeads.Outputs.Distance, Loss.Huber())), Optimizer = new Sgd() }).Fit(alone, Data);
        foreach (var tensor in TwoHeads.Info.Layers[2].Tensors) Assert.Equal(before[tensor.Offset..(tensor.Offset + tensor.Length)], alone.Parameters.Slice(tensor.Offset, tensor.Length).ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused(null, Data, "TwoHeads has 2 outputs (kind, distance), and MeanSquare is the loss of one; give each a loss with Loss.OfOutputs.");
        Refused(Loss.OfOutputs(new OutputLoss(new("kind", [4], 0, Activation.Identity), Loss.MeanSquare)), Data, "The loss is of an output 'kind' of 4 values, and DeepThin.Training.Tests.TwoHeads has no such output; it has 'kind' of 3, 'distance' of 2.");
        Refused(Loss.OfOutputs(new OutputLoss(TwoHeads.Outputs.Kind, Loss.BinaryCrossEntropy)), Data, "Output 'kind': The binary cross-entropy needs a model whose last activation is Sigmoid or Identity (logits), and it is LogSoftmax.");
        float[] targets = [.. Data.Targets.ToArray()];
        targets[5] = 0.5f;
        Refused(Both, Dataset.WithTargets(Data.Samples.ToArray(), 2, targets, 5), "the targets of output 'kind' of sample 1 name no class; its loss CrossEntropy takes a 1 for the known class and 0 for the others.");
        Refused(Both, Dataset.WithLabels(Data.Samples.ToArray(), 2, new int[Data.Count], 5), "these have labels; use Dataset.WithTargets.");
        Assert.Contains("distillation", Assert.Throws<ArgumentException>(() => new OutputLoss(TwoHeads.Outputs.Kind, Loss.Distillation(new float[3], 1, 1))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new OutputLoss(TwoHeads.Outputs.Kind, Loss.CrossEntropy, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("two losses", Assert.Throws<ArgumentException>(() => Loss.OfOutputs(Both.Parts[0], Both.Parts[0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_is_not_predicted_where_there_are_several_outputs()
    {
        var error = Assert.Throws<ArgumentException>(() => TwoHeads.Create(1).Predict([0.1f, 0.2f]));
        Assert.StartsWith("DeepThin.Training.Tests.TwoHeads has 2 outputs, and none of them is the class", error.Message, StringComparison.Ordinal);
    }

    private static void Refused(Loss? loss, Dataset data, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => new Trainer<TwoHeads>(new TrainingOptions { Epochs = 1, Loss = loss }).Fit(TwoHeads.Create(1), data));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static float[] Columns(float[] rows, int first, int count) => [.. rows.Chunk(5).SelectMany(row => row.Skip(first).Take(count))];

    // Points of the plane: the third of the circle that one lies in, and its distances from two others.
    private static Dataset Points(int count, int seed)
    {
        var random = new Random(seed);
        float[] samples = new float[2 * count], targets = new float[5 * count];
        for (int i = 0; i < count; i++)
        {
            double x = samples[2 * i] = (float)(2 * random.NextDouble() - 1), y = samples[2 * i + 1] = (float)(2 * random.NextDouble() - 1);
            targets[5 * i + (int)Math.Min(2, 3 * (Math.Atan2(y, x) + Math.PI) / (2 * Math.PI))] = 1;
            targets[5 * i + 3] = (float)Math.Sqrt(x * x + y * y);
            targets[5 * i + 4] = (float)Math.Sqrt((x - 1) * (x - 1) + y * y);
        }

        return Dataset.WithTargets(samples, 2, targets, 5);
    }

    private static float[] Predictions<TModel>(TModel model)
        where TModel : class, IModel<TModel>
    {
        float[] outputs = new float[5 * Data.Count];
        model.ForwardBatch(Data.Samples.Span, outputs);
        return outputs;
    }

    private static double Right(TwoHeads model) => Predictions(model).Chunk(5).Zip(Data.Targets.ToArray().Chunk(5), (found, wanted) => wanted[Array.IndexOf(found, found.Take(3).Max())] == 1 ? 1.0 : 0).Average();

    private static double Error(TwoHeads model) => Columns(Predictions(model), 3, 2).Zip(Columns(Data.Targets.ToArray(), 3, 2), (found, wanted) => Math.Pow(found - wanted, 2)).Average();
}

[DeepThinModel(Training = true)]
[Dense(2, 40, Activation = Activation.Tanh)]
[Dense(40, 30, Ratio = 0.2, Form = Form.Tall, Activation = Activation.Relu, Name = "trunk")]
[Dense(30, 3, Activation = Activation.LogSoftmax, Name = "kind")]
[Dense(30, 2, From = "trunk", Name = "far")]
[Output("kind"), Output("distance", from: "far")]
public sealed partial class TwoHeads;
