using DeepThin.Samples;

namespace Sensor;

/// <summary>The names of what the sample writes into its output folder.</summary>
internal sealed record OutputFiles(string Folder)
{
    /// <summary><c>artifacts/sensor</c> in the repository that the program was built in, or else in the current folder.</summary>
    public static string DefaultFolder => Artifacts.Folder("sensor");

    /// <summary>The part of the record that models are judged by, a value in a line.</summary>
    public string Test => Path.Combine(Folder, "test.txt");

    public string Weights => Path.Combine(Folder, "ecg-forecaster.safetensors");

    public string Plot => Path.Combine(Folder, "forecasts.png");

    public string Report => Path.Combine(Folder, "report.json");

    public string MarkdownReport => Path.Combine(Folder, "report.md");
}
