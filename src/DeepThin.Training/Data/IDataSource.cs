namespace DeepThin.Training;

/// <summary>
/// Samples that a training asks for one by one, so that they need not fit into memory. A <see cref="Dataset"/> is one whose samples are in memory, and a
/// <see cref="NumpySource"/> one whose samples stay in files. The samples of an index are the same whenever they are asked for: otherwise a training cannot be
/// repeated or resumed with the same bits.
/// </summary>
public interface IDataSource
{
    /// <summary>The number of samples, 1 or more.</summary>
    int Count { get; }

    /// <summary>The number of values that a sample has, 1 or more.</summary>
    int Features { get; }

    /// <summary>The number of classes, 2 or more, or of target values of a sample, 1 or more.</summary>
    int Outputs { get; }

    /// <summary>Whether the samples have labels; otherwise they have targets.</summary>
    bool HasLabels { get; }

    /// <summary>Whether each sample has a weight, which says how much it counts in a loss; otherwise all count alike.</summary>
    bool HasWeights => false;

    /// <summary>The name of each feature; empty where they are unknown.</summary>
    IReadOnlyList<string> FeatureNames => [];

    /// <summary>The name of each class; empty where they are unknown, or the samples have targets.</summary>
    IReadOnlyList<string> ClassNames => [];

    /// <summary>Reads a sample. Several threads call it at once, and in any order. What it throws reaches the caller in a <see cref="DataSourceException"/> with the index.</summary>
    /// <param name="index">The sample, 0 to Count − 1.</param>
    /// <param name="sample">Receives all of its values. Nothing of it may be kept.</param>
    void Read(int index, SampleBuffer sample);
}
