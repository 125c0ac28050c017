namespace DeepThin;

/// <summary>
/// A fully connected layer whose weights share few values by a hash of their place: HashedNets (Chen, Wilson, Tyree, Weinberger and Chen, ICML 2015,
/// arXiv:1504.04788), to compare with. A weight is one of Q·R·<see cref="Ratio"/> values, with a sign; which one, and the sign, follow from the
/// xxHash32 of c·Q + q, with the layer's index as the seed. It computes as much as an uncompressed layer, and the hashes besides.
/// </summary>
/// <inheritdoc/>
public sealed class HashedAttribute(int inputs, int outputs) : WeightedLayerAttribute(inputs, outputs)
{
    /// <summary>The fraction of the weights that is kept; between 0 and 1.</summary>
    public double Ratio { get; set; }

    /// <summary>
    /// Values of their own that the inputs and outputs of W are multiplied with, y = f(s∘((g∘x)W) + b): they give a compressed layer more accuracy for the
    /// same number of values. They count as kept: what is left of <see cref="Ratio"/> is for the shared values. <see cref="Gains.None"/> by default.
    /// </summary>
    public Gains Gains { get; set; }
}
