namespace DeepThin.Training.Tests;

public sealed class TrainerTests
{
    private static readonly Dataset Spirals = Samples.Spirals(300, 1);
    private static readonly Dataset Others = Samples.Spirals(150, 2);
    private static readonly Dataset Noisy = Samples.Spirals(300, 1, wrong: 0.3);
    private static readonly Dataset NoisyOthers = Samples.Spirals(150, 2, wrong: 0.3);

    private static TrainingOptions Options => new() { Epochs = 4, BatchSize = 100, Schedule = LearningRate.Constant(0.01), Seed = 3, MaxDegreeOfParallelism = 2 };

    [Fact]
    public void A_training_with_clipping_is_that_of_PyTorch()
    {
        var fixture = Fixture.Read("training");
        var data = Dataset.WithLabels(fixture.GetProperty("samples").Floats(), 2, fixture.GetProperty("labels").Ints(), 3);
        var model = TestModel<Planar>.Create(0);
        var start = fixture.GetProperty("start");
        for (int i = 0; i < 4; i++) start[i].Floats().CopyTo(model.Tensor(TestModel<Planar>.Info.Tensors[i]));
        var options = new TrainingOptions
        {
            Epochs = 30,
            BatchSize = 150,
            Optimizer = new Adam { WeightDecay = 0.02, Decoupled = true },
            Schedule = LearningRate.Constant(0.05),
            ClipNorm = 0.2,
            Loss = Loss.CrossEntropy,
        };

        var result = new Trainer<TestModel<Planar>>(options).Fit(model, data);

        double[] losses = fixture.GetProperty("losses").Doubles();
        Assert.All(result.History, epoch => Assert.Equal(losses[epoch.Epoch - 1], epoch.TrainingLoss, 1e-4 * losses[epoch.Epoch - 1]));
        for (int i = 0; i < 4; i++) Fixture.AssertClose(fixture.GetProperty("end")[i].Floats(), model.Tensor(TestModel<Planar>.Info.Tensors[i]), 2e-4);
    }

    [Fact]
    public void Clipping_is_that_of_PyTorch()
    {
        var fixture = Fixture.Read("clipping");
        float[] gradients = fixture.GetProperty("gradients").Floats();
        foreach (var expected in fixture.GetProperty("cases").EnumerateArray())
        {
            float scale = ParameterUpdate.ClipScale(expected.GetProperty("total").GetDouble(), expected.GetProperty("max").GetDouble());
            Fixture.AssertClose(expected.GetProperty("clipped").Floats(), [.. gradients.Select(value => value * scale)], 1e-6, floor: 0.1);
        }
    }

    [Theory]
    [InlineData(1e-6, 1e-6, 0.5)]
    [InlineData(1e-6, 5e-7, 0.25)]
    [InlineData(3e-6, 1e-6, 0.25)]
    [InlineData(0, 1e-8, 0.01)]
    [InlineData(1e-7, 1e-5, 1)]
    public void Clipping_of_the_smallest_gradients_has_the_constant_of_PyTorch(double norm, double clip, double scale) =>
        Assert.Equal(scale, ParameterUpdate.ClipScale(norm, clip), 1e-6);

    [Fact]
    public void The_norm_of_a_gradient_is_that_of_all_slots_and_chunks()
    {
        // One step of plain descent moves the parameters by the gradient, so its length is the clipped norm.
        var data = Samples.Spirals(640, 5);
        var model = TestModel<Wide>.Create(1);
        float[] before = model.Parameters.ToArray();
        var options = new TrainingOptions { Epochs = 1, BatchSize = 640, Optimizer = new Sgd(), Schedule = LearningRate.Constant(1), ClipNorm = 0.125 };
        new Trainer<TestModel<Wide>>(options).Fit(model, data);
        double norm = Math.Sqrt(before.Zip(model.Parameters.ToArray(), (a, b) => Math.Pow((double)b - a, 2)).Sum());
        Assert.Equal(0.125, norm, 1e-5);
    }

    [Fact]
    public void Learns_three_spirals()
    {
        var model = TestModel<Planar>.Create(1);
        var options = Options with { Epochs = 150, BatchSize = 50, Schedule = LearningRate.Cosine(0.03, warmUp: 20) };
        var trainer = new Trainer<TestModel<Planar>>(options);
        var before = trainer.Evaluate(model, Others);
        trainer.Fit(model, Spirals);
        var after = trainer.Evaluate(model, Others);
        Assert.True(before.Accuracy < 0.7, $"The untrained model has the accuracy {before.Accuracy}.");
        Assert.True(after.Accuracy > 0.95, $"The trained model has the accuracy {after.Accuracy}.");
        Assert.True(after.Loss < 0.2, $"The trained model has the loss {after.Loss}.");
    }

    [Fact]
    public void Learns_three_spirals_with_log_probabilities() => LearnsSpirals<PlanarLog>();

    [Fact]
    public void Learns_three_spirals_with_probabilities() => LearnsSpirals<PlanarProbabilities>();

    [Fact]
    public void Learns_a_function()
    {
        var model = TestModel<Planar>.Create(1);
        var options = Options with { Epochs = 100, BatchSize = 50, Schedule = LearningRate.Linear(0.02) };
        var trainer = new Trainer<TestModel<Planar>>(options);
        var result = trainer.Fit(model, Samples.Teacher(400, 1), Samples.Teacher(100, 2));
        Assert.True(result.History[^1].ValidationLoss < 1e-3, $"The validation loss is {result.History[^1].ValidationLoss}.");
        Assert.Null(result.History[^1].ValidationAccuracy);
        Assert.Null(trainer.Evaluate(model, Samples.Teacher(100, 2)).Accuracy);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(1000)]
    public void The_bits_do_not_depend_on_the_threads(int batchSize)
    {
        var data = Samples.Spirals(1500, 4);
        var options = Options with { Epochs = 2, BatchSize = batchSize, ClipNorm = 0.5 };
        var one = Train<Planar>(options with { MaxDegreeOfParallelism = 1 }, data, Others);
        var two = Train<Planar>(options with { MaxDegreeOfParallelism = 2 }, data, Others);
        var seven = Train<Planar>(options with { MaxDegreeOfParallelism = 7 }, data, Others);
        var all = Train<Planar>(options with { MaxDegreeOfParallelism = -1 }, data, Others);
        Assert.Equal(one.Parameters, two.Parameters);
        Assert.Equal(one.Parameters, seven.Parameters);
        Assert.Equal(one.Parameters, all.Parameters);
        Assert.Equal(one.Result.History.Select(WithoutTime), two.Result.History.Select(WithoutTime));
        Assert.Equal(one.Result.History.Select(WithoutTime), seven.Result.History.Select(WithoutTime));
    }

    [Fact]
    public void The_bits_of_many_chunks_do_not_depend_on_the_threads()
    {
        var options = Options with { Epochs = 1 };
        Assert.Equal(
            Train<Wide>(options with { MaxDegreeOfParallelism = 1 }, Spirals).Parameters,
            Train<Wide>(options with { MaxDegreeOfParallelism = 3 }, Spirals).Parameters);
    }

    [Fact]
    public void The_seed_decides_the_bits()
    {
        Assert.Equal(Train<Planar>(Options, Spirals).Parameters, Train<Planar>(Options, Spirals).Parameters);
        Assert.NotEqual(Train<Planar>(Options, Spirals).Parameters, Train<Planar>(Options with { Seed = 4 }, Spirals).Parameters);
    }

    [Fact]
    public void Minibatches_of_any_size_train_on_every_sample_once_an_epoch()
    {
        int samples = 0, panels = 0;
        var model = TestModel<Planar>.Create(1);
        model.OnForwardTrace = count =>
        {
            Interlocked.Add(ref samples, count);
            Interlocked.Increment(ref panels);
        };
        new Trainer<TestModel<Planar>>(Options with { Epochs = 3, BatchSize = 130 }).Fit(model, Spirals);
        Assert.Equal(3 * 300, samples);
        Assert.Equal(3 * (3 + 3 + 1), panels);
    }

    [Fact]
    public void Panels_run_two_at_a_time_on_two_threads()
    {
        // Each panel waits for another to begin: fewer threads would not meet, and with more the barrier would throw.
        using var pair = new Barrier(2);
        int met = 0;
        var model = TestModel<Planar>.Create(1);
        model.OnForwardTrace = _ =>
        {
            if (pair.SignalAndWait(TimeSpan.FromSeconds(60))) Interlocked.Increment(ref met);
        };
        new Trainer<TestModel<Planar>>(Options with { Epochs = 1, BatchSize = 256, MaxDegreeOfParallelism = 2 }).Fit(model, Spirals.Slice(0, 256));
        Assert.Equal(4, met);
    }

    [Fact]
    public void The_padding_stays_zero()
    {
        var (parameters, _) = Train<Planar>(Options with { Optimizer = new Adam { WeightDecay = 0.1 }, ClipNorm = 0.1 }, Spirals);
        int end = 0;
        foreach (var tensor in TestModel<Planar>.Info.Tensors)
        {
            Assert.All(parameters[end..tensor.Offset], value => Assert.Equal(0, value));
            end = tensor.Offset + tensor.Length;
        }
    }

    [Fact]
    public void The_model_is_ready_to_predict_at_the_end()
    {
        var model = TestModel<Planar>.Create(1);
        var trainer = new Trainer<TestModel<Planar>>(Options);
        trainer.Fit(model, Spirals);
        var before = trainer.Evaluate(model, Others);
        model.Prepare();
        Assert.Equal(before, trainer.Evaluate(model, Others));
    }

    [Fact]
    public void The_history_has_the_losses_of_the_epochs()
    {
        var model = TestModel<Planar>.Create(1);
        var trainer = new Trainer<TestModel<Planar>>(Options with { Schedule = LearningRate.Linear(0.1) });
        var result = trainer.Fit(model, Spirals, Others);
        Assert.Equal([1, 2, 3, 4], result.History.Select(epoch => epoch.Epoch));
        Assert.Equal(trainer.Evaluate(model, Others), new Evaluation { Loss = result.History[3].ValidationLoss!.Value, Accuracy = result.History[3].ValidationAccuracy });
        Assert.Equal(LearningRate.Linear(0.1).At(11, 12), result.History[3].LearningRate);
        Assert.False(result.StoppedEarly);
    }

    [Fact]
    public void The_training_loss_is_the_mean_over_the_samples()
    {
        // With a rate that changes nothing, the loss of the epoch is the loss of the model; the last minibatch is smaller than the others.
        var model = TestModel<Planar>.Create(1);
        var trainer = new Trainer<TestModel<Planar>>(Options with { Epochs = 1, BatchSize = 130, Optimizer = new Sgd(), Schedule = LearningRate.Constant(1e-30), Loss = Loss.CrossEntropy });
        var result = trainer.Fit(model, Spirals);
        Assert.Equal(trainer.Evaluate(model, Spirals).Loss, result.History[0].TrainingLoss, 1e-6);
    }

    [Theory]
    [InlineData(Criterion.ValidationLoss)]
    [InlineData(Criterion.ValidationAccuracy)]
    public void The_best_epoch_is_kept(Criterion criterion)
    {
        // With so many wrong labels and so high a rate the epochs go up and down.
        var options = Options with { Epochs = 12, Schedule = LearningRate.Constant(0.5), BestBy = criterion, Loss = Loss.CrossEntropy };
        var (_, result) = Train<Planar>(options, Noisy, NoisyOthers);
        var best = criterion == Criterion.ValidationLoss
            ? result.History.MinBy(epoch => epoch.ValidationLoss)!
            : result.History.MaxBy(epoch => epoch.ValidationAccuracy)!;
        Assert.InRange(best.Epoch, 1, 11);
        Assert.Equal(best.Epoch, result.BestEpoch);

        var model = TestModel<Planar>.Create(1);
        var trainer = new Trainer<TestModel<Planar>>(options with { KeepBest = true });
        trainer.Fit(model, Noisy, NoisyOthers);
        Assert.Equal(new Evaluation { Loss = best.ValidationLoss!.Value, Accuracy = best.ValidationAccuracy }, trainer.Evaluate(model, NoisyOthers));
    }

    [Fact]
    public void Without_keeping_the_best_the_last_epoch_stays()
    {
        var model = TestModel<Planar>.Create(1);
        var trainer = new Trainer<TestModel<Planar>>(Options with { Epochs = 12, Schedule = LearningRate.Constant(0.5) });
        var result = trainer.Fit(model, Noisy, NoisyOthers);
        Assert.NotEqual(12, result.BestEpoch);
        Assert.Equal(result.History[11].ValidationLoss, trainer.Evaluate(model, NoisyOthers).Loss);
    }

    [Fact]
    public void Stops_early_when_no_epoch_is_better_for_long_enough()
    {
        var (_, result) = Train<Planar>(Options with { Epochs = 100, Schedule = LearningRate.Constant(0.5), Patience = 3 }, Noisy, NoisyOthers);
        Assert.True(result.StoppedEarly);
        Assert.Equal(result.BestEpoch + 3, result.History.Count);
        Assert.True(result.History.Count < 100);
    }

    [Theory]
    [InlineData(Criterion.ValidationLoss)]
    [InlineData(Criterion.ValidationAccuracy)]
    public void An_epoch_that_is_exactly_as_good_is_no_better(Criterion criterion)
    {
        // With a rate that changes nothing, every epoch is as good as the first.
        var options = Options with { Epochs = 100, Optimizer = new Sgd(), Schedule = LearningRate.Constant(1e-30), Patience = 3, BestBy = criterion };
        var (_, result) = Train<Planar>(options, Spirals, Others);
        Assert.Single(result.History.Select(epoch => (epoch.ValidationLoss, epoch.ValidationAccuracy)).Distinct());
        Assert.Equal((1, 4, true), (result.BestEpoch, result.History.Count, result.StoppedEarly));
    }

    [Fact]
    public void Cancelling_leaves_the_parameters_of_the_last_finished_step()
    {
        // Three steps an epoch; the fifth step begins and is finished, the sixth is not begun.
        using var source = new CancellationTokenSource();
        int panels = 0;
        var model = TestModel<Planar>.Create(1);
        model.OnForwardTrace = _ =>
        {
            if (Interlocked.Increment(ref panels) == 9) source.Cancel();
        };
        var trainer = new Trainer<TestModel<Planar>>(Options);
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(model, Spirals, cancellationToken: source.Token));
        Assert.Equal(10, panels);

        var afterFive = TestModel<Planar>.Create(1);
        TrainSteps(afterFive, Options, Spirals, 5);
        Fixture.AssertClose(afterFive.Parameters, model.Parameters, 1e-5);
        var before = trainer.Evaluate(model, Others);
        model.Prepare();
        Assert.Equal(before, trainer.Evaluate(model, Others));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_with_the_step_and_the_rate()
    {
        var model = TestModel<Planar>.Create(1);
        var trainer = new Trainer<TestModel<Planar>>(Options with { Optimizer = new Sgd(), Schedule = LearningRate.Constant(1e25) });
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(model, Spirals));
        Assert.Contains($"is NaN at step {error.Step} (epoch 1), with the learning rate 1E+25. Try a smaller learning rate", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Step, 1, 2);
        Assert.Equal(1e25, error.LearningRate);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_not_applied()
    {
        var model = TestModel<Planar>.Create(1);
        model.Tensor(TestModel<Planar>.Info.Tensors[2]).Fill(1e30f);
        model.Tensor(TestModel<Planar>.Info.Tensors[0]).Fill(1e-30f);
        float[] before = model.Parameters.ToArray();
        var error = Assert.Throws<TrainingDivergedException>(() => new Trainer<TestModel<Planar>>(Options with { ClipNorm = 1 }).Fit(model, Spirals));
        Assert.Contains("norm of the gradient", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.ToArray());
    }

    [Fact]
    public void Progress_is_reported_at_the_end_of_each_epoch_at_least()
    {
        var reports = new List<TrainingProgress>();
        var (_, result) = Train<Planar>(Options with { Progress = new Reports(reports) }, Spirals);
        var ends = reports.Where(report => report.Step % 3 == 0).ToList();
        Assert.Equal([1, 2, 3, 4], ends.Select(report => report.Epoch));
        Assert.Equal([300, 600, 900, 1200], ends.Select(report => report.Samples));
        Assert.Equal(result.History.Select(epoch => epoch.TrainingLoss), ends.Select(report => report.Loss));
        Assert.Equal(TimeSpan.Zero, ends[^1].Remaining);
        Assert.All(reports, report => Assert.Equal((4, 12, 0.01), (report.Epochs, report.Steps, report.LearningRate)));
        Assert.All(reports, report => Assert.True(report.SamplesPerSecond > 0 && report.Elapsed > TimeSpan.Zero));
    }

    [Fact]
    public void Progress_tells_of_the_last_finished_epoch_whoever_finished_it()
    {
        string path = Path.Combine(Path.GetTempPath(), $"deepthin-{Guid.NewGuid():n}.checkpoint");
        try
        {
            // A run of two epochs, and one that goes on from its checkpoint with the other two.
            var reports = new List<TrainingProgress>();
            var options = Options with { CheckpointPath = path, Progress = new Reports(reports) };
            var model = TestModel<Planar>.Create(1);
            new Trainer<TestModel<Planar>>(options with { Epochs = 2 }).Fit(model, Spirals, Others);
            var result = new Trainer<TestModel<Planar>>(options with { Resume = true }).Fit(model, Spirals, Others);
            Assert.Equal([1, 2, 3, 4], reports.Select(report => report.Epoch).Distinct());
            Assert.All(reports, report => Assert.Equal(report.Epoch == 1 ? null : result.History[report.Epoch - 2], report.LastEpoch));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.1)]
    public void Steps_allocate_nothing(double? clipNorm)
    {
        // Measured on the only thread, from the first minibatch of the second epoch to the last of the same epoch.
        long first = 0, last = 0;
        int panels = 0;
        var model = TestModel<Planar>.Create(1);
        model.OnForwardTrace = _ =>
        {
            panels++;
            if (panels == 16) first = GC.GetAllocatedBytesForCurrentThread();
            if (panels == 30) last = GC.GetAllocatedBytesForCurrentThread();
        };
        var options = Options with { Epochs = 2, BatchSize = 20, ClipNorm = clipNorm, MaxDegreeOfParallelism = 1 };
        new Trainer<TestModel<Planar>>(options).Fit(model, Spirals);
        Assert.Equal(30, panels);
        Assert.Equal(0, last - first);
    }

    [Fact]
    public void Evaluation_does_not_depend_on_the_threads_or_the_cut_into_panels()
    {
        var model = TestModel<Planar>.Create(1);
        var data = Samples.Spirals(64 * 40 + 7, 9);
        var one = new Trainer<TestModel<Planar>>(Options with { MaxDegreeOfParallelism = 1 }).Evaluate(model, data);
        Assert.Equal(one, new Trainer<TestModel<Planar>>(Options with { MaxDegreeOfParallelism = 4 }).Evaluate(model, data));

        float[] outputs = new float[data.Count * 3];
        model.ForwardBatch(data.Samples.Span, outputs);
        Assert.Equal(CrossEntropyLoss.Mean(outputs, data.Labels.Span, Activation.Identity, new float[outputs.Length]), one.Loss, 1e-9);
        int correct = Enumerable.Range(0, data.Count).Count(i => outputs[(3 * i)..(3 * i + 3)].Index().MaxBy(pair => pair.Item).Index == data.Labels.Span[i]);
        Assert.Equal((double)correct / data.Count, one.Accuracy);
    }

    [Fact]
    public void Evaluation_can_be_cancelled()
    {
        var trainer = new Trainer<TestModel<Planar>>(Options);
        Assert.Throws<OperationCanceledException>(() => trainer.Evaluate(TestModel<Planar>.Create(1), Spirals, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Refused("Epochs is 0; it must be 1 or more.", Options with { Epochs = 0 });
        Refused("BatchSize is 0; it must be 1 or more.", Options with { BatchSize = 0 });
        Refused("MaxDegreeOfParallelism is 0; it must be 1 or more, or −1 for all processors.", Options with { MaxDegreeOfParallelism = 0 });
        Refused("MaxDegreeOfParallelism is -2; it must be 1 or more", Options with { MaxDegreeOfParallelism = -2 });
        Refused("Patience is 0; it must be 1 or more.", Options with { Patience = 0 });
        Refused("CheckpointEvery is 0; it must be 1 or more.", Options with { CheckpointEvery = 0 });
        Refused("ClipNorm is 0; it must be a finite number above 0", Options with { ClipNorm = 0 });
        Refused("ClipNorm is NaN", Options with { ClipNorm = double.NaN });
        Refused("ClipNorm is Infinity", Options with { ClipNorm = double.PositiveInfinity });
        Refused("Optimizer is null", Options with { Optimizer = null! });
        Refused("Beta1 is -1; it must be at least 0", Options with { Optimizer = new Adam { Beta1 = -1 } });
        Refused("Schedule is null", Options with { Schedule = null! });
        Refused("FactorRates is null", Options with { FactorRates = null! });
        Refused("BestBy is 7; it must be ValidationLoss or ValidationAccuracy.", Options with { BestBy = (Criterion)7 });
        Refused("CheckpointPath is empty", Options with { CheckpointPath = " " });
        Refused("Resume is true and CheckpointPath is null; give the file to resume from.", Options with { Resume = true });
    }

    [Fact]
    public void Samples_that_do_not_fit_are_refused()
    {
        Refused<Planar>("training", "The training samples have 3 features, and TestModel of Planar takes 2.", Options, Dataset.WithLabels(new float[3], 3, new int[1], 3));
        Refused<Planar>("training", "The training samples have 4 classes, and TestModel of Planar gives 3 outputs.", Options, Dataset.WithLabels(new float[2], 2, new int[1], 4));
        Refused<Planar>("validation", "The validation samples have 2 target values each", Options, Samples.Teacher(5, 1), Dataset.WithTargets(new float[2], 2, new float[2], 2));
        Refused<Planar>("training", "The cross-entropy needs samples with labels", Options with { Loss = Loss.CrossEntropy }, Samples.Teacher(5, 1));
        Refused<Planar>("training", "The mean square error needs samples with targets", Options with { Loss = Loss.MeanSquare }, Spirals);
        Refused<Planar>("validation", "The cross-entropy needs samples with labels", Options, Spirals, Samples.Teacher(5, 1));
        Refused<PlanarSigmoid>("model", "last activation is Identity (logits), LogSoftmax or Softmax, and it is Sigmoid", Options, Spirals);
        Refused<Planar>("validation", "KeepBest and Patience judge the epochs by validation samples", Options with { KeepBest = true }, Spirals);
        Refused<Planar>("validation", "KeepBest and Patience judge the epochs by validation samples", Options with { Patience = 1 }, Spirals);
        Refused<Planar>("validation", "the validation samples have no labels", Options with { BestBy = Criterion.ValidationAccuracy }, Samples.Teacher(5, 1), Samples.Teacher(5, 1));
    }

    [Fact]
    public void Samples_that_cannot_be_evaluated_are_refused()
    {
        var trainer = new Trainer<TestModel<Planar>>(Options with { Loss = Loss.CrossEntropy });
        var error = Assert.Throws<ArgumentException>("data", () => trainer.Evaluate(TestModel<Planar>.Create(1), Dataset.WithLabels(new float[3], 3, new int[1], 3)));
        Assert.StartsWith("The given samples have 3 features, and TestModel of Planar takes 2.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("data", () => trainer.Evaluate(TestModel<Planar>.Create(1), Samples.Teacher(5, 1)));
        Assert.Throws<ArgumentException>("model", () => new Trainer<TestModel<PlanarSigmoid>>(Options).Evaluate(TestModel<PlanarSigmoid>.Create(1), Spirals));
    }

    /// <summary>Trains a model that always begins the same.</summary>
    internal static (float[] Parameters, TrainingResult Result) Train<TShape>(TrainingOptions options, Dataset data, Dataset? validation = null)
        where TShape : IShape
    {
        var model = TestModel<TShape>.Create(1);
        var result = new Trainer<TestModel<TShape>>(options).Fit(model, data, validation);
        return (model.Parameters.ToArray(), result);
    }

    internal static EpochResult WithoutTime(EpochResult epoch) => epoch with { Elapsed = TimeSpan.Zero };

    /// <summary>The first steps of a training, by hand.</summary>
    private static void TrainSteps(TestModel<Planar> model, TrainingOptions options, Dataset data, int steps)
    {
        var state = options.Optimizer.Start(model.Parameters.Length);
        int perEpoch = data.Count / options.BatchSize;
        int[] order = new int[data.Count];
        float[] outputs = new float[64 * 3], outputGradients = new float[64 * 3], trace = new float[TestModel<Planar>.TraceLength];
        for (int step = 0; step < steps; step++)
        {
            Shuffle.Fill(order, options.Seed, step / perEpoch);
            float[] sum = new float[model.Parameters.Length];
            foreach (int[] panel in order.Skip(step % perEpoch * options.BatchSize).Take(options.BatchSize).Chunk(64))
            {
                float[] gradients = new float[sum.Length];
                float[] inputs = [.. panel.SelectMany(i => data.Samples.Slice(2 * i, 2).ToArray())];
                int[] labels = [.. panel.Select(i => data.Labels.Span[i])];
                int length = 3 * panel.Length;
                model.ForwardTrace(inputs, outputs.AsSpan(0, length), panel.Length, trace);
                CrossEntropyLoss.Mean(outputs.AsSpan(0, length), labels, Activation.Identity, outputGradients.AsSpan(0, length), smoothing: 0.1);
                model.Backward(outputGradients.AsSpan(0, length), panel.Length, trace, gradients, default);
                for (int i = 0; i < sum.Length; i++) sum[i] += gradients[i] * panel.Length / options.BatchSize;
            }

            state.Step(model.Parameters, sum, options.Schedule.At(step, 1000));
            model.Prepare();
        }
    }

    private static void LearnsSpirals<TShape>()
        where TShape : IShape
    {
        var model = TestModel<TShape>.Create(1);
        var trainer = new Trainer<TestModel<TShape>>(Options with { Epochs = 150, BatchSize = 50, Schedule = LearningRate.Cosine(0.03, warmUp: 20) });
        trainer.Fit(model, Spirals);
        double accuracy = trainer.Evaluate(model, Others).Accuracy!.Value;
        Assert.True(accuracy > 0.95, $"The trained model has the accuracy {accuracy}.");
    }

    private static void Refused(string message, TrainingOptions options)
    {
        var error = Assert.Throws<ArgumentException>(nameof(options), () => new Trainer<TestModel<Planar>>(options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static void Refused<TShape>(string parameter, string message, TrainingOptions options, Dataset training, Dataset? validation = null)
        where TShape : IShape
    {
        var trainer = new Trainer<TestModel<TShape>>(options);
        var error = Assert.Throws<ArgumentException>(parameter, () => trainer.Fit(TestModel<TShape>.Create(1), training, validation));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private sealed class Reports(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
