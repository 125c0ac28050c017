using Acoustic.Data;
using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;
using Spectre.Console;

namespace Acoustic;

/// <summary>Trains the compressed network and the same one uncompressed, compares them, and writes the weights and the report.</summary>
internal sealed class TrainCommand(TrainSettings settings, CancellationToken cancellationToken)
{
    private readonly OutputFiles _files = new(settings.Output);
    private readonly NetworkTrainer _trainer = new(settings, cancellationToken);

    /// <summary>Does all of it.</summary>
    public void Run()
    {
        Directory.CreateDirectory(settings.Output);
        Console.WriteLine($"Reading synthetic speech from {settings.Data}");
        var data = (Read(SpeechFiles.Training, SpeechData.ReadTraining), Read(SpeechFiles.Validation, SpeechData.ReadValidation));
        var test = Read(SpeechFiles.Test, SpeechData.ReadTest);
        Console.WriteLine(AcousticClassifier.Info);

        var model = AcousticClassifier.Create(settings.Seed);
        var dense = DenseClassifier.Create(settings.Seed);
        var result = _trainer.Fit(model, "3 % of the weights", data, settings.LearningRate, _files.Checkpoint);
        model.Save(_files.Weights);
        var denseResult = settings.SkipDense ? null : _trainer.Fit(dense, "uncompressed", data, settings.DenseLearningRate, _files.DenseCheckpoint);
        if (denseResult != null) dense.Save(_files.DenseWeights);

        var report = Compare(model, dense, test, result, denseResult);
        report.Write(_files.Report);
        AnsiConsole.Write(ReportTable.Create(report).ToConsole());
    }

    private Dataset Read(string split, Func<string, SpeechData> read)
    {
        var data = read(settings.Data);
        DataCommand.Describe(split, data);
        return Dataset.WithLabels(data.Frames, SpeechData.Inputs, data.Labels, SpeechData.Phones.Count);
    }

    private Report Compare(AcousticClassifier model, DenseClassifier dense, Dataset test, TrainingResult result, TrainingResult? denseResult)
    {
        Console.WriteLine("Measuring");
        var (microseconds, denseMicroseconds) = Speed.Measure(model, dense, test.Samples.Span);
        return new Report
        {
            FrameError = 1 - _trainer.Accuracy(model, test),
            DenseFrameError = denseResult == null ? null : 1 - _trainer.Accuracy(dense, test),
            Parameters = AcousticClassifier.Info.Parameters,
            DenseParameters = DenseClassifier.Info.Parameters,
            WeightBytes = AcousticClassifier.Info.Bytes,
            DenseWeightBytes = DenseClassifier.Info.Bytes,
            MicrosecondsPerFrame = microseconds,
            DenseMicrosecondsPerFrame = denseMicroseconds,
            AllocatedBytesPerForward = Speed.AllocatedBytes(model, test.Samples.Span),
            TrainSeconds = NetworkTrainer.Seconds(result),
            DenseTrainSeconds = denseResult == null ? null : NetworkTrainer.Seconds(denseResult),
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            LearningRate = settings.LearningRate,
            DenseLearningRate = settings.DenseLearningRate,
            Seed = settings.Seed,
        };
    }
}
