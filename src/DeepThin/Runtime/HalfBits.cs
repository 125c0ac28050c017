namespace DeepThin.Runtime;

/// <summary>How the bits of a number in half precision, sign-extended, become those of one in single precision: shifted, masked, and scaled.</summary>
internal static class HalfBits
{
    /// <summary>The bits that the fraction is shorter by.</summary>
    public const int Shift = 13;

    /// <summary>The sign, of which sign extension has left copies below the highest bit, and behind these exponent and fraction.</summary>
    public const int Mask = unchecked((int)0x8FFFE000);

    /// <summary>2^112: the exponents' bias is 15 and not 127.</summary>
    public const float Scale = 5192296858534827628530496329220096f;
}
