using DeepThin.Samples;

namespace Acoustic;

/// <summary>The names of what the sample writes into its output folder.</summary>
internal sealed record OutputFiles(string Folder)
{
    /// <summary><c>artifacts/acoustic</c> in the repository that the program was built in, or else in the current folder.</summary>
    public static string DefaultFolder => Artifacts.Folder("acoustic");

    /// <summary>Where the data is made if no other folder is given.</summary>
    public static string DefaultDataFolder => Path.Combine(DefaultFolder, "data");

    public string Weights => Path.Combine(Folder, "acoustic-classifier.safetensors");

    public string Checkpoint => Path.Combine(Folder, "acoustic-classifier.checkpoint");

    public string DenseWeights => Path.Combine(Folder, "dense-classifier.safetensors");

    public string DenseCheckpoint => Path.Combine(Folder, "dense-classifier.checkpoint");

    public string Report => Path.Combine(Folder, "report.json");
}
