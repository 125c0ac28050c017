using Listen.Data;

namespace Listen;

/// <summary>What the command line says.</summary>
internal sealed record Settings
{
    /// <summary>What decides the data.</summary>
    public required DataSettings Data { get; init; }

    /// <summary>Whether the data is made even if it is there.</summary>
    public required bool Remake { get; init; }

    /// <summary>The folder that receives what the sample makes.</summary>
    public required string Output { get; init; }

    /// <summary>The networks that are trained, in this order.</summary>
    public required IReadOnlyList<Variant> Variants { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Decides the first weights and the order of the pieces.</summary>
    public required int Seed { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>The learning rate of the uncompressed network.</summary>
    public required double DenseLearningRate { get; init; }

    /// <summary>The learning rate of the narrow networks.</summary>
    public required double NarrowLearningRate { get; init; }

    public required int Threads { get; init; }

    /// <summary>The highest learning rate of a kind of network.</summary>
    public double LearningRateOf(Kind kind) => kind switch
    {
        Kind.Compressed => LearningRate,
        Kind.Narrow => NarrowLearningRate,
        _ => DenseLearningRate,
    };
}
