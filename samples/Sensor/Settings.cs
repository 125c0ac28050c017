namespace Sensor;

/// <summary>What the command line says.</summary>
internal sealed record Settings
{
    /// <summary>The file with the record.</summary>
    public required string Record { get; init; }

    /// <summary>The folder that receives what the sample makes.</summary>
    public required string Output { get; init; }

    public required int Epochs { get; init; }

    /// <summary>The trainings of each model, each with a seed of its own.</summary>
    public required int Seeds { get; init; }

    /// <summary>The first seed.</summary>
    public required int Seed { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>The learning rate of the uncompressed network.</summary>
    public required double DenseLearningRate { get; init; }

    /// <summary>The learning rate of the linear model.</summary>
    public required double LinearLearningRate { get; init; }

    public required int Threads { get; init; }
}
