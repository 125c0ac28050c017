namespace DeepThin;

/// <summary>
/// A fully connected layer of which only the largest weights are kept (Han, Pool, Tran and Dally, NIPS 2015, arXiv:1506.02626), to compare with. Train
/// it, prune it with <c>DeepThin.Training.Pruning</c>, and train it again: a weight that is zero stays zero. A weights file has the kept values
/// and their places. It computes as much as an uncompressed layer.
/// </summary>
/// <inheritdoc/>
public sealed class PrunedAttribute(int inputs, int outputs) : WeightedLayerAttribute(inputs, outputs)
{
    /// <summary>The fraction of the weights that is kept; between 0 and 1.</summary>
    public double Ratio { get; set; }
}
