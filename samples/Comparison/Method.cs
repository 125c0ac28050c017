namespace Comparison;

/// <summary>The ways to make a network small.</summary>
internal enum Method
{
    /// <summary>The network as it is.</summary>
    Uncompressed,

    /// <summary>The uncompressed network, its weights rounded to 8 bits after the training.</summary>
    Int8,

    /// <summary>DeepThin.</summary>
    DeepThin,

    /// <summary>Rank factorisation.</summary>
    LowRank,

    /// <summary>HashedNets.</summary>
    Hashed,

    /// <summary>Pruning by magnitude: trained uncompressed, pruned, trained again.</summary>
    Pruned,

    /// <summary>Narrower layers, uncompressed.</summary>
    Narrower,
}
