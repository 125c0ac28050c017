using System.Buffers.Binary;

namespace FashionMnist.Edge;

/// <summary>
/// The header of an idx file of unsigned bytes, as MNIST and its kin have them: two zero bytes, the type (8), the number of dimensions, each
/// dimension as a big-endian int32. The values follow.
/// </summary>
internal static class IdxHeader
{
    private const byte UnsignedByte = 8;

    /// <summary>The bytes of a header.</summary>
    /// <param name="dimensions">The number of dimensions.</param>
    public static int Length(int dimensions) => 4 + 4 * dimensions;

    /// <summary>What is wrong with a header; null where nothing is.</summary>
    /// <param name="header">What a file begins with, at most <see cref="Length"/> bytes of it.</param>
    /// <param name="dimensions">The dimensions that the file must have.</param>
    public static string? Fault(ReadOnlySpan<byte> header, int[] dimensions)
    {
        if (header.Length < 4 || header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != dimensions.Length)
        {
            return $"it begins with {Hex(header[..Math.Min(header.Length, 4)])}, and an idx file of unsigned bytes in {dimensions.Length} dimension(s) "
                + $"with {Hex([0, 0, UnsignedByte, (byte)dimensions.Length])}";
        }

        if (header.Length < Length(dimensions.Length))
        {
            return $"it ends in its header, after {header.Length} of {Length(dimensions.Length)} bytes";
        }

        int[] found = new int[dimensions.Length];
        for (int i = 0; i < found.Length; i++) found[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + 4 * i)..]);
        return found.AsSpan().SequenceEqual(dimensions) ? null : $"it has {Product(found)} values, and {Product(dimensions)} are expected";
    }

    /// <summary>Dimensions in words: <c>10000 × 28 × 28</c>.</summary>
    public static string Product(int[] dimensions) => string.Join(" × ", Array.ConvertAll(dimensions, dimension => $"{dimension}"));

    /// <summary>The number of values.</summary>
    public static int Count(int[] dimensions)
    {
        int count = 1;
        foreach (int dimension in dimensions) count *= dimension;
        return count;
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "nothing" : "0x" + Convert.ToHexString(bytes);
}
