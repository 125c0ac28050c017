using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;
using FashionMnist.Data;
using Spectre.Console;

namespace FashionMnist;

/// <summary>Trains the compressed network and the same one uncompressed, compares them, and writes the weights, the plot and the report.</summary>
internal sealed class TrainCommand(TrainSettings settings, CancellationToken cancellationToken)
{
    private const int ValidationImages = 5000;

    private readonly OutputFiles _files = new(settings.Output);
    private readonly NetworkTrainer _trainer = new(settings, cancellationToken);

    /// <summary>Does all of it.</summary>
    public void Run()
    {
        Directory.CreateDirectory(settings.Output);
        Console.WriteLine($"Reading Fashion-MNIST from {settings.Data}");
        var images = FashionData.ReadTraining(settings.Data);
        var test = FashionData.ReadTest(settings.Data);
        Console.WriteLine(FashionClassifier.Info);

        var model = FashionClassifier.Create(settings.Seed);
        var dense = DenseClassifier.Create(settings.Seed);
        var data = ToDataset(images);
        var result = Fit(model, "3 % of the weights", data, settings.LearningRate, _files.Checkpoint);
        model.Save(_files.Weights);
        model.Save(_files.Int8Weights, WeightType.Int8);
        var denseResult = settings.SkipDense ? null : Fit(dense, "uncompressed", data, settings.DenseLearningRate, _files.DenseCheckpoint);
        if (denseResult != null) dense.Save(_files.DenseWeights);

        SaveLearningCurve(result, denseResult);
        var report = Compare(model, dense, test, result, denseResult);
        _files.Write(report);
        AnsiConsole.Write(ReportTable.Create(report).ToConsole());
    }

    /// <summary>Trains the network in the tall form.</summary>
    public TallClassifier TrainTall()
    {
        Directory.CreateDirectory(settings.Output);
        var model = TallClassifier.Create(settings.Seed);
        Fit(model, "3 % of the weights, the tall form", ToDataset(FashionData.ReadTraining(settings.Data)), settings.LearningRate, _files.TallCheckpoint);
        return model;
    }

    private static Dataset ToDataset(FashionData data) => Dataset.WithLabels(data.Images, FashionImage.Pixels, data.Labels, FashionImage.Classes.Count);

    /// <summary>Trains on all images but the last, which validate.</summary>
    private TrainingResult Fit<TModel>(TModel model, string name, Dataset data, double learningRate, string checkpoint)
        where TModel : class, ITrainableModel<TModel>
    {
        int count = data.Count - ValidationImages;
        return _trainer.Fit(model, name, (data.Slice(0, count), data.Slice(count, ValidationImages)), learningRate, checkpoint);
    }

    private void SaveLearningCurve(TrainingResult result, TrainingResult? denseResult)
    {
        if (!LearningCurve.HasFonts)
        {
            Console.WriteLine("This machine has no fonts, so the plot has no text; the package fonts-dejavu-core would do.");
        }

        LearningCurve.Save(_files.LearningCurve, result, denseResult);
    }

    private Report Compare(FashionClassifier model, DenseClassifier dense, FashionData test, TrainingResult result, TrainingResult? denseResult)
    {
        Console.WriteLine("Measuring");
        var (microseconds, denseMicroseconds) = Speed.Measure(model, dense, test.Images);
        return new Report
        {
            TestAccuracy = Accuracy(model, test),
            Int8TestAccuracy = Accuracy(FashionClassifier.Load(_files.Int8Weights), test),
            DenseTestAccuracy = denseResult == null ? null : Accuracy(dense, test),
            Parameters = FashionClassifier.Info.Parameters,
            DenseParameters = DenseClassifier.Info.Parameters,
            WeightBytes = FashionClassifier.Info.Bytes,
            DenseWeightBytes = DenseClassifier.Info.Bytes,
            Int8FileBytes = new FileInfo(_files.Int8Weights).Length,
            MicrosecondsPerImage = microseconds,
            DenseMicrosecondsPerImage = denseMicroseconds,
            AllocatedBytesPerForward = Speed.AllocatedBytes(model, test.Images),
            TrainSeconds = NetworkTrainer.Seconds(result),
            DenseTrainSeconds = denseResult == null ? null : NetworkTrainer.Seconds(denseResult),
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            LearningRate = settings.LearningRate,
            DenseLearningRate = settings.DenseLearningRate,
            Seed = settings.Seed,
        };
    }

    private double Accuracy<TModel>(TModel model, FashionData test)
        where TModel : class, ITrainableModel<TModel> => _trainer.Accuracy(model, ToDataset(test));
}
