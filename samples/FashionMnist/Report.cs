using System.Text.Json;
using DeepThin.Samples;

namespace FashionMnist;

/// <summary>What the sample found out. Accuracies are fractions of 1.</summary>
internal sealed record Report : TrainingReport
{
    public required double TestAccuracy { get; init; }

    /// <summary>Null when the uncompressed network was not trained.</summary>
    public required double? DenseTestAccuracy { get; init; }

    /// <summary>The same with weights in 8 bits.</summary>
    public required double Int8TestAccuracy { get; init; }

    /// <summary>What the program compiled ahead of time was measured to be; null until it has run.</summary>
    public EdgeReport? Edge { get; init; }

    /// <summary>The size of the weights file in 8 bits.</summary>
    public required long Int8FileBytes { get; init; }

    public required double MicrosecondsPerImage { get; init; }

    public required double DenseMicrosecondsPerImage { get; init; }

    /// <summary>What trained: <c>net</c> or <c>torch</c>, as <c>--trainer</c> says.</summary>
    public required string Trainer { get; init; }

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
}
