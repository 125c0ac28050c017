using DeepThin.Samples;

namespace Pronounce;

/// <summary>What the sample writes into its output folder.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record OutputFiles(string Folder)
{
    /// <summary><c>artifacts/pronounce</c> in the repository that the program was built in, or else in the current folder.</summary>
    public static string DefaultFolder => Artifacts.Folder("pronounce");

    /// <summary>The words that networks are judged by, one in a line.</summary>
    public string Test => Path.Combine(Folder, "test.txt");

    /// <summary>The weights that the program takes with it.</summary>
    public string Weights => Path.Combine(Folder, "pronouncer.safetensors");

    public string Report => Path.Combine(Folder, "report.json");

    public string MarkdownReport => Path.Combine(Folder, "report.md");

    /// <summary>What has ended, and checkpoints.</summary>
    public ResultFolder Results { get; } = new(Path.Combine(Folder, "results"));
}
