namespace DeepThin;

/// <summary>What a <c>[Pad]</c> puts around a channel.</summary>
public enum PadMode
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The values of the channel mirrored at its first and its last value, which are not repeated: of a b c d, two values before are c b.</summary>
    Reflect,

    /// <summary>The first value again before, and the last one behind.</summary>
    Edge,
}
