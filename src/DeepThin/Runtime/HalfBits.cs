namespace DeepThin.Runtime;

/// <summary>The bits of a number in half precision, sign-extended, and how they become those of one in single precision.</summary>
internal static class HalfBits
{
    /// <summary>The sign, which sign extension has copied up to the highest bit.</summary>
    public const int Sign = int.MinValue;

    /// <summary>Exponent and fraction.</summary>
    public const int Magnitude = 0x7FFF;

    /// <summary>The bits that the fraction is shorter by.</summary>
    public const int Shift = 13;

    /// <summary>2^112: the exponents' bias is 15 and not 127.</summary>
    public const float Scale = 5192296858534827628530496329220096f;
}
