using System.Text.Json;

namespace Acoustic;

/// <summary>What the sample found out, as it stands in <c>report.json</c>. Errors are fractions of 1; what begins with Dense is of the same network uncompressed.</summary>
internal sealed record Report
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The test frames whose phone is not the predicted one.</summary>
    public required double FrameError { get; init; }

    /// <summary>Null when the uncompressed network was not trained.</summary>
    public required double? DenseFrameError { get; init; }

    public required long Parameters { get; init; }

    public required long DenseParameters { get; init; }

    /// <summary>The bytes of the parameters in single precision.</summary>
    public required long WeightBytes { get; init; }

    public required long DenseWeightBytes { get; init; }

    public required double MicrosecondsPerFrame { get; init; }

    public required double DenseMicrosecondsPerFrame { get; init; }

    public required double AllocatedBytesPerForward { get; init; }

    public required double TrainSeconds { get; init; }

    public required double? DenseTrainSeconds { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required double DenseLearningRate { get; init; }

    public required int Seed { get; init; }

    /// <summary>Writes the report.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
}
