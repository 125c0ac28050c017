namespace Pronounce;

/// <summary>What the command line says.</summary>
internal sealed record Settings
{
    /// <summary>The file of the dictionary.</summary>
    public required string Dictionary { get; init; }

    /// <summary>The folder that receives what the sample makes.</summary>
    public required string Output { get; init; }

    /// <summary>The networks that are trained, in this order.</summary>
    public required IReadOnlyList<Variant> Variants { get; init; }

    /// <summary>The most words that are taken of the dictionary.</summary>
    public required int Words { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Decides which words are in which part, the first weights and the order of the words.</summary>
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
