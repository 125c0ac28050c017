using DeepThin.Samples;

namespace Listen;

/// <summary>What the sample writes into its output folder.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record OutputFiles(string Folder)
{
    /// <summary><c>artifacts/listen</c> in the repository that the program was built in, or else in the current folder.</summary>
    public static string DefaultFolder => Artifacts.Folder("listen");

    /// <summary>The scenes, and what is known of them.</summary>
    public string Data => Path.Combine(Folder, "data");

    /// <summary>The weights that the program takes with it.</summary>
    public string Weights => Path.Combine(Folder, "voice-detector.safetensors");

    public string Report => Path.Combine(Folder, "report.json");

    public string MarkdownReport => Path.Combine(Folder, "report.md");

    /// <summary>What the published program says of its load.</summary>
    public string LoadReport => Path.Combine(Folder, "load.txt");

    /// <summary>What has ended, and checkpoints.</summary>
    public ResultFolder Results { get; } = new(Path.Combine(Folder, "results"));
}
