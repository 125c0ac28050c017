using DeepThin.Samples;

namespace FashionMnist;

/// <summary>The names of what the sample writes into its output folder.</summary>
internal sealed record OutputFiles(string Folder)
{
    /// <summary><c>artifacts/fashion-mnist</c> in the repository that the program was built in, or else in the current folder.</summary>
    public static string DefaultFolder => Artifacts.Folder("fashion-mnist");

    public string Weights => Path.Combine(Folder, "fashion-classifier.safetensors");

    /// <summary>The same weights in 8 bits, which the program compiled ahead of time carries.</summary>
    public string Int8Weights => Path.Combine(Folder, "fashion-classifier.int8.safetensors");

    /// <summary>The weights of the tall form.</summary>
    public string TallWeights => Path.Combine(Folder, "tall-classifier.safetensors");

    public string TallCheckpoint => Path.Combine(Folder, "tall-classifier.checkpoint");

    public string Checkpoint => Path.Combine(Folder, "fashion-classifier.checkpoint");

    public string DenseWeights => Path.Combine(Folder, "dense-classifier.safetensors");

    public string DenseCheckpoint => Path.Combine(Folder, "dense-classifier.checkpoint");

    public string LearningCurve => Path.Combine(Folder, "learning-curve.png");

    public string Report => Path.Combine(Folder, "report.json");

    public string MarkdownReport => Path.Combine(Folder, "report.md");

    /// <summary>The folder with the unpacked test images, for the program compiled ahead of time.</summary>
    public string EdgeData => Path.Combine(Folder, "edge-data");

    public string EdgePredictions => Path.Combine(Folder, "edge-predictions.bin");

    /// <summary>Writes the report, for programs and for people.</summary>
    public void Write(Report report)
    {
        report.Write(Report);
        File.WriteAllText(MarkdownReport, $"# Fashion-MNIST, 784-1024-1024-10\n\n{ReportTable.Create(report).ToMarkdown()}\n![Learning curve](learning-curve.png)\n");
    }
}
