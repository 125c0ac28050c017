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

    /// <summary>
    /// Two numbers in one float: the first rounded, in its lower half, and the second as the float itself, the nearest with this lower half, which is as
    /// near as the nearest bfloat16 at worst.
    /// </summary>
    internal static float Pair(float lower, float upper)
    {
        const uint Sign = 0x8000_0000, Infinity = 0x7F80_0000;
        uint low = Round(lower), bits = BitConverter.SingleToUInt32Bits(upper), size = bits & ~Sign;

        // What is no finite number stays none, whatever its last digits are.
        if (size >= Infinity) return BitConverter.UInt32BitsToSingle((bits & 0xFFFF_0000) | low);
        uint high = size < low ? 0 : (size - low + 0x8000) >> LostBits << LostBits;
        return BitConverter.UInt32BitsToSingle((bits & Sign) | Math.Min(high, Infinity - 0x1_0000) | low);
    }

    /// <summary>The number in single precision, which is exact.</summary>
    internal static float Widen(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << LostBits);
}
