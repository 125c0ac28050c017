using System.Text.Json;

namespace FashionMnist;

/// <summary>What the sample found out, as it stands in <c>report.json</c>. Accuracies are fractions of 1; what begins with Dense is of the same network uncompressed.</summary>
internal sealed record Report
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public required double TestAccuracy { get; init; }

    /// <summary>Null when the uncompressed network was not trained.</summary>
    public required double? DenseTestAccuracy { get; init; }

    /// <summary>The same with weights in 8 bits.</summary>
    public required double Int8TestAccuracy { get; init; }

    /// <summary>What the program compiled ahead of time was measured to be; null until it has run.</summary>
    public EdgeReport? Edge { get; init; }

    public required long Parameters { get; init; }

    public required long DenseParameters { get; init; }

    /// <summary>The bytes of the parameters in single precision.</summary>
    public required long WeightBytes { get; init; }

    public required long DenseWeightBytes { get; init; }

    /// <summary>The size of the weights file in 8 bits.</summary>
    public required long Int8FileBytes { get; init; }

    public required double MicrosecondsPerImage { get; init; }

    public required double DenseMicrosecondsPerImage { get; init; }

    public required double AllocatedBytesPerForward { get; init; }

    public required double TrainSeconds { get; init; }

    public required double? DenseTrainSeconds { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required double DenseLearningRate { get; init; }

    public required int Seed { get; init; }

    /// <summary>Reads a report.</summary>
    /// <exception cref="SampleException">There is none, or it is not valid.</exception>
    public static Report Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Report>(File.ReadAllText(path), Json) ?? throw new JsonException("it is null");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SampleException($"The report {path} cannot be read: {error.Message} Train first; the training writes it.", error);
        }
    }

    /// <summary>Writes the report.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
}
