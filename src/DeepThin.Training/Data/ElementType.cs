using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace DeepThin.Training;

/// <summary>What kind of number the values of an array in a file are.</summary>
/// <param name="Kind"><c>f</c> for floating point, <c>i</c> and <c>u</c> for integers with and without a sign, <c>b</c> for truth values of one byte.</param>
/// <param name="Size">The bytes of a value: 1, 2, 4 or 8.</param>
/// <param name="IsBigEndian">Whether the highest byte comes first.</param>
internal readonly record struct ElementType(char Kind, int Size, bool IsBigEndian)
{
    /// <summary>Whether the values are integers.</summary>
    public bool IsInteger => Kind != 'f';

    /// <summary>Whether there are such numbers.</summary>
    public bool IsKnown => Kind switch
    {
        'f' => Size is 2 or 4 or 8,
        'i' or 'u' => Size is 1 or 2 or 4 or 8,
        'b' => Size == 1,
        _ => false,
    };

    /// <summary>Brings the bytes of each value into the order of this machine.</summary>
    public void ToMachineOrder(Span<byte> bytes)
    {
        if (IsBigEndian != BitConverter.IsLittleEndian) return;

        switch (Size)
        {
            case 2: Reverse(MemoryMarshal.Cast<byte, ushort>(bytes), BinaryPrimitives.ReverseEndianness); break;
            case 4: Reverse(MemoryMarshal.Cast<byte, uint>(bytes), BinaryPrimitives.ReverseEndianness); break;
            case 8: Reverse(MemoryMarshal.Cast<byte, ulong>(bytes), BinaryPrimitives.ReverseEndianness); break;
        }
    }

    /// <summary>The values, rounded to single precision.</summary>
    /// <param name="bytes">Their bytes, in the order of this machine.</param>
    /// <param name="values">Receives them.</param>
    public void ToFloats(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (Kind, Size)
        {
            case ('f', 2): Convert<Half>(bytes, values); break;
            case ('f', 4): Convert<float>(bytes, values); break;
            case ('f', _): Convert<double>(bytes, values); break;
            case ('i', 1): Convert<sbyte>(bytes, values); break;
            case ('i', 2): Convert<short>(bytes, values); break;
            case ('i', 4): Convert<int>(bytes, values); break;
            case ('i', _): Convert<long>(bytes, values); break;
            case (_, 1): Convert<byte>(bytes, values); break;
            case (_, 2): Convert<ushort>(bytes, values); break;
            case (_, 4): Convert<uint>(bytes, values); break;
            default: Convert<ulong>(bytes, values); break;
        }
    }

    /// <summary>The values, which are integers, as such.</summary>
    /// <param name="bytes">Their bytes, in the order of this machine.</param>
    /// <param name="values">Receives them.</param>
    /// <returns>The place of the first one that an int cannot hold; −1 where there is none.</returns>
    public int ToInts(ReadOnlySpan<byte> bytes, Span<int> values) => (Kind, Size) switch
    {
        ('i', 1) => Fit<sbyte>(bytes, values),
        ('i', 2) => Fit<short>(bytes, values),
        ('i', 4) => Fit<int>(bytes, values),
        ('i', _) => Fit<long>(bytes, values),
        (_, 1) => Fit<byte>(bytes, values),
        (_, 2) => Fit<ushort>(bytes, values),
        (_, 4) => Fit<uint>(bytes, values),
        _ => Fit<ulong>(bytes, values),
    };

    private static void Reverse<T>(Span<T> values, Action<ReadOnlySpan<T>, Span<T>> reverse) => reverse(values, values);

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<float> values)
        where T : unmanaged, INumberBase<T> => TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(bytes), values);

    private static int Fit<T>(ReadOnlySpan<byte> bytes, Span<int> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        var given = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < given.Length; i++)
        {
            values[i] = int.CreateSaturating(given[i]);
            if (T.CreateTruncating(values[i]) != given[i]) return i;
        }

        return -1;
    }
}
