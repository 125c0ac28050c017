namespace DeepThin;

/// <summary>bfloat16: the upper half of a number in single precision.</summary>
internal static class BrainFloat
{
    /// <summary>The nearest number, ties to even, as PyTorch rounds; a NaN stays one.</summary>
    public static ushort Round(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | 0x40);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The number in single precision, which is exact.</summary>
    public static float Widen(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << 16);
}
