using DeepThin;
using DeepThin.Samples;
using DeepThin.Training;
using FashionMnist.Data;

namespace FashionMnist;

/// <summary>Trains networks on the first images for training, validates with the last ones, and judges them by those for the test.</summary>
internal sealed class FashionTrainer
{
    /// <summary>The most images to train with.</summary>
    public const int MostImages = 55_000;

    private const int ValidationImages = 5000;

    private readonly TrainSettings _settings;
    private readonly CancellationToken _cancellationToken;
    private readonly (Dataset, Dataset) _data;
    private readonly Dataset _test;

    /// <summary>Reads the images.</summary>
    /// <param name="settings">How networks are trained.</param>
    /// <param name="images">How many images networks are trained with.</param>
    /// <param name="cancellationToken">Cancels trainings.</param>
    /// <exception cref="FashionDataException">A file is missing or damaged.</exception>
    public FashionTrainer(TrainSettings settings, int images, CancellationToken cancellationToken)
    {
        (_settings, _cancellationToken) = (settings, cancellationToken);
        Directory.CreateDirectory(settings.Output);
        Console.WriteLine($"Reading Fashion-MNIST from {settings.Data}");
        var training = ToDataset(FashionData.ReadTraining(settings.Data));
        _data = (training.Slice(0, images), training.Slice(MostImages, ValidationImages));
        Test = FashionData.ReadTest(settings.Data);
        _test = ToDataset(Test);
    }

    /// <summary>The images for the test.</summary>
    public FashionData Test { get; }

    /// <summary>Trains a new network and shows it.</summary>
    /// <param name="name">What is trained.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="checkpoint">The file from which a training that was cancelled goes on.</param>
    /// <param name="seed">Decides the first weights and the order of the images; that of the settings unless given.</param>
    public (TModel Model, TrainingResult Result) Fit<TModel>(string name, double learningRate, string checkpoint, int? seed = null)
        where TModel : class, ITrainableModel<TModel>
    {
        var settings = _settings with { Seed = seed ?? _settings.Seed };
        var model = TModel.Create(settings.Seed);
        return (model, new NetworkTrainer(settings, _cancellationToken).Fit(model, name, _data, learningRate, checkpoint));
    }

    /// <summary>The fraction of the images for the test whose class is the predicted one.</summary>
    public double Accuracy<TModel>(TModel model)
        where TModel : class, ITrainableModel<TModel> => new NetworkTrainer(_settings, _cancellationToken).Accuracy(model, _test);

    private static Dataset ToDataset(FashionData data) => Dataset.WithLabels(data.Images, FashionImage.Pixels, data.Labels, FashionImage.Classes.Count);
}
