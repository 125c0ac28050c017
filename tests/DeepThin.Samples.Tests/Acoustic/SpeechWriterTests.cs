using Acoustic.Data;
using Acoustic.Synthesis;

namespace DeepThin.Samples.Tests.Acoustic;

public sealed class SpeechWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        Write([Utterance(1, 2), Utterance(3)]);

        var data = SpeechData.ReadTest(_folder.Path);

        Assert.Equal([1, 2, 3], data.Labels.ToArray());
        Assert.Equal([2, 2, 3], [.. Enumerable.Range(0, 3).Select(frame => data.Frames.Span[(frame * 11 + 6) * 40])]);
    }

    [Fact]
    public void NewDataReplacesOldDataAndLeavesOtherFilesAlone()
    {
        File.WriteAllText(_folder.File("notes.txt"), "mine");
        Write([Utterance(1)]);
        Write([Utterance(2, 2)]);

        Assert.Equal([2, 2], SpeechData.ReadTest(_folder.Path).Labels.ToArray());
        Assert.Equal(
            ["data.json", "notes.txt", "test-features.npy", "test-labels.npy", "test-lengths.npy"],
            Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void DataThatIsHalfReplacedIsNotRead()
    {
        Write([Utterance(1)]);
        File.Delete(_folder.File("test-labels.npy"));
        Directory.CreateDirectory(_folder.File("test-labels.npy"));

        Assert.ThrowsAny<Exception>(() => Write([Utterance(2, 2)]));

        var error = Assert.Throws<SpeechDataException>(() => SpeechData.ReadTest(_folder.Path));
        Assert.Contains("is not complete", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UtterancesBeyondTheMostTrainingFramesAreLeftOut()
    {
        Utterance[] utterances = [Utterance(1, 1, 1), Utterance(2, 2), Utterance(3, 3), Utterance(4)];
        string[] splits = [SpeechFiles.Training, SpeechFiles.Test, SpeechFiles.Training, SpeechFiles.Training];
        PlannedUtterance[] plan = [.. splits.Select(split => new PlannedUtterance("text", "voice", split, new Noise(NoiseKind.White, 10, 1)))];

        Assert.Equal([utterances[0], utterances[2]], SpeechMaker.Part(plan, utterances, SpeechFiles.Training, 5));
        Assert.Equal([utterances[0]], SpeechMaker.Part(plan, utterances, SpeechFiles.Training, 4));
        Assert.Equal([utterances[1]], SpeechMaker.Part(plan, utterances, SpeechFiles.Test, 1));
    }

    /// <summary>An utterance whose values are the labels.</summary>
    private static Utterance Utterance(params int[] labels) => new([.. labels.SelectMany(label => Enumerable.Repeat((float)label, SpeechData.Features))], labels);

    private void Write(Utterance[] test) => SpeechWriter.Write(_folder.Path, new Dictionary<string, Utterance[]> { [SpeechFiles.Test] = test }, Manifests.Some);
}
