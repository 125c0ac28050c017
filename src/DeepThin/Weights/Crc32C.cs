using System.Buffers.Binary;
#if NET
using System.Numerics;
#endif

namespace DeepThin;

/// <summary>The CRC-32C of bytes: the polynomial 0x1EDC6F41 of RFC 3720, bits reflected, which processors have an instruction for.</summary>
/// <remarks>
/// Also compiled, by link, into the build's task, whose framework knows no such instruction and looks eight bytes up in tables (slicing-by-8, Kounavis and
/// Berry 2005). The checksum of two pieces follows from theirs: as polynomials, crc(A·B) = crc(A)·x^(8·length of B) + crc(B). By this, long data is read in
/// three lanes at once, since the instruction gives its result after three cycles and takes another operand in each.
/// </remarks>
internal static class Crc32C
{
    private const uint Polynomial = 0x82F63B78;

    // The coefficient of x⁰ is the highest bit.
    private const uint One = 0x80000000;
    private const int Lanes = 3, ShortestLane = 8192, Digits = 8;

    /// <summary>The checksum of bytes.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="before">The checksum of what stands before them; 0 for nothing.</param>
    public static uint Of(ReadOnlySpan<byte> data, uint before = 0)
    {
        uint state = ~before;
        int lane = data.Length / Lanes & -sizeof(ulong);
        if (lane >= ShortestLane)
        {
            state = OfLanes(data, lane, state);
            data = data[(Lanes * lane)..];
        }

        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..]) state = Step(state, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte value in data) state = Step(state, value);
        return ~state;
    }

    /// <summary>The checksum of two pieces, one after the other.</summary>
    /// <param name="first">The checksum of the first.</param>
    /// <param name="second">The checksum of the second.</param>
    /// <param name="secondLength">The length of the second in bytes.</param>
    public static uint Combine(uint first, uint second, long secondLength) => Multiply(first, PowerOfX(8 * (ulong)secondLength)) ^ second;

    /// <summary>A checksum as files have it: eight hexadecimal digits.</summary>
    public static string Text(uint checksum)
    {
        char[] text = new char[Digits];
        for (int i = 0; i < Digits; i++) text[i] = Digit(checksum, i);
        return new(text);
    }

    /// <summary>Whether a text is that of a checksum; makes none, and asks for no culture.</summary>
    public static bool IsText(string text, uint checksum)
    {
        bool same = text.Length == Digits;
        for (int i = 0; same && i < Digits; i++) same = text[i] == Digit(checksum, i);
        return same;
    }

    private static char Digit(uint checksum, int index) => "0123456789abcdef"[(int)(checksum >> (4 * (Digits - 1 - index)) & 15)];

    private static uint OfLanes(ReadOnlySpan<byte> data, int lane, uint first)
    {
        uint second = 0, third = 0;
        for (int i = 0; i < lane; i += sizeof(ulong))
        {
            first = Step(first, BinaryPrimitives.ReadUInt64LittleEndian(data[i..]));
            second = Step(second, BinaryPrimitives.ReadUInt64LittleEndian(data[(i + lane)..]));
            third = Step(third, BinaryPrimitives.ReadUInt64LittleEndian(data[(i + 2 * lane)..]));
        }

        uint shift = PowerOfX(8 * (ulong)lane);
        return Multiply(Multiply(first, shift) ^ second, shift) ^ third;
    }

    // x^n modulo the polynomial, by squares.
    private static uint PowerOfX(ulong n)
    {
        uint power = One;
        for (uint square = One >> 1; n > 0; n >>= 1, square = Multiply(square, square))
        {
            if ((n & 1) != 0) power = Multiply(power, square);
        }

        return power;
    }

    // a·b modulo the polynomial: the sum of a·xⁱ over the coefficients of b.
    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (; b != 0; b <<= 1)
        {
            product ^= a & (uint)((int)b >> 31);
            a = Shift(a);
        }

        return product;
    }

    // Times x.
    private static uint Shift(uint value) => value >> 1 ^ (Polynomial & (0 - (value & 1)));

#if NET
    private static uint Step(uint state, ulong value) => BitOperations.Crc32C(state, value);

    private static uint Step(uint state, byte value) => BitOperations.Crc32C(state, value);
#else
    private const int Row = 256;

    // Row k has what a byte does to the state when k bytes of zeros follow it.
    private static readonly uint[] Tables = MakeTables();

    private static uint Step(uint state, ulong value)
    {
        uint[] tables = Tables;
        value ^= state;
        return tables[7 * Row + (byte)value] ^ tables[6 * Row + (byte)(value >> 8)] ^ tables[5 * Row + (byte)(value >> 16)] ^ tables[4 * Row + (byte)(value >> 24)]
            ^ tables[3 * Row + (byte)(value >> 32)] ^ tables[2 * Row + (byte)(value >> 40)] ^ tables[Row + (byte)(value >> 48)] ^ tables[(byte)(value >> 56)];
    }

    private static uint Step(uint state, byte value) => Tables[(byte)(state ^ value)] ^ state >> 8;

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[sizeof(ulong) * Row];
        for (uint i = 0; i < Row; i++)
        {
            uint state = i;
            for (int bit = 0; bit < 8; bit++) state = Shift(state);
            tables[i] = state;
        }

        for (int i = Row; i < tables.Length; i++) tables[i] = tables[(byte)tables[i - Row]] ^ tables[i - Row] >> 8;
        return tables;
    }
#endif
}
