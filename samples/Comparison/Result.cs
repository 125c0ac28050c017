using System.Text.Json.Serialization;
using DeepThin;

namespace Comparison;

/// <summary>What came of one training: a file in the folder of results.</summary>
internal sealed record Result
{
    public required string DataSet { get; init; }

    public required Method Method { get; init; }

    public required string? Form { get; init; }

    public required int Rank { get; init; }

    public required double Ratio { get; init; }

    public Gains? Gains { get; init; }

    public required int Seed { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>The fraction of the validation samples whose class was not predicted.</summary>
    public required double ValidationError { get; init; }

    /// <summary>The fraction of the test samples whose class was not predicted.</summary>
    public required double Error { get; init; }

    /// <summary>The same with the weights held in 8 bits; null for a network that was not tested so.</summary>
    public double? ErrorInt8 { get; init; }

    /// <summary>A bit for each test sample, the lowest of a byte first: whether its class was predicted.</summary>
    public required byte[] Correct { get; init; }

    /// <summary>The trained values of the whole network.</summary>
    public required long Parameters { get; init; }

    /// <summary>The trained values of the weights of the large layers.</summary>
    public required long WeightsOfLargeLayers { get; init; }

    /// <summary>The bytes of the weights file: values, indices and scales.</summary>
    public required long StoredBytes { get; init; }

    /// <summary>The seconds of training; of a pruned network before and after, of a rounded one none of its own.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>How it was trained, in words.</summary>
    public required string Recipe { get; init; }

    /// <summary>Whether a test sample's class was predicted.</summary>
    /// <param name="sample">The sample.</param>
    public bool IsCorrect(int sample) => (Correct[sample / 8] >> (sample % 8) & 1) != 0;

    /// <summary>The network, whatever its seed.</summary>
    [JsonIgnore]
    public Variant Variant => new(Method, Form, Rank, Ratio, Gains);
}
