namespace DeepThin.Training.Tests;

public sealed class DistillationTests
{
    private static readonly Dataset Spirals = Samples.Spirals(300, 1);
    private static readonly Dataset Others = Samples.Spirals(150, 2);

    private static TrainingOptions Options => new() { Epochs = 4, BatchSize = 100, Schedule = LearningRate.Constant(0.01), Seed = 3, MaxDegreeOfParallelism = 2 };

    [Fact]
    public void The_loss_is_that_of_PyTorch()
    {
        var fixture = Fixture.Read("distillation");
        float[] teacher = fixture.GetProperty("teacher").Floats();
        int[] labels = fixture.GetProperty("labels").Ints();
        foreach (var expected in fixture.GetProperty("cases").EnumerateArray())
        {
            float[] gradients = new float[40];
            var activation = expected.GetProperty("activation").GetString() == "identity" ? Activation.Identity : Activation.LogSoftmax;
            double temperature = expected.GetProperty("temperature").GetDouble(), weight = expected.GetProperty("weight").GetDouble();
            double loss = DistillationLoss.Mean(expected.GetProperty("outputs").Floats(), teacher, labels, activation, temperature, weight, gradients);
            double expectedLoss = expected.GetProperty("loss").GetDouble();
            Assert.Equal(expectedLoss, loss, 2e-6 * (1 + expectedLoss));
            Fixture.AssertClose(expected.GetProperty("gradients").Floats(), gradients, 2e-6, floor: 1);
        }
    }

    [Theory]
    [InlineData(3, 1, 0.5)]
    [InlineData(10, 4, 0.9)]
    [InlineData(255, 2, 1)]
    [InlineData(256, 3, 0.7)]
    [InlineData(700, 8, 0.9)]
    public void The_gradient_is_that_of_finite_differences_in_double_precision(int classes, double temperature, double weight)
    {
        var random = new Random(classes);
        float[] outputs = [.. Enumerable.Range(0, 2 * classes).Select(_ => (float)(6 * random.NextDouble() - 3))];
        float[] teacher = [.. outputs.Select(_ => (float)(6 * random.NextDouble() - 3))];
        int[] labels = [1, classes - 1];
        float[] gradients = new float[outputs.Length];
        double loss = DistillationLoss.Mean(outputs, teacher, labels, Activation.Identity, temperature, weight, gradients);
        double[] y = [.. outputs.Select(value => (double)value)], z = [.. teacher.Select(value => (double)value)];
        Assert.Equal(Reference(y, z, labels, temperature, weight), loss, 1e-5);
        const double H = 1e-4;
        foreach (int i in new[] { 0, 1, classes / 2, classes - 1, classes, 2 * classes - 1 })
        {
            double before = y[i];
            y[i] = before + H;
            double above = Reference(y, z, labels, temperature, weight);
            y[i] = before - H;
            double difference = (above - Reference(y, z, labels, temperature, weight)) / (2 * H);
            y[i] = before;
            Assert.Equal(difference, gradients[i], 1e-6);
        }
    }

    [Fact]
    public void A_training_ends_where_one_by_hand_does()
    {
        // Full batches, so that the order of the samples does not matter; the teacher's predictions are those of its own ForwardBatch.
        var teacher = TestModel<PlanarLog>.Create(5);
        var model = TestModel<Planar>.Create(1);
        var options = Options with { BatchSize = 60, Optimizer = new Sgd(), Schedule = LearningRate.Constant(0.1), Loss = Loss.Distillation(teacher, 3, 0.7) };
        var data = Spirals.Slice(30, 60);
        var result = new Trainer<TestModel<Planar>>(options).Fit(model, data);

        var byHand = TestModel<Planar>.Create(1);
        float[] logits = new float[180], outputs = new float[180], outputGradients = new float[180], trace = new float[TestModel<Planar>.TraceLength];
        teacher.ForwardBatch(data.Samples.Span, logits);
        for (int step = 0; step < 4; step++)
        {
            float[] gradients = new float[byHand.Parameters.Length];
            byHand.ForwardTrace(data.Samples.Span, outputs, 60, trace);
            double loss = DistillationLoss.Mean(outputs, logits, data.Labels.Span, Activation.Identity, 3, 0.7, outputGradients);
            byHand.Backward(outputGradients, 60, trace, gradients, default);
            for (int i = 0; i < gradients.Length; i++) byHand.Parameters[i] -= 0.1f * gradients[i];
            byHand.Prepare();
            Assert.Equal(loss, result.History[step].TrainingLoss, 1e-5);
        }

        Fixture.AssertClose(byHand.Parameters, model.Parameters, 1e-5);
    }

    [Fact]
    public void A_student_learns_from_the_teacher_what_wrong_labels_do_not_tell()
    {
        // Half of the labels are wrong, the same ones in every epoch; the teacher has learned from right ones.
        var teacher = TestModel<Planar>.Create(2);
        var options = Options with { Epochs = 150, BatchSize = 50, Schedule = LearningRate.Cosine(0.03, warmUp: 20) };
        new Trainer<TestModel<Planar>>(options).Fit(teacher, Spirals);
        var wrong = Samples.Spirals(300, 1, wrong: 0.5);
        double plain = Accuracy(options, wrong), distilled = Accuracy(options with { Loss = Loss.Distillation(teacher, 2, 0.9) }, wrong);
        Assert.True(distilled > 0.9, $"With the teacher the accuracy is {distilled}.");
        Assert.True(plain < 0.8, $"Without the teacher the accuracy is {plain}.");
    }

    [Fact]
    public void Samples_not_trained_on_are_judged_by_their_labels()
    {
        var model = TestModel<Planar>.Create(1);
        var options = Options with { Loss = Loss.Distillation(TestModel<Planar>.Create(2), 2, 0.9) };
        var trainer = new Trainer<TestModel<Planar>>(options);
        var result = trainer.Fit(model, Spirals, Others);
        var expected = new Trainer<TestModel<Planar>>(Options).Evaluate(model, Others);
        Assert.Equal(expected, new Evaluation { Loss = result.History[3].ValidationLoss!.Value, Accuracy = result.History[3].ValidationAccuracy });
        Assert.Equal(expected, trainer.Evaluate(model, Others));
    }

    [Fact]
    public void The_teacher_predicts_a_dataset_once()
    {
        var teacher = TestModel<Planar>.Create(2);
        var loss = Loss.Distillation(teacher, 2, 0.9);
        float[] first = TrainWith(loss, Spirals);
        teacher.Parameters.Fill(7);
        teacher.Prepare();
        Assert.Equal(first, TrainWith(loss, Spirals));
        Assert.NotEqual(first, TrainWith(Loss.Distillation(teacher, 2, 0.9), Spirals));
    }

    [Fact]
    public void Of_several_teachers_the_mean_of_the_logits_counts()
    {
        TestModel<Planar>[] teachers = [TestModel<Planar>.Create(2), TestModel<Planar>.Create(3), TestModel<Planar>.Create(4)];
        float[] mean = new float[900], one = new float[900];
        foreach (var teacher in teachers)
        {
            teacher.ForwardBatch(Spirals.Samples.Span, one);
            System.Numerics.Tensors.TensorPrimitives.Add<float>(mean, one, mean);
        }

        System.Numerics.Tensors.TensorPrimitives.Divide(mean, 3, mean);
        var loss = Loss.Distillation(teachers, 2, 0.9);
        Assert.Equal("Distillation(3 of TestModel of Planar, Temperature: 2, Weight: 0.9)", loss.ToString());
        Assert.Equal(TrainWith(Loss.Distillation(mean, 2, 0.9), Spirals), TrainWith(loss, Spirals));
        Assert.Equal(TrainWith(Loss.Distillation(teachers[0], 2, 0.9), Spirals), TrainWith(Loss.Distillation(teachers[..1], 2, 0.9), Spirals));
    }

    [Fact]
    public void Given_logits_are_as_good_as_the_model_that_gives_them()
    {
        var teacher = TestModel<Planar>.Create(2);
        float[] logits = new float[900];
        teacher.ForwardBatch(Spirals.Samples.Span, logits);
        float[] copy = [.. logits];
        Assert.Equal(TrainWith(Loss.Distillation(teacher, 2, 0.9), Spirals), TrainWith(Loss.Distillation(logits, 2, 0.9), Spirals));
        Assert.Equal(copy, logits);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        var data = Samples.Spirals(9000, 4);
        var loss = Loss.Distillation(TestModel<Planar>.Create(2), 2, 0.9);
        var one = TrainerTests.Train<Planar>(Options with { Epochs = 1, Loss = loss, MaxDegreeOfParallelism = 1 }, data);
        var three = TrainerTests.Train<Planar>(Options with { Epochs = 1, Loss = Loss.Distillation(TestModel<Planar>.Create(2), 2, 0.9), MaxDegreeOfParallelism = 3 }, data);
        Assert.Equal(one.Parameters, three.Parameters);
    }

    [Fact]
    public void Another_temperature_or_weight_is_another_training()
    {
        string path = Path.Combine(Path.GetTempPath(), $"deepthin-{Guid.NewGuid():n}.checkpoint");
        try
        {
            var options = Options with { CheckpointPath = path, Resume = true, Loss = Loss.Distillation(TestModel<Planar>.Create(2), 2, 0.9) };
            TrainerTests.Train<Planar>(options, Spirals);
            var error = Assert.Throws<CheckpointException>(() => TrainerTests.Train<Planar>(options with { Loss = Loss.Distillation(TestModel<Planar>.Create(2), 4, 0.9) }, Spirals));
            Assert.Contains(
                "the loss was Distillation(TestModel of Planar, Temperature: 2, Weight: 0.9) and is now Distillation(TestModel of Planar, Temperature: 4, Weight: 0.9)",
                error.Message,
                StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_teacher_is_cancelled_as_a_training_is()
    {
        var options = Options with { Loss = Loss.Distillation(TestModel<Planar>.Create(2), 2, 0.9) };
        var trainer = new Trainer<TestModel<Planar>>(options);
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(TestModel<Planar>.Create(1), Spirals, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var teacher = TestModel<Planar>.Create(2);
        Refused("temperature", "The temperature is 0.01 to 100, such as 4", () => Loss.Distillation(teacher, 0, 0.5));
        Refused("temperature", "The temperature is 0.01 to 100", () => Loss.Distillation(teacher, double.NaN, 0.5));
        Refused("weight", "The weight of the teacher is 0 to 1, such as 0.9", () => Loss.Distillation(teacher, 1, 1.5));
        Refused(
            "teacher",
            "Distillation needs a teacher whose last activation is Identity (logits) or LogSoftmax, and that of TestModel of PlanarProbabilities is Softmax.",
            () => Loss.Distillation(TestModel<PlanarProbabilities>.Create(1), 1, 0.5));
        Refused("teachers", "Give one teacher or more, and none that is null.", () => Loss.Distillation(Array.Empty<TestModel<Planar>>(), 1, 0.5));
        Refused("teachers", "Give one teacher or more", () => Loss.Distillation([teacher, null!], 1, 0.5));
        Refused("teachers", "that of TestModel of PlanarProbabilities is Softmax.", () => Loss.Distillation(new[] { TestModel<PlanarProbabilities>.Create(1) }, 1, 0.5));
        var options = Options with { Loss = Loss.Distillation(teacher, 2, 0.9) };
        Refused("model", "Distillation needs a model whose last activation is Identity (logits) or LogSoftmax, and it is Softmax.", () => TrainerTests.Train<PlanarProbabilities>(options, Spirals));
        Refused("training", "Distillation needs samples with labels, and these have targets", () => TrainerTests.Train<Planar>(options, Samples.Teacher(5, 1)));
        Refused("validation", "The cross-entropy needs samples with labels", () => TrainerTests.Train<Planar>(options, Spirals, Samples.Teacher(5, 1)));
        Refused("training", "There are 6 logits of the teacher; the 300 training samples of 3 classes need 300 × 3 = 900.", () => TrainerTests.Train<Planar>(Options with { Loss = Loss.Distillation(new float[6], 2, 0.9) }, Spirals));
        Refused(
            "training",
            "The teacher TestModel of Cubic takes 3 features and gives 3 outputs, and the training samples have 2 features and 3 classes.",
            () => TrainerTests.Train<Planar>(Options with { Loss = Loss.Distillation(TestModel<Cubic>.Create(1), 2, 0.9) }, Spirals));
        float[] logits = new float[900];
        logits[7] = float.NaN;
        Refused(
            "training",
            "The teacher of given logits gives NaN for class 1 of sample 2; every value must be finite.",
            () => TrainerTests.Train<Planar>(Options with { Loss = Loss.Distillation(logits, 2, 0.9) }, Spirals));
        Refused("teacherLogits", "There are 6 outputs, and 3 of the teacher", () => DistillationLoss.Mean(new float[6], new float[3], [0, 1], Activation.Identity, 1, 0.5, new float[6]));
        Refused("gradients", "There are 6 outputs, and room for 5 gradients", () => DistillationLoss.Mean(new float[6], new float[6], [0, 1], Activation.Identity, 1, 0.5, new float[5]));
        Refused("activation", "LogSoftmax, and it is Relu", () => DistillationLoss.Mean(new float[6], new float[6], [0, 1], Activation.Relu, 1, 0.5, new float[6]));
    }

    private static double Accuracy(TrainingOptions options, Dataset training)
    {
        var model = TestModel<Planar>.Create(1);
        var trainer = new Trainer<TestModel<Planar>>(options);
        trainer.Fit(model, training);
        return trainer.Evaluate(model, Others).Accuracy!.Value;
    }

    private static float[] TrainWith(Loss loss, Dataset data) => TrainerTests.Train<Planar>(Options with { Loss = loss }, data).Parameters;

    private static void Refused(string parameter, string message, Func<object> action)
    {
        var error = Assert.ThrowsAny<ArgumentException>(action);
        Assert.Equal(parameter, error.ParamName);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static double Reference(double[] outputs, double[] teacher, int[] labels, double temperature, double weight)
    {
        int classes = outputs.Length / labels.Length;
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double[] y = outputs[(i * classes)..((i + 1) * classes)], z = teacher[(i * classes)..((i + 1) * classes)];
            double[] q = LogSoftmax(z, temperature), p = LogSoftmax(y, temperature);
            sum += weight * temperature * temperature * q.Zip(p, (a, b) => Math.Exp(a) * (a - b)).Sum() - (1 - weight) * LogSoftmax(y, 1)[labels[i]];
        }

        return sum / labels.Length;
    }

    private static double[] LogSoftmax(double[] y, double temperature)
    {
        double total = Math.Log(y.Sum(value => Math.Exp(value / temperature)));
        return [.. y.Select(value => value / temperature - total)];
    }
}
