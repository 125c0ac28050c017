using DeepThin.Runtime;

namespace DeepThin.Training.Tests;

public sealed class CheckpointTests : IDisposable
{
    private static readonly Dataset Spirals = Samples.Spirals(300, 1, wrong: 0.3);
    private static readonly Dataset Others = Samples.Spirals(150, 2, wrong: 0.3);

    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin").FullName;

    private string CheckpointFile => Path.Combine(_folder, "training.ckpt");

    private TrainingOptions Options => new()
    {
        Epochs = 6,
        BatchSize = 100,
        Schedule = LearningRate.Cosine(0.3),
        Seed = 3,
        MaxDegreeOfParallelism = 2,
        KeepBest = true,
        CheckpointPath = CheckpointFile,
        Resume = true,
    };

    public static TheoryData<string> Optimizers => ["sgd", "momentum", "adam"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_training_resumed_after_any_epoch_gives_the_bits_of_an_uninterrupted_one(string optimizer)
    {
        var options = Options with { Optimizer = Named(optimizer), ClipNorm = 0.5 };
        var whole = Train(options with { CheckpointPath = null, Resume = false });
        for (int epochs = 1; epochs <= 6; epochs++)
        {
            File.Delete(CheckpointFile);
            CancelAfter(options, epochs * 3);
            AssertSame(whole, Train(options, modelSeed: 99));
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_training_that_broke_off_goes_on_from_its_last_finished_epoch(string optimizer)
    {
        var options = Options with { Optimizer = Named(optimizer), ClipNorm = 0.5 };
        var whole = Train(options with { CheckpointPath = null, Resume = false });
        for (int steps = 5; steps <= 17; steps += 3)
        {
            File.Delete(CheckpointFile);
            BreakAfter(options, steps);
            AssertSame(whole, Train(options, modelSeed: 99));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(17)]
    public void A_training_cancelled_within_an_epoch_goes_on_at_the_next_step(int steps)
    {
        var whole = Train(Options with { CheckpointPath = null, Resume = false });
        CancelAfter(Options, steps);
        AssertSame(whole, Train(Options with { MaxDegreeOfParallelism = 1 }, modelSeed: 99));
    }

    [Fact]
    public void What_it_has_is_read_without_the_model()
    {
        var (trained, _) = Train(Options with { KeepBest = false });
        var info = TestModel<Planar>.Info;
        Assert.True(CheckpointContents.IsOne(CheckpointFile));
        var found = CheckpointContents.Read(CheckpointFile);
        Assert.Equal(info.Name, found.Model);
        Assert.Equal(info.Tensors.Select(tensor => tensor.Name), found.Tensors.Select(tensor => tensor.Name));
        foreach (var (tensor, read) in info.Tensors.Zip(found.Tensors))
        {
            Assert.Equal(tensor.Shape, $"[{string.Join(", ", read.Shape)}]");
            Assert.Equal(trained[tensor.Offset..(tensor.Offset + tensor.Length)], read.Values);
        }

        File.AppendAllText(CheckpointFile, "x");
        Assert.Contains("is damaged", Assert.Throws<CheckpointException>(() => CheckpointContents.Read(CheckpointFile)).Message, StringComparison.Ordinal);
        File.WriteAllText(CheckpointFile, "short");
        Assert.False(CheckpointContents.IsOne(CheckpointFile));
    }

    [Fact]
    public void A_finished_training_is_not_repeated()
    {
        var whole = Train(Options);
        AssertSame(whole, Train(Options, modelSeed: 99));
    }

    [Fact]
    public void A_finished_training_goes_on_with_more_epochs()
    {
        var constant = Options with { Schedule = LearningRate.Constant(0.1) };
        var whole = Train(constant with { Epochs = 9, CheckpointPath = null, Resume = false });
        Train(constant);
        AssertSame(whole, Train(constant with { Epochs = 9 }, modelSeed: 99));
    }

    [Fact]
    public void A_training_that_stopped_early_stays_so()
    {
        var options = Options with { Epochs = 100, Schedule = LearningRate.Constant(0.5), Patience = 2 };
        var whole = Train(options);
        Assert.True(whole.Result.StoppedEarly);
        AssertSame(whole, Train(options, modelSeed: 99));
    }

    [Fact]
    public void Without_resume_the_training_begins_anew()
    {
        Train(Options);
        var options = Options with { Resume = false, Epochs = 1 };
        Assert.Single(Train(options).Result.History);
    }

    [Fact]
    public void A_checkpoint_is_written_after_every_so_many_epochs_and_the_last()
    {
        var written = new List<bool>();
        var options = Options with { Epochs = 5, CheckpointEvery = 2, Progress = new Watch(() => written.Add(File.Exists(CheckpointFile)), CheckpointFile) };
        Train(options);
        Assert.Equal([false, false, true, false, true], written);
        Assert.True(File.Exists(CheckpointFile));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Another_training_is_refused()
    {
        Train(Options);
        Refused("the batch size was 100 and is now 50. Set it back, or train anew without Resume.", Options with { BatchSize = 50 });
        Refused("the seed was 3 and is now 4", Options with { Seed = 4 });
        Refused("the optimiser was Adam(Beta1: 0.9, Beta2: 0.99, Epsilon: 1E-08, WeightDecay: 0.03, Decoupled: True) and is now Sgd(", Options with { Optimizer = new Sgd() });
        Refused("FactorRates was FactorRates(Left: 1, Right: 1, ByScale: False) and is now FactorRates(Left: 2, Right: 1, ByScale: False)", Options with { FactorRates = new() { Left = 2 } });
        Refused("ClipNorm was null and is now 2.5", Options with { ClipNorm = 2.5 });
        Refused("BestBy was ValidationLoss and is now ValidationAccuracy", Options with { BestBy = Criterion.ValidationAccuracy });
        Refused("KeepBest was True and is now False", Options with { KeepBest = false });
        Refused("the number of training samples was 300 and is now 200", Options, Spirals.Slice(0, 200));
        Refused("the number of validation samples was 150 and is now 100", Options, validation: Others.Slice(0, 100));
        Refused("the loss was CrossEntropy(Smoothing: 0.1) and is now MeanSquare", Options, Samples.Teacher(300, 1), Samples.Teacher(150, 2));
    }

    [Fact]
    public void Another_model_is_refused()
    {
        Train(Options);
        var model = TestModel<PlanarLog>.Create(1);
        var error = Assert.Throws<CheckpointException>(() => new Trainer<TestModel<PlanarLog>>(Options).Fit(model, Spirals, Others));
        Assert.Contains("is one of the model TestModel of Planar, and not of TestModel of PlanarLog", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_plan_of_the_model_is_refused()
    {
        var info = TestModel<Planar>.Info;
        var state = new TrainingState(new Sgd().Start(info.ParameterBlockLength), 1);
        new Checkpoint(CheckpointFile, info, []).Write(state, new float[info.ParameterBlockLength]);
        var first = info.Layers[0].Tensors[0];
        var other = new LayerInfo(info.Layers[0]) { Tensors = [new(first.Name, 21, first.Columns, first.Offset), info.Layers[0].Tensors[1]] };
        AssertRefused("it has the tensor layers.0.weight [20, 2] at 0, and the model has layers.0.weight [21, 2] at 0.", new ModelInfo(info.Name, info.ParameterBlockLength, 0, other, info.Layers[1]));
        AssertRefused("it has 4 tensors, and the model has 2.", new ModelInfo(info.Name, info.ParameterBlockLength, 0, info.Layers[0]));
        AssertRefused("and the model's has 7.", new ModelInfo(info.Name, 7, 0, [.. info.Layers]));

        void AssertRefused(string message, ModelInfo plan)
        {
            var error = Assert.Throws<CheckpointException>(() => new Checkpoint(CheckpointFile, plan, []).ReadIfPresent(state, new float[plan.ParameterBlockLength]));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_checkpoint_of_a_training_that_diverged_is_refused_and_the_parameters_left_alone()
    {
        var info = TestModel<Planar>.Info;
        int length = info.ParameterBlockLength;
        var bias = info.Tensors[1];
        float[] fine = new float[length], diverged = new float[length];
        diverged[bias.Offset + 3] = float.NaN;
        AssertRefused("training.ckpt is one of a training that diverged: layers.0.bias[3] is NaN. Train anew without Resume.", new(new Sgd().Start(length), 1), diverged);
        AssertRefused("layers.0.bias[3] is NaN", new(new Sgd().Start(length), 1) { BestParameters = Buffer(diverged) }, fine);
        AssertRefused("what the optimiser remembers is not finite", new(Remembering(new Sgd { Momentum = 0.9 }, diverged), 1), fine);
        new Checkpoint(CheckpointFile, info, []).Write(new(Remembering(new Adam(), fine), 1) { BestParameters = Buffer(fine) }, fine);
        new Checkpoint(CheckpointFile, info, []).ReadIfPresent(new(new Adam().Start(length), 1), diverged);
        Assert.Equal(fine, diverged);

        void AssertRefused(string message, TrainingState state, float[] parameters)
        {
            float[] left = [.. Enumerable.Repeat(7f, length)];
            new Checkpoint(CheckpointFile, info, []).Write(state, parameters);
            var error = Assert.Throws<CheckpointException>(() => new Checkpoint(CheckpointFile, info, []).ReadIfPresent(state, left));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.All(left, value => Assert.Equal(7, value));
        }

        static AlignedBuffer Buffer(float[] values)
        {
            var buffer = new AlignedBuffer(values.Length);
            values.CopyTo(buffer.Span);
            return buffer;
        }

        static OptimizerState Remembering(Optimizer optimizer, float[] gradients)
        {
            var state = optimizer.Start(gradients.Length);
            state.Step(new float[gradients.Length], gradients, 0.1);
            return state;
        }
    }

    [Fact]
    public void Times_are_the_same_however_often_they_are_written_and_read()
    {
        // In seconds as a double, some of these are a little below a whole number of ticks.
        var info = TestModel<Planar>.Info;
        float[] parameters = new float[info.ParameterBlockLength];
        TimeSpan[] times = [.. Enumerable.Range(1, 200).Select(i => TimeSpan.FromTicks(12345677 * i + 1))];
        var state = new TrainingState(new Sgd().Start(parameters.Length), 1) { Epoch = times.Length, Elapsed = times[^1] };
        state.History.AddRange(times.Select((time, i) => new EpochResult { Epoch = i + 1, TrainingLoss = 1, ValidationLoss = null, ValidationAccuracy = 0.5, LearningRate = 0.1, Elapsed = time }));
        EpochResult[] history = [.. state.History];
        for (int i = 0; i < 3; i++)
        {
            new Checkpoint(CheckpointFile, info, []).Write(state, parameters);
            new Checkpoint(CheckpointFile, info, []).ReadIfPresent(state, parameters);
        }

        Assert.Equal(history, state.History);
        Assert.Equal(times[^1], state.Elapsed);
    }

    [Fact]
    public void A_damaged_file_is_refused_and_the_model_left_alone()
    {
        Train(Options);
        byte[] whole = File.ReadAllBytes(CheckpointFile);
        foreach (int at in new[] { 0, 7, 8, 12, 19, 20, 30, whole.Length / 2, whole.Length - 40, whole.Length - 1 })
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            AssertDamaged(damaged);
        }

        foreach (int length in new[] { 0, 5, 19, 20, 51, 60, whole.Length / 2, whole.Length - 1 }) AssertDamaged(whole[..length]);
        AssertDamaged([.. whole, 0]);
    }

    [Fact]
    public void Damage_is_named()
    {
        Train(Options);
        byte[] whole = File.ReadAllBytes(CheckpointFile);
        Refused(whole[..^1], $"is damaged: it has {whole.Length - 1} bytes, and says that it has {whole.Length}.");
        Refused([.. "safetensors, not a checkpoint"u8], "is not a checkpoint: it does not begin as one.");
        Refused([.. whole[..8], 9, .. whole[9..]], "has version 9, and this library reads version 3.");
        Refused([.. whole[..^50], 1, 2, 3, .. whole[^47..]], "does not have the SHA-256 that stands at its end.");
    }

    [Fact]
    public void A_missing_folder_is_named_before_the_training()
    {
        var error = Assert.Throws<DirectoryNotFoundException>(() => Train(Options with { CheckpointPath = Path.Combine(_folder, "none", "a.ckpt") }));
        Assert.Contains("of the CheckpointPath does not exist; create it first.", error.Message, StringComparison.Ordinal);
    }

    private static Optimizer Named(string name) => name switch
    {
        "sgd" => new Sgd { WeightDecay = 0.01 },
        "momentum" => new Sgd { Momentum = 0.9, Nesterov = true },
        _ => new Adam { WeightDecay = 0.01, Decoupled = true },
    };

    private static (float[] Parameters, TrainingResult Result) Train(TrainingOptions options, int modelSeed = 1)
    {
        var model = TestModel<Planar>.Create(modelSeed);
        var result = new Trainer<TestModel<Planar>>(options).Fit(model, Spirals, Others);
        return (model.Parameters.ToArray(), result);
    }

    /// <summary>Cancels a training after some steps; there are three an epoch, of two panels each.</summary>
    private static void CancelAfter(TrainingOptions options, int steps)
    {
        using var source = new CancellationTokenSource();
        int panels = 0;
        var model = TestModel<Planar>.Create(1);
        model.OnForwardTrace = _ =>
        {
            if (Interlocked.Increment(ref panels) == 2 * steps) source.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => new Trainer<TestModel<Planar>>(options).Fit(model, Spirals, Others, source.Token));
    }

    /// <summary>An error in the model ends a training after some steps.</summary>
    private static void BreakAfter(TrainingOptions options, int steps)
    {
        int panels = 0;
        var model = TestModel<Planar>.Create(1);
        model.OnForwardTrace = _ =>
        {
            if (Interlocked.Increment(ref panels) == 2 * steps) throw new InvalidOperationException("broken");
        };
        Assert.Throws<InvalidOperationException>(() => new Trainer<TestModel<Planar>>(options).Fit(model, Spirals, Others));
    }

    private static void AssertSame((float[] Parameters, TrainingResult Result) expected, (float[] Parameters, TrainingResult Result) actual)
    {
        Assert.Equal(expected.Parameters, actual.Parameters);
        Assert.Equal(expected.Result.History.Select(TrainerTests.WithoutTime), actual.Result.History.Select(TrainerTests.WithoutTime));
        Assert.Equal(expected.Result.BestEpoch, actual.Result.BestEpoch);
        Assert.Equal(expected.Result.StoppedEarly, actual.Result.StoppedEarly);
    }

    private static string Refused(TrainingOptions options, Dataset training, Dataset validation)
    {
        var model = TestModel<Planar>.Create(7);
        float[] before = model.Parameters.ToArray();
        var error = Assert.Throws<CheckpointException>(() => new Trainer<TestModel<Planar>>(options).Fit(model, training, validation));
        Assert.Equal(before, model.Parameters.ToArray());
        return error.Message;
    }

    private static void Refused(string message, TrainingOptions options, Dataset? training = null, Dataset? validation = null) =>
        Assert.Contains(message, Refused(options, training ?? Spirals, validation ?? Others), StringComparison.Ordinal);

    private void Refused(byte[] file, string message)
    {
        File.WriteAllBytes(CheckpointFile, file);
        Refused(message, Options);
    }

    private void AssertDamaged(byte[] file)
    {
        File.WriteAllBytes(CheckpointFile, file);
        Refused(Options, Spirals, Others);
    }

    /// <summary>Looks at the end of each epoch whether there is a file, and takes it away.</summary>
    private sealed class Watch(Action look, string file) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step % 3 != 0) return;
            look();
            File.Delete(file);
        }
    }
}
