namespace DeepThin;

/// <summary>How the matrices of a recurrent layer that have a ratio are kept. What is not <see cref="DeepThin"/> is there to compare with.</summary>
public enum Compression
{
    /// <summary>The two thin factors of DeepThin (arXiv:1802.06944), as of <see cref="DenseAttribute"/>. The default.</summary>
    DeepThin,

    /// <summary>The product of two matrices of Q×k and k×R, as of <see cref="LowRankAttribute"/>. The rank k is the largest within the ratio.</summary>
    LowRank,

    /// <summary>
    /// Values that weights share by a hash of their place, as of <see cref="HashedAttribute"/>. The seed of the hashes is the index of the layer for the matrix of the inputs, and 65536 more for
    /// the recurrent one; for that of the candidate, where it has one, another 65536 more.
    /// </summary>
    Hashed,
}
