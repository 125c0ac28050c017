namespace DeepThin.Training;

/// <summary>What <see cref="Sensitivity"/> measures, and how it trains.</summary>
public sealed record SensitivityOptions
{
    /// <summary>The ratios that each layer is measured at, above 0 and below 1, such as 0.003, 0.01, 0.03 and 0.1.</summary>
    public required IReadOnlyList<double> Ratios { get; init; }

    /// <summary>The ratio of all other layers meanwhile; near the one that the whole network will have. Is measured also if it is not among the ratios.</summary>
    public required double BaseRatio { get; init; }

    /// <summary>
    /// How each network is trained: a few epochs, with a schedule made for them. The seed decides the first values and the order of the samples.
    /// Without CheckpointPath, KeepBest and Patience: what counts is the validation loss after the last epoch.
    /// </summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The form that the compressed layers will have; null for the one that each has unless its attribute says another: tall for convolutions without groups, and wide for all others.</summary>
    public Form? Form { get; init; }

    /// <summary>The rank that they will have, 1 to 16.</summary>
    public int Rank { get; init; } = 1;

    /// <summary>
    /// The layers to measure, counted from 0, with all their ratios; the others stay uncompressed. Null takes all that can have one of the ratios. A layer that cannot have
    /// the base ratio, as the last one of a classifier, is uncompressed while others are measured, and is measured at the ratios that it can have.
    /// </summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>How many networks are trained for each loss, with seeds that follow each other, 1 or more; the loss is their mean.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Is told how the measurement goes, at most about ten times a second and at the end of each epoch.</summary>
    public IProgress<SensitivityProgress>? Progress { get; init; }

    /// <summary>The ratios of <see cref="Ratios"/> and <see cref="BaseRatio"/>, from the smallest on, each once.</summary>
    internal IReadOnlyList<double> AllRatios => [.. Ratios.Append(BaseRatio).Distinct().Order()];

    /// <summary>Which option is out of its range; null if none is.</summary>
    internal string? Fault() =>
        (Training == null ? "Training is null; say how each network is trained." : Training.Fault())
        ?? Refusal.Unless(Ratios is { Count: > 0 }, $"Ratios is empty; give the ratios to measure, such as 0.003, 0.01, 0.03 and 0.1.")
        ?? Ratios.Select(ratio => RatioFault(ratio, nameof(Ratios))).FirstOrDefault(fault => fault != null)
        ?? RatioFault(BaseRatio, nameof(BaseRatio))
        ?? Refusal.Unless(AllRatios.Count > 1, $"Ratios has {BaseRatio} only, which is the BaseRatio; give at least one other ratio to compare.")
        ?? Refusal.Unless(Form is null || Enum.IsDefined(Form.Value), $"Form is {Form}; it must be Wide or Tall, or null for the usual one of each layer.")
        ?? Refusal.Unless(Rank is >= 1 and <= 16, $"Rank is {Rank}; it must be 1 to 16.")
        ?? Refusal.Unless(Layers is not { Count: 0 }, $"Layers is empty; give the layers to measure, or null for all that can have one of the ratios.")
        ?? Refusal.Unless(Seeds >= 1, $"Seeds is {Seeds}; it must be 1 or more.")
        ?? Refusal.Unless(
            Training is { CheckpointPath: null, KeepBest: false, Patience: null },
            $"Every loss is that after the last epoch of a network of its own; leave CheckpointPath, Resume, KeepBest and Patience out of the options of the training.");

    private static string? RatioFault(double ratio, string name) =>
        Refusal.Unless(ratio is > 0 and < 1, $"{name} has {ratio}; a ratio must lie between 0 and 1, such as 0.03.");
}
