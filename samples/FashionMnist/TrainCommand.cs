using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;
using Spectre.Console;

namespace FashionMnist;

/// <summary>Trains a compressed network and the same one uncompressed, compares them, and writes the weights, the plot and the report.</summary>
internal sealed class TrainCommand<TModel, TDense>(Network network, FashionTrainer trainer, TrainSettings settings, TorchTrainer? torch)
    where TModel : class, ITrainableModel<TModel>
    where TDense : class, ITrainableModel<TDense>
{
    private const string Uncompressed = "uncompressed";

    private readonly OutputFiles _files = new(settings.Output, network);

    /// <summary>Does all of it.</summary>
    public void Run()
    {
        Console.WriteLine(TModel.Info);

        var (model, result) = torch == null
            ? trainer.Fit<TModel>(network.Kept, settings.LearningRate, _files.Checkpoint)
            : torch.Fit<TModel>(network.Kept, isCompressed: true, settings.LearningRate, _files.Weights);
        model.Save(_files.Weights);
        model.Save(_files.Int8Weights, WeightType.Int8);
        var (dense, denseResult) = settings.SkipDense ? (TDense.Create(settings.Seed), null) : FitDense();
        if (denseResult != null) dense.Save(_files.DenseWeights);

        SaveLearningCurve(result, denseResult);
        var report = Compare(model, dense, result, denseResult);
        _files.Write(report);
        AnsiConsole.Write(ReportTable.Create(report).ToConsole());
    }

    private (TDense Model, TrainingResult? Result) FitDense() => torch == null
        ? trainer.Fit<TDense>(Uncompressed, settings.DenseLearningRate, _files.DenseCheckpoint)
        : torch.Fit<TDense>(Uncompressed, isCompressed: false, settings.DenseLearningRate, _files.DenseWeights);

    private void SaveLearningCurve(TrainingResult result, TrainingResult? denseResult)
    {
        if (!LearningCurve.HasFonts)
        {
            Console.WriteLine("This machine has no fonts, so the plot has no text; the package fonts-dejavu-core would do.");
        }

        LearningCurve.Save(_files.LearningCurve, network, result, denseResult);
    }

    private Report Compare(TModel model, TDense dense, TrainingResult result, TrainingResult? denseResult)
    {
        Console.WriteLine("Measuring");
        var (microseconds, denseMicroseconds) = Speed.Measure(model, dense, trainer.Test.Images);
        return new Report
        {
            TestAccuracy = trainer.Accuracy(model),
            Int8TestAccuracy = trainer.Accuracy(TModel.Load(_files.Int8Weights)),
            DenseTestAccuracy = denseResult == null ? null : trainer.Accuracy(dense),
            Parameters = TModel.Info.Parameters,
            DenseParameters = TDense.Info.Parameters,
            WeightBytes = TModel.Info.Bytes,
            DenseWeightBytes = TDense.Info.Bytes,
            Int8FileBytes = new FileInfo(_files.Int8Weights).Length,
            MicrosecondsPerImage = microseconds,
            DenseMicrosecondsPerImage = denseMicroseconds,
            AllocatedBytesPerForward = Speed.AllocatedBytes(model, trainer.Test.Images),
            TrainSeconds = NetworkTrainer.Seconds(result),
            DenseTrainSeconds = denseResult == null ? null : NetworkTrainer.Seconds(denseResult),
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            LearningRate = settings.LearningRate,
            DenseLearningRate = settings.DenseLearningRate,
            Seed = settings.Seed,
            Trainer = torch == null ? TrainerName.Net : TrainerName.Torch,
        };
    }
}
