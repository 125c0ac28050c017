using Acoustic.Data;

namespace DeepThin.Samples.Tests.Acoustic;

public sealed class SpeechDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PhonesAreThoseOfFlite()
    {
        Assert.Equal(41, SpeechData.Phones.Count);
        Assert.Equal(SpeechData.Phones.Order(StringComparer.Ordinal).Distinct(), SpeechData.Phones);
        Assert.Contains("pau", SpeechData.Phones);
    }

    [Fact]
    public void AFrameStandsBetweenItsNeighboursOfTheSameUtterance()
    {
        Write(SpeechFiles.Validation, frames: 7, [0, 1, 2, 3, 4, 5, 40], [4, 3]);

        var data = SpeechData.ReadValidation(_folder.Path);

        Assert.Equal(440, SpeechData.Inputs);
        Assert.Equal(7, data.Count);
        Assert.Equal([0, 1, 2, 3, 4, 5, 40], data.Labels.ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3], Neighbours(data, 0));
        Assert.Equal([0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 3], Neighbours(data, 2));
        Assert.Equal([4, 4, 4, 4, 4, 4, 5, 6, 6, 6, 6], Neighbours(data, 4));
        Assert.Equal([4, 4, 4, 4, 5, 6, 6, 6, 6, 6, 6], Neighbours(data, 6));
    }

    [Fact]
    public void SplitsAreReadFromTheirOwnFiles()
    {
        Write(SpeechFiles.Training, frames: 3, [1, 1, 1], [3]);
        Write(SpeechFiles.Test, frames: 2, [2, 2], [2]);

        Assert.Equal([1, 1, 1], SpeechData.ReadTraining(_folder.Path).Labels.ToArray());
        Assert.Equal([2, 2], SpeechData.ReadTest(_folder.Path).Labels.ToArray());
    }

    [Fact]
    public void DataWithoutItsManifestIsNotComplete()
    {
        Write(SpeechFiles.Test, frames: 1, [0], [1]);
        File.Delete(SpeechFiles.Manifest(_folder.Path));

        AssertFails($"The speech data in {_folder.Path} is not complete: {_folder.File("data.json")} does not exist.");
    }

    [Fact]
    public void EveryMessageSaysWhatToDo()
    {
        var error = Assert.Throws<SpeechDataException>(() => SpeechData.ReadTest(_folder.Path));

        Assert.Contains("samples/Acoustic/run.sh --data-only makes the data", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0, 41 }, new[] { 2 }, "test-labels.npy is damaged: label 1 is 41, and the labels of 41 phones go from 0 to 40.")]
    [InlineData(new[] { -1, 0 }, new[] { 2 }, "test-labels.npy is damaged: label 0 is -1, and the labels of 41 phones go from 0 to 40.")]
    [InlineData(new int[0], new[] { 2 }, "test-labels.npy is damaged: it has no labels.")]
    [InlineData(new[] { 0, 1 }, new[] { 2, 0 }, "test-lengths.npy is damaged: utterance 1 has 0 frames, and must have 1 or more.")]
    [InlineData(new[] { 0, 1 }, new[] { 3, -1 }, "test-lengths.npy is damaged: utterance 1 has -1 frames, and must have 1 or more.")]
    [InlineData(new[] { 0, 1 }, new[] { 1, 2 }, "the utterances have 3 frames together, and there are 2 labels.")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 3 }, "there are 2 frames, and 3 labels.")]
    public void NamesWhatDoesNotFit(int[] labels, int[] lengths, string message)
    {
        Write(SpeechFiles.Test, frames: 2, labels, lengths);

        AssertFails(message);
    }

    [Fact]
    public void NamesAValueThatIsNotFinite()
    {
        Write(SpeechFiles.Test, frames: 2, [0, 1], [2]);
        float[] features = new float[80];
        features[43] = float.NaN;
        NpyFile.Write(new SpeechFiles(_folder.Path, SpeechFiles.Test).Features, features, 40);

        AssertFails("test-features.npy is damaged: frame 1 has NaN at value 3, and every value must be finite.");
    }

    private static float[] Neighbours(SpeechData data, int frame) =>
        [.. data.Frames.ToArray().AsSpan(frame * SpeechData.Inputs, SpeechData.Inputs).ToArray().Chunk(SpeechData.Features).Select(values => Assert.Single(values.Distinct()))];

    /// <summary>Writes a split whose frame i has the value i everywhere.</summary>
    private void Write(string split, int frames, int[] labels, int[] lengths)
    {
        var files = new SpeechFiles(_folder.Path, split);
        NpyFile.Write(files.Features, [.. Enumerable.Range(0, frames * SpeechData.Features).Select(i => (float)(i / SpeechData.Features))], SpeechData.Features);
        NpyFile.Write(files.Labels, labels);
        NpyFile.Write(files.Lengths, lengths);
        File.WriteAllText(SpeechFiles.Manifest(_folder.Path), "{}");
    }

    private void AssertFails(string message)
    {
        var error = Assert.Throws<SpeechDataException>(() => SpeechData.ReadTest(_folder.Path));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
