namespace Acoustic.Data;

/// <summary>The names of the files of one split.</summary>
/// <param name="Folder">The folder of the data.</param>
/// <param name="Split">The split: training, validation or test.</param>
internal sealed record SpeechFiles(string Folder, string Split)
{
    /// <summary>The split that is trained on.</summary>
    public const string Training = "training";

    /// <summary>The split that is looked at while training.</summary>
    public const string Validation = "validation";

    /// <summary>The split that is looked at once, at the end.</summary>
    public const string Test = "test";

    /// <summary>The three splits.</summary>
    public static IReadOnlyList<string> Splits { get; } = [Training, Validation, Test];

    /// <summary>The features, frames × 40 values of float32.</summary>
    public string Features => Path.Combine(Folder, $"{Split}-features.npy");

    /// <summary>The phone of each frame as int32, an index into the list of phones.</summary>
    public string Labels => Path.Combine(Folder, $"{Split}-labels.npy");

    /// <summary>The frames of each utterance as int32; the utterances lie one after the other.</summary>
    public string Lengths => Path.Combine(Folder, $"{Split}-lengths.npy");

    /// <summary>The file that is written last: without it the others are not complete.</summary>
    public static string Manifest(string folder) => Path.Combine(folder, "data.json");

    /// <summary>The files of all splits.</summary>
    public static IEnumerable<string> All(string folder) =>
        Splits.Select(split => new SpeechFiles(folder, split)).SelectMany(files => (string[])[files.Features, files.Labels, files.Lengths]);
}
