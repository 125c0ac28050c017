namespace Acoustic.Data;

/// <summary>Frames of synthetic speech, each with its neighbours, and the phone of each.</summary>
internal sealed class SpeechData
{
    /// <summary>The log-mel values of a frame.</summary>
    public const int Features = 40;

    /// <summary>The frames before a frame, and as many after it, that a network sees with it.</summary>
    public const int Context = 5;

    /// <summary>The inputs of a network: a frame and its neighbours.</summary>
    public const int Inputs = (2 * Context + 1) * Features;

    private SpeechData(float[] frames, int[] labels, int[] lengths)
    {
        Frames = frames;
        Labels = labels;
        Lengths = lengths;
    }

    /// <summary>The phones of flite's US English, with pau for a pause; a label is an index into them.</summary>
    public static IReadOnlyList<string> Phones { get; } =
    [
        "aa", "ae", "ah", "ao", "aw", "ax", "ay", "b", "ch", "d", "dh", "eh", "er", "ey", "f", "g", "hh", "ih", "iy", "jh", "k",
        "l", "m", "n", "ng", "ow", "oy", "p", "pau", "r", "s", "sh", "t", "th", "uh", "uw", "v", "w", "y", "z", "zh",
    ];

    /// <summary>The number of frames.</summary>
    public int Count => Labels.Length;

    /// <summary>The frames one after the other, Count × <see cref="Inputs"/> values: the five frames before it, the frame, the five after it.</summary>
    public ReadOnlyMemory<float> Frames { get; }

    /// <summary>The phone at the centre of each frame, an index into <see cref="Phones"/>.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>The number of frames of each utterance.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Reads the frames to train on.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <exception cref="SpeechDataException">A file is missing or damaged.</exception>
    public static SpeechData ReadTraining(string folder) => Read(new SpeechFiles(folder, SpeechFiles.Training));

    /// <summary>Reads the frames to look at while training.</summary>
    /// <inheritdoc cref="ReadTraining"/>
    public static SpeechData ReadValidation(string folder) => Read(new SpeechFiles(folder, SpeechFiles.Validation));

    /// <summary>Reads the frames for the test.</summary>
    /// <inheritdoc cref="ReadTraining"/>
    public static SpeechData ReadTest(string folder) => Read(new SpeechFiles(folder, SpeechFiles.Test));

    /// <summary>Sets each frame between its neighbours. The first and the last frame of an utterance stand in for those beyond it.</summary>
    /// <param name="features">The frames of all utterances, <see cref="Features"/> values each.</param>
    /// <param name="lengths">The frames of each utterance.</param>
    /// <returns>Frames × <see cref="Inputs"/> values.</returns>
    public static float[] AddContext(ReadOnlySpan<float> features, ReadOnlySpan<int> lengths)
    {
        float[] frames = new float[checked(features.Length / Features * Inputs)];
        var rest = frames.AsSpan();
        int start = 0;
        foreach (int length in lengths)
        {
            for (int frame = 0; frame < length; frame++)
            {
                for (int offset = -Context; offset <= Context; offset++)
                {
                    int neighbour = start + Math.Clamp(frame + offset, 0, length - 1);
                    features.Slice(neighbour * Features, Features).CopyTo(rest);
                    rest = rest[Features..];
                }
            }

            start += length;
        }

        return frames;
    }

    private static SpeechData Read(SpeechFiles files)
    {
        string manifest = SpeechFiles.Manifest(files.Folder);
        if (!File.Exists(manifest)) throw new SpeechDataException($"The speech data in {files.Folder} is not complete: {manifest} does not exist.");

        int[] labels = NpyFile.ReadInt32(files.Labels);
        int[] lengths = NpyFile.ReadInt32(files.Lengths);
        float[] features = NpyFile.ReadSingle(files.Features, Features);
        CheckLabels(labels, files.Labels);
        CheckLengths(lengths, labels.Length, files);
        CheckFeatures(features, labels.Length, files);
        return new SpeechData(AddContext(features, lengths), labels, lengths);
    }

    private static void CheckLabels(int[] labels, string path)
    {
        if (labels.Length == 0) throw new SpeechDataException($"{path} is damaged: it has no labels.");

        int wrong = Array.FindIndex(labels, label => (uint)label >= (uint)Phones.Count);
        if (wrong >= 0)
        {
            throw new SpeechDataException($"{path} is damaged: label {wrong} is {labels[wrong]}, and the labels of {Phones.Count} phones go from 0 to {Phones.Count - 1}.");
        }
    }

    private static void CheckLengths(int[] lengths, int frames, SpeechFiles files)
    {
        int wrong = Array.FindIndex(lengths, length => length < 1);
        if (wrong >= 0)
        {
            throw new SpeechDataException($"{files.Lengths} is damaged: utterance {wrong} has {lengths[wrong]} frames, and must have 1 or more.");
        }

        long sum = lengths.Sum(length => (long)length);
        if (sum != frames)
        {
            throw new SpeechDataException($"{files.Lengths} and {files.Labels} do not fit each other: the utterances have {sum} frames together, and there are {frames} labels.");
        }
    }

    private static void CheckFeatures(float[] features, int frames, SpeechFiles files)
    {
        if (features.Length != (long)frames * Features)
        {
            throw new SpeechDataException($"{files.Features} and {files.Labels} do not fit each other: there are {features.Length / Features} frames, and {frames} labels.");
        }

        int wrong = Array.FindIndex(features, value => !float.IsFinite(value));
        if (wrong >= 0)
        {
            throw new SpeechDataException(FormattableString.Invariant(
                $"{files.Features} is damaged: frame {wrong / Features} has {features[wrong]} at value {wrong % Features}, and every value must be finite."));
        }
    }
}
