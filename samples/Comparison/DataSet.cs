using Acoustic.Data;
using DeepThin.Training;
using FashionMnist.Data;

namespace Comparison;

/// <summary>A data set: what is trained on, what chooses the learning rate, and what is tested.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Training">The samples to train on.</param>
/// <param name="Validation">The samples that choose the learning rate.</param>
/// <param name="Test">The samples that the errors are counted on.</param>
/// <param name="TestGroups">The group of each test sample: samples of one group, such as the frames of an utterance, are not independent.</param>
internal sealed record DataSet(string Name, Dataset Training, Dataset Validation, Dataset Test, int[] TestGroups)
{
    public const string Images = "images";
    public const string Speech = "speech";

    private const int ValidationImages = 5000;

    /// <summary>Fashion-MNIST; the last training images validate.</summary>
    /// <param name="folder">The folder with the four .gz files.</param>
    public static DataSet ReadImages(string folder)
    {
        var (training, test) = (FashionData.ReadTraining(folder), FashionData.ReadTest(folder));
        var all = ToDataset(training);
        int count = all.Count - ValidationImages;
        return new(Images, all.Slice(0, count), all.Slice(count, ValidationImages), ToDataset(test), [.. Enumerable.Range(0, test.Count)]);
    }

    /// <summary>Frames of synthetic speech.</summary>
    /// <param name="folder">The folder that samples/Acoustic made.</param>
    public static DataSet ReadSpeech(string folder)
    {
        var test = SpeechData.ReadTest(folder);
        return new(
            Speech,
            ToDataset(SpeechData.ReadTraining(folder)),
            ToDataset(SpeechData.ReadValidation(folder)),
            ToDataset(test),
            [.. test.Lengths.SelectMany((length, utterance) => Enumerable.Repeat(utterance, length))]);
    }

    /// <summary>The data set with at most so many samples to train on: the first ones.</summary>
    /// <param name="most">Their number; null keeps all.</param>
    public DataSet WithAtMost(int? most) => most is { } count && count < Training.Count ? this with { Training = Training.Slice(0, count) } : this;

    /// <summary>How often each test sample's class was not predicted, over all seeds of a network.</summary>
    /// <param name="results">The network with each seed.</param>
    public int[] Errors(IReadOnlyCollection<Result> results) => [.. Enumerable.Range(0, Test.Count).Select(sample => results.Count(result => !result.IsCorrect(sample)))];

    private static Dataset ToDataset(FashionData data) => Dataset.WithLabels(data.Images, FashionImage.Pixels, data.Labels, FashionImage.Classes.Count);

    private static Dataset ToDataset(SpeechData data) => Dataset.WithLabels(data.Frames, SpeechData.Inputs, data.Labels, SpeechData.Phones.Count);
}
