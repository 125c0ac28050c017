namespace DeepThin.Samples;

/// <summary>What the command line says about the training of a network, and of the same one uncompressed.</summary>
internal sealed record TrainSettings
{
    /// <summary>The folder of the data.</summary>
    public required string Data { get; init; }

    /// <summary>The folder that receives what the training makes.</summary>
    public required string Output { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>The learning rate of the uncompressed network.</summary>
    public required double DenseLearningRate { get; init; }

    public required int Seed { get; init; }

    public required int Threads { get; init; }

    /// <summary>Whether the uncompressed network is left untrained.</summary>
    public required bool SkipDense { get; init; }

    /// <summary>Whether a training that was cancelled goes on.</summary>
    public required bool Resume { get; init; }
}
