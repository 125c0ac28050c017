using System.ComponentModel;

namespace DeepThin.Runtime;

/// <summary>bfloat16: the upper half of a number in single precision. Called by generated code.</summary>
/// <param name="bits">The upper half.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BrainFloat(ushort bits)
{
    /// <summary>The bits that single precision has more.</summary>
    internal const byte LostBits = 16;

    /// <summary>The bits.</summary>
    internal ushort Bits => bits;

    /// <summary>The nearest number, ties to even, as PyTorch rounds; a NaN stays one.</summary>
    internal static ushort Round(float value)
    {
        uint single = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((single >> LostBits) | 0x40);
        return (ushort)((single + 0x7FFF + ((single >> LostBits) & 1)) >> LostBits);
    }

    /// <summary>The number in single precision, which is exact.</summary>
    internal static float Widen(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << LostBits);
}
