namespace Listen;

/// <summary>What a network is; each kind has a learning rate of its own.</summary>
internal enum Kind
{
    /// <summary>Wide, with all weights.</summary>
    Uncompressed,

    /// <summary>Wide, with a part of the weights.</summary>
    Compressed,

    /// <summary>Narrow, with all weights.</summary>
    Narrow,
}
