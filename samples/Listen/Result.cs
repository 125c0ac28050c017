using DeepThin.Samples;

namespace Listen;

/// <summary>What came of one detector: a file in the folder of results, and an item of the report.</summary>
internal sealed record Result : ITrainingOutcome
{
    /// <inheritdoc/>
    public required string Key { get; init; }

    /// <summary>The detector, as the table calls it.</summary>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public required string Recipe { get; init; }

    /// <summary>Null where it is no network.</summary>
    public long? Parameters { get; init; }

    /// <summary>The bytes of its weights file; null where it is no network.</summary>
    public long? WeightBytes { get; init; }

    /// <summary>How it answers the scenes of the test.</summary>
    public required Judgement Test { get; init; }

    /// <summary>How it answers those of the test that are in a <see cref="Group"/>, by the name of the group; a group without scenes is left out.</summary>
    public required IReadOnlyDictionary<string, Judgement> Groups { get; init; }

    /// <summary>How it answers the scenes that chose the epoch; null where there are no epochs.</summary>
    public Judgement? Validation { get; init; }

    /// <summary>The time of a step on one thread, without features. It is measured anew for each report, and null in the folder of results.</summary>
    public double? MicrosecondsPerFrame { get; init; }

    /// <summary>The epoch whose parameters it has, of all epochs.</summary>
    public int? BestEpoch { get; init; }

    public int? Epochs { get; init; }

    public double? TrainSeconds { get; init; }
}
