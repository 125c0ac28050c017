using System.Text.Json;

namespace DeepThin.Samples;

/// <summary>What a sample found out, as it stands in <c>report.json</c>. What begins with Dense is of the same network uncompressed.</summary>
internal abstract record TrainingReport
{
    /// <summary>How reports are written and read.</summary>
    protected static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public required long Parameters { get; init; }

    public required long DenseParameters { get; init; }

    /// <summary>The bytes of the parameters in single precision.</summary>
    public required long WeightBytes { get; init; }

    public required long DenseWeightBytes { get; init; }

    public required double AllocatedBytesPerForward { get; init; }

    public required double TrainSeconds { get; init; }

    /// <summary>Null when the uncompressed network was not trained.</summary>
    public required double? DenseTrainSeconds { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required double DenseLearningRate { get; init; }

    public required int Seed { get; init; }

    /// <summary>Writes the report.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, GetType(), Json) + "\n");
}
