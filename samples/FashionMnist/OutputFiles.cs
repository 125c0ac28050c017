using DeepThin.Samples;

namespace FashionMnist;

/// <summary>The names of what the sample writes into its output folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="network">The network.</param>
internal sealed class OutputFiles(string folder, Network network)
{
    /// <summary><c>artifacts/fashion-mnist</c> in the repository that the program was built in, or else in the current folder.</summary>
    public static string DefaultFolder => Artifacts.Folder("fashion-mnist");

    public string Weights => PathOf("fashion-classifier.safetensors");

    /// <summary>The same weights in 8 bits, which the program compiled ahead of time carries.</summary>
    public string Int8Weights => PathOf("fashion-classifier.int8.safetensors");

    /// <summary>The weights of the tall form.</summary>
    public string TallWeights => PathOf("tall-classifier.safetensors");

    public string TallCheckpoint => PathOf("tall-classifier.checkpoint");

    public string Checkpoint => PathOf("fashion-classifier.checkpoint");

    public string DenseWeights => PathOf("dense-classifier.safetensors");

    public string DenseCheckpoint => PathOf("dense-classifier.checkpoint");

    public string LearningCurve => PathOf("learning-curve.png");

    public string Report => PathOf("report.json");

    public string MarkdownReport => PathOf("report.md");

    /// <summary>The folder with the unpacked test images, for the program compiled ahead of time.</summary>
    public string EdgeData => Path.Combine(folder, "edge-data");

    public string EdgePredictions => PathOf("edge-predictions.bin");

    /// <summary>The checkpoint of a variant of the convolutional network.</summary>
    public string VariantCheckpoint(string model, int seed) => Path.Combine(folder, $"{model}-{seed}.checkpoint");

    /// <summary>Writes the report, for programs and for people.</summary>
    public void Write(Report report)
    {
        report.Write(Report);
        File.WriteAllText(MarkdownReport, $"# Fashion-MNIST, {network.Layers}\n\n{ReportTable.Create(report).ToMarkdown()}\n![Learning curve]({Path.GetFileName(LearningCurve)})\n");
    }

    private string PathOf(string name) => Path.Combine(folder, network.Prefix + name);
}
