using DeepThin.Samples;

namespace Tables;

/// <summary>The names of what the sample writes into its output folder.</summary>
internal sealed record OutputFiles(string Folder)
{
    /// <summary><c>artifacts/tables</c> in the repository that the program was built in, or else in the current folder.</summary>
    public static string DefaultFolder => Artifacts.Folder("tables");

    /// <summary>The whole table, with names.</summary>
    public string Table => Path.Combine(Folder, "breast-cancer.csv");

    /// <summary>The samples that the networks were not trained with.</summary>
    public string Test => Path.Combine(Folder, "test.csv");

    public string Weights => Path.Combine(Folder, "tumour-classifier.safetensors");

    public string ConfusionPlot => Path.Combine(Folder, "confusion.png");

    public string Report => Path.Combine(Folder, "report.json");

    public string MarkdownReport => Path.Combine(Folder, "report.md");
}
