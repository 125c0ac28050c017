namespace DeepThin;

/// <summary>
/// A fully connected layer whose W is the product of two matrices, U of Q×k and V of k×R: plain rank factorisation, to compare with. It is as fast as
/// a layer of its size can be, and loses far more accuracy than <see cref="DenseAttribute"/> with the same <see cref="Ratio"/>.
/// </summary>
/// <inheritdoc/>
public sealed class LowRankAttribute(int inputs, int outputs) : WeightedLayerAttribute(inputs, outputs)
{
    /// <summary>The upper bound of k(Q + R) / (Q·R), the fraction of the weights that is kept; between 0 and 1. It or <see cref="Rank"/> is given.</summary>
    public double Ratio { get; set; }

    /// <summary>The rank k. The largest within <see cref="Ratio"/> unless given.</summary>
    public int Rank { get; set; }

    /// <summary>
    /// Values of their own that the inputs and outputs of W are multiplied with, y = f(s∘((g∘x)W) + b): they give a compressed layer more accuracy for the
    /// same number of values. They count as kept: what is left of <see cref="Ratio"/> is for the factors. <see cref="Gains.None"/> by default.
    /// </summary>
    public Gains Gains { get; set; }
}
