using Acoustic.Data;
using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;
using Spectre.Console;

namespace Acoustic;

/// <summary>Trains the compressed network and the same one uncompressed, compares them, and writes the weights and the report.</summary>
internal sealed class TrainCommand(TrainSettings settings, CancellationToken cancellationToken)
{
    private const int WarmUpSteps = 100;

    private readonly OutputFiles _files = new(settings.Output);

    /// <summary>Does all of it.</summary>
    public void Run()
    {
        Directory.CreateDirectory(settings.Output);
        Console.WriteLine($"Reading synthetic speech from {settings.Data}");
        var training = Read(SpeechFiles.Training, SpeechData.ReadTraining);
        var validation = Read(SpeechFiles.Validation, SpeechData.ReadValidation);
        var test = Read(SpeechFiles.Test, SpeechData.ReadTest);
        Console.WriteLine(AcousticClassifier.Info);

        var model = AcousticClassifier.Create(settings.Seed);
        var dense = DenseClassifier.Create(settings.Seed);
        var result = Fit(model, "3 % of the weights", training, validation, Options(settings.LearningRate, _files.Checkpoint));
        model.Save(_files.Weights);
        var denseResult = settings.SkipDense ? null : Fit(dense, "uncompressed", training, validation, Options(settings.DenseLearningRate, _files.DenseCheckpoint));
        if (denseResult != null) dense.Save(_files.DenseWeights);

        var report = Compare(model, dense, test, result, denseResult);
        report.Write(_files.Report);
        AnsiConsole.Write(ReportTable.Create(report));
    }

    private Dataset Read(string split, Func<string, SpeechData> read)
    {
        var data = read(settings.Data);
        DataCommand.Describe(split, data);
        return Dataset.WithLabels(data.Frames, SpeechData.Inputs, data.Labels, SpeechData.Phones.Count);
    }

    private TrainingResult Fit<TModel>(TModel model, string name, Dataset training, Dataset validation, TrainingOptions options)
        where TModel : class, ITrainableModel<TModel>
    {
        if (options.Resume && !File.Exists(options.CheckpointPath)) Console.WriteLine($"There is no checkpoint {options.CheckpointPath} to resume from; the training of {name} begins anew.");
        return TrainingView.Show(name, progress =>
            new Trainer<TModel>(options with { Progress = progress }).Fit(model, training, validation, cancellationToken));
    }

    private TrainingOptions Options(double learningRate, string checkpoint) => new()
    {
        Epochs = settings.Epochs,
        BatchSize = settings.BatchSize,
        Schedule = LearningRate.Linear(learningRate, warmUp: WarmUpSteps),
        Seed = settings.Seed,
        MaxDegreeOfParallelism = settings.Threads,
        CheckpointPath = checkpoint,
        Resume = settings.Resume,
    };

    private Report Compare(AcousticClassifier model, DenseClassifier dense, Dataset test, TrainingResult result, TrainingResult? denseResult)
    {
        Console.WriteLine("Measuring");
        var (microseconds, denseMicroseconds) = Speed.Measure(model, dense, test.Samples.Span);
        return new Report
        {
            FrameError = FrameError(model, test),
            DenseFrameError = denseResult == null ? null : FrameError(dense, test),
            Parameters = AcousticClassifier.Info.Parameters,
            DenseParameters = DenseClassifier.Info.Parameters,
            WeightBytes = AcousticClassifier.Info.Bytes,
            DenseWeightBytes = DenseClassifier.Info.Bytes,
            MicrosecondsPerFrame = microseconds,
            DenseMicrosecondsPerFrame = denseMicroseconds,
            AllocatedBytesPerForward = Speed.AllocatedBytes(model, test.Samples.Span),
            TrainSeconds = Seconds(result),
            DenseTrainSeconds = denseResult == null ? null : Seconds(denseResult),
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            LearningRate = settings.LearningRate,
            DenseLearningRate = settings.DenseLearningRate,
            Seed = settings.Seed,
        };
    }

    private double FrameError<TModel>(TModel model, Dataset test)
        where TModel : class, ITrainableModel<TModel>
    {
        var options = new TrainingOptions { Epochs = 1, MaxDegreeOfParallelism = settings.Threads };
        return 1 - new Trainer<TModel>(options).Evaluate(model, test, cancellationToken).Accuracy!.Value;
    }

    private static double Seconds(TrainingResult result) => result.History.Sum(epoch => epoch.Elapsed.TotalSeconds);
}
