using CsCheck;

namespace DeepThin.Training.Tests;

/// <summary>Training from a source, against training from the same samples in memory.</summary>
public sealed class SourceTests : IDisposable
{
    private static readonly Dataset Spirals = Samples.Spirals(300, 1, wrong: 0.3);
    private static readonly Dataset Others = Samples.Spirals(150, 2, wrong: 0.3);

    private static readonly TrainingOptions Options = new() { Epochs = 3, BatchSize = 70, Schedule = LearningRate.Cosine(0.01), Seed = 3, MaxDegreeOfParallelism = 2, ClipNorm = 1 };

    private readonly string _folder = Directory.CreateTempSubdirectory("deepthin-sources-").FullName;

    public static TheoryData<string> Kinds => ["labels", "weights", "targets", "best"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_source_gives_the_bits_of_the_same_samples_in_memory(string kind)
    {
        var (training, validation, options) = Case(kind);
        var (model, result) = Train(options, training, validation);
        foreach (int threads in (int[])[1, 2, 5])
        {
            var (other, otherResult) = Train(options with { MaxDegreeOfParallelism = threads }, new CopiedSource(training), new CopiedSource(validation));
            AssertSame(model, result, other, otherResult);
        }

        var (part, partResult) = Train(options, new CopiedSource(training).Slice(0, training.Count), validation);
        AssertSame(model, result, part, partResult);
    }

    [Fact]
    public void So_it_does_for_any_number_of_samples_and_any_batch() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 90], Gen.Int[0, 1000], Gen.Int[1, 4], Gen.Bool).Sample(
            (count, batch, seed, threads, isSlice) =>
            {
                var all = Samples.Spirals(count + 5, seed);
                var training = isSlice ? all.Slice(5, count) : all;
                IDataSource source = new CopiedSource(all);
                var options = Options with { Epochs = 2, BatchSize = batch, Seed = seed };
                var (model, result) = Train(options, training, Others);
                var (other, otherResult) = Train(options with { MaxDegreeOfParallelism = threads }, isSlice ? source.Slice(5, count) : source, Others);
                AssertSame(model, result, other, otherResult);
            },
            iter: 40);

    [Fact]
    public void Distillation_from_a_source_is_that_from_memory()
    {
        var teacher = FactoredModel.Create(seed: 9);
        var options = Options with { Loss = Loss.Distillation(teacher, 2, 0.7) };
        var (model, result) = Train(options, Spirals, Others);
        var (other, otherResult) = Train(options, new CopiedSource(Spirals), new CopiedSource(Others));
        AssertSame(model, result, other, otherResult);
    }

    [Fact]
    public void A_teacher_predicts_a_source_once()
    {
        var options = Options with { Epochs = 1, Loss = Loss.Distillation(FactoredModel.Create(seed: 9), 2, 0.7) };
        var source = new CopiedSource(Spirals);
        Train(options, source, null);
        int first = source.Reads;
        Train(options, source, null);
        Assert.Equal(Spirals.Count, 2 * first - source.Reads);
    }

    [Fact]
    public void Rates_evaluations_and_standardising_are_those_from_memory()
    {
        var trainer = new Trainer<FactoredModel>(Options);
        var source = new CopiedSource(Spirals);
        Assert.Equal(trainer.FindLearningRate(FactoredModel.Create(1), Spirals).Points, trainer.FindLearningRate(FactoredModel.Create(1), source).Points);
        Assert.Equal(trainer.Evaluate(FactoredModel.Create(1), Spirals), trainer.Evaluate(FactoredModel.Create(1), source));

        var random = new Random(4);
        var data = Dataset.WithLabels(Enumerable.Range(0, 500).Select(i => (float)(i % 5 * random.NextDouble() - i % 3)).ToArray(), 5, new int[100], 3);
        var (model, other) = (StandardizedModel.Create(1), StandardizedModel.Create(1));
        Standardizer.Fit(model, data);
        Standardizer.Fit(other, new CopiedSource(data));
        Assert.Equal(model.Parameters, other.Parameters);
        Standardizer.FitRange(model, data);
        Standardizer.FitRange(other, new CopiedSource(data));
        Assert.Equal(model.Parameters, other.Parameters);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(137)]
    [InlineData(333)]
    [InlineData(700)]
    [InlineData(1170)]
    public void A_training_whose_source_failed_goes_on_at_the_same_step(int reads)
    {
        string path = Path.Combine(_folder, "source.checkpoint");
        var (model, result) = Train(Options, Spirals, Others);
        int left = reads + Spirals.Count; // The warnings look at every sample once.
        var failing = new OddSource(Spirals, (data, index, sample) =>
        {
            if (Interlocked.Decrement(ref left) < 0) throw new IOException("The cable was pulled.");
            data.Read(index, sample);
        });
        var options = Options with { CheckpointPath = path, Resume = true };
        if (reads < 3 * Spirals.Count) Assert.Throws<DataSourceException>(() => Train(options, failing, Others));
        else Assert.Throws<DataSourceException>(() => Train(options with { Epochs = 4 }, failing, Others));
        Assert.True(File.Exists(path));
        if (reads >= 3 * Spirals.Count) return;
        var (other, otherResult) = Train(options, new CopiedSource(Spirals), Others, seed: 99);
        AssertSame(model, result, other, otherResult);
    }

    [Fact]
    public void A_validation_that_failed_is_done_again()
    {
        string path = Path.Combine(_folder, "validation.checkpoint");
        var (model, result) = Train(Options, Spirals, Others);
        int left = 2 * Others.Count + 70;
        var failing = new OddSource(Others, (data, index, sample) =>
        {
            if (Interlocked.Decrement(ref left) < 0) throw new IOException("The cable was pulled.");
            data.Read(index, sample);
        });
        var options = Options with { CheckpointPath = path, Resume = true };
        Assert.Throws<DataSourceException>(() => Train(options, Spirals, failing));
        var (other, otherResult) = Train(options, Spirals, Others, seed: 99);
        AssertSame(model, result, other, otherResult);
    }

    [Fact]
    public void Cancelling_stops_a_source_and_resumes()
    {
        string path = Path.Combine(_folder, "cancelled.checkpoint");
        var (model, result) = Train(Options, Spirals, Others);
        using var stop = new CancellationTokenSource();
        int left = 500 + Spirals.Count;
        var source = new OddSource(Spirals, (data, index, sample) =>
        {
            if (Interlocked.Decrement(ref left) == 0) stop.Cancel();
            data.Read(index, sample);
        });
        var options = Options with { CheckpointPath = path, Resume = true };
        Assert.Throws<OperationCanceledException>(() => new Trainer<FactoredModel>(options).Fit(FactoredModel.Create(1), source, Others, stop.Token));
        var (other, otherResult) = Train(options, source, Others, seed: 99);
        AssertSame(model, result, other, otherResult);
    }

    [Fact]
    public void What_a_source_throws_comes_with_the_index_that_it_was_asked_for()
    {
        var source = new OddSource(Spirals, (data, index, sample) =>
        {
            if (index == 217) throw new FormatException("Line 217 is torn.");
            data.Read(index, sample);
        });
        foreach (int threads in (int[])[1, 2])
        {
            var error = Assert.Throws<DataSourceException>(() => Train(Options with { MaxDegreeOfParallelism = threads }, source, null));
            Assert.Equal((217, "Sample 217 of OddSource cannot be read: Line 217 is torn."), (error.Index, error.Message));
            Assert.IsType<FormatException>(error.InnerException);
        }

        var inPart = Assert.Throws<DataSourceException>(() => new Trainer<FactoredModel>(Options).Evaluate(FactoredModel.Create(1), source.Slice(200, 50).Slice(10, 20)));
        Assert.Equal(217, inPart.Index);
    }

    [Fact]
    public void A_source_that_cancels_is_a_cancellation() => Assert.Throws<OperationCanceledException>(() =>
        Train(Options, new OddSource(Spirals, (_, _, _) => throw new OperationCanceledException()), null));

    [Fact]
    public void What_is_no_sample_is_refused_with_its_place()
    {
        Refused("OddSource: Sample 41 has NaN at feature 1; every value must be finite; what Read does not write is NaN.", 41, (data, index, sample) =>
        {
            data.Read(index, sample);
            if (index == 41) sample.Features[1] = float.NaN;
        });
        Refused("OddSource: Sample 17 has NaN at feature 0; every value must be finite; what Read does not write is NaN.", 17, (data, index, sample) =>
        {
            if (index != 17) data.Read(index, sample);
        });
        Refused("OddSource: Sample 3 has the label 3; with 3 classes the labels go from 0 to 2.", 3, (data, index, sample) =>
        {
            data.Read(index, sample);
            if (index == 3) sample.Label = 3;
        });
        Refused("OddSource: Sample 5 has the label -1;", 5, (data, index, sample) =>
        {
            if (index == 5) data.Samples.Span.Slice(10, 2).CopyTo(sample.Features);
            else data.Read(index, sample);
        });
        Refused("OddSource: The weight of sample 8 is -1; every weight must be finite, and 0 or more.", 8, hasWeights: true, read: (data, index, sample) =>
        {
            data.Read(index, sample);
            sample.Weight = index == 8 ? -1 : 1;
        });
        Refused("Sample 2 of OddSource cannot be read: The source says that it has no weights (HasWeights)", 2, (data, index, sample) =>
        {
            data.Read(index, sample);
            if (index == 2) sample.Weight = 1;
        });
    }

    [Fact]
    public void Targets_must_suit_the_source_and_the_loss()
    {
        var data = Dataset.WithTargets(new float[20], 2, new float[10], 1);
        var options = Options with { Loss = Loss.BinaryCrossEntropy };
        var source = new OddSource(data, (of, index, sample) =>
        {
            of.Read(index, sample);
            if (index == 6) sample.Targets[0] = 1.5f;
        });
        var error = Assert.Throws<DataSourceException>(() => new Trainer<YesOrNoModel>(options).Fit(YesOrNoModel.Create(1), source));
        Assert.Equal("OddSource: The target of sample 6 has 1.5 at value 0; the binary cross-entropy takes targets from 0 to 1.", error.Message);
        var labelled = new OddSource(data, (_, _, sample) => sample.Label = 1);
        Assert.Contains("has no labels (HasLabels)", Assert.Throws<DataSourceException>(() => new Trainer<OneValueModel>(Options).Fit(OneValueModel.Create(1), labelled)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_says_what_cannot_be_is_refused()
    {
        Assert.Contains("The training samples are 0; there must be at least 1.", Assert.Throws<ArgumentException>("training", () => Train(Options, new SizedSource(0, 3), null)).Message, StringComparison.Ordinal);
        Assert.Contains("labels of 1 classes", Assert.Throws<ArgumentException>("training", () => Train(Options, new SizedSource(10, 1), null)).Message, StringComparison.Ordinal);
        Assert.Contains("have 4 classes, and", Assert.Throws<ArgumentException>("validation", () => Train(Options, Spirals, new SizedSource(10, 4))).Message, StringComparison.Ordinal);
        IDataSource source = new CopiedSource(Spirals);
        Assert.Throws<ArgumentOutOfRangeException>("start", () => source.Slice(300, 1));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => source.Slice(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => source.Slice(299, 2));
    }

    [Fact]
    public void Warnings_of_a_large_source_are_of_samples_spread_over_it_and_say_so()
    {
        float[] samples = [.. Enumerable.Range(0, 20_000).Select(i => i % 2 == 0 ? 4f : i)];
        int[] labels = [.. Enumerable.Range(0, 10_000).Select(i => i < 9_000 ? 0 : 2)];
        var source = new CopiedSource(Dataset.WithLabels(samples, 2, labels, 3));
        var warnings = TrainingWarnings.Of(TestModel<Planar>.Info, TestModel<Planar>.Create(1).Parameters, source, new CopiedSource(Spirals), Options with { Schedule = LearningRate.Linear(0.1, warmUp: 1_000_000) });
        Assert.Equal(3, warnings.Count);
        Assert.Contains("none of class 1", warnings[0].Message, StringComparison.Ordinal);
        Assert.Contains("Feature 0 is 4 in every", warnings[1].Message, StringComparison.Ordinal);
        Assert.All(warnings.Take(2), warning => Assert.EndsWith(" Of the 10000 training samples 4096 were looked at.", warning.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("looked at", warnings[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diverged_training_names_the_outlier_of_a_source()
    {
        var data = Samples.Teacher(9_000, 1);
        var source = new OddSource(data, (of, index, sample) =>
        {
            of.Read(index, sample);
            if (index >= 8_900) sample.Features[0] = 1e30f;
        });
        var error = Assert.Throws<TrainingDivergedException>(() => new Trainer<TestModel<Planar>>(Options with { Schedule = LearningRate.Constant(1e6) }).Fit(TestModel<Planar>.Create(1), source));
        int named = int.Parse(error.Message.Split("Sample ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(named, 8_900, 8_999);
    }

    // The order of an epoch is four bytes a sample; nothing else grows with their number. The training is stopped after a part of the epoch.
    [Fact]
    public void Ten_million_samples_take_no_memory_but_their_order()
    {
        const int Count = 10_000_000;
        var trainer = new Trainer<OneValueModel>(new TrainingOptions { Epochs = 1, BatchSize = 1 << 14, MaxDegreeOfParallelism = 1 });
        using var stop = new CancellationTokenSource();
        var source = new ComputedSource(Count, reads: 1_000_000, stop.Cancel);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(OneValueModel.Create(1), source, null, stop.Token));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 4L * Count, 4L * Count + (1 << 20));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var source = new CopiedSource(Spirals);
        long Allocated(int epochs)
        {
            var trainer = new Trainer<FactoredModel>(Options with { Epochs = epochs, BatchSize = 10, MaxDegreeOfParallelism = 1 });
            var model = FactoredModel.Create(1);
            long before = GC.GetAllocatedBytesForCurrentThread();
            trainer.Fit(model, source);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(2);
        Assert.InRange(Allocated(20) - Allocated(10), 0, 10 * 1000); // 300 steps, and the results of ten epochs.
    }

    private static (Dataset Training, Dataset Validation, TrainingOptions Options) Case(string kind) => kind switch
    {
        "weights" => (Spirals.WithWeights(Enumerable.Range(0, 300).Select(i => (float)(i % 4)).ToArray()), Others.WithClassWeights(1, 2, 3), Options),
        "targets" => (Samples.Teacher(200, 1), Samples.Teacher(70, 2), Options with { Loss = Loss.Huber(0.5) }),
        "best" => (Spirals, Others, Options with { KeepBest = true, Patience = 1, Epochs = 20, Schedule = LearningRate.Constant(0.05) }),
        _ => (Spirals, Others, Options),
    };

    private static (FactoredModel Model, TrainingResult Result) Train(TrainingOptions options, IDataSource training, IDataSource? validation, int seed = 1)
    {
        var model = FactoredModel.Create(seed);
        return (model, new Trainer<FactoredModel>(options).Fit(model, training, validation));
    }

    private static void AssertSame(FactoredModel model, TrainingResult result, FactoredModel other, TrainingResult otherResult)
    {
        Assert.Equal(model.Parameters, other.Parameters);
        Assert.Equal(
            result.History.Select(epoch => (epoch.TrainingLoss, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.LearningRate)),
            otherResult.History.Select(epoch => (epoch.TrainingLoss, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.LearningRate)));
        Assert.Equal(result.BestEpoch, otherResult.BestEpoch);
        Assert.Equal(result.Warnings, otherResult.Warnings);
    }

    private static void Refused(string message, int index, OddSource.Reading read, bool hasWeights = false)
    {
        var error = Assert.Throws<DataSourceException>(() => Train(Options, new OddSource(Spirals, read, hasWeights), null));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(index, error.Index);
    }

    private sealed class SizedSource(int count, int outputs) : CopiedSource(Spirals)
    {
        public override int Count => count;

        public override int Outputs => outputs;
    }
}
