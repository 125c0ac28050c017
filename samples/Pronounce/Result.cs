using DeepThin.Samples;

namespace Pronounce;

/// <summary>What came of the training of one network: a file in the folder of results, and an item of the report.</summary>
internal sealed record Result : ITrainingOutcome
{
    /// <inheritdoc/>
    public required string Key { get; init; }

    /// <summary>The network, as the table calls it.</summary>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public required string Recipe { get; init; }

    public required long Parameters { get; init; }

    /// <summary>The bytes of its weights file.</summary>
    public long WeightBytes { get; init; }

    /// <summary>How far it is from the dictionary in the words that chose the epoch.</summary>
    public required Judgement Validation { get; init; }

    /// <summary>How far it is from the dictionary in the words of the test.</summary>
    public required Judgement Test { get; init; }

    /// <summary>The time to read a word, on one thread. It is measured anew for each report, and null in the folder of results.</summary>
    public double? MicrosecondsPerWord { get; init; }

    /// <summary>The epoch whose parameters it has, of all epochs.</summary>
    public required int BestEpoch { get; init; }

    public required int Epochs { get; init; }

    public required double TrainSeconds { get; init; }
}
