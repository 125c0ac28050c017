using System.Buffers.Binary;
using DeepThin.Runtime;

namespace DeepThin;

/// <summary>Reads the values of a tensor from the bytes of a file: little-endian, and not aligned in general.</summary>
internal static class StoredValues
{
    /// <summary>Reads values of F32, F16 or BF16; widening is exact.</summary>
    /// <param name="dtype">The type, as the format names it.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="values">Receives the values.</param>
    public static void Read(string dtype, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (dtype)
        {
            case "F32":
                for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                break;
            case "F16":
                for (int i = 0; i < values.Length; i++) values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
                break;
            default:
                for (int i = 0; i < values.Length; i++) values[i] = BrainFloat.Widen(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]));
                break;
        }
    }

    /// <summary>Reads indices of U16, U32, I32 or I64.</summary>
    /// <param name="dtype">The type, as the format names it.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="indices">Receives the indices.</param>
    /// <returns>What is wrong with one of them, in words that go on after the name of the tensor; null where nothing is.</returns>
    public static string? Read(string dtype, ReadOnlySpan<byte> bytes, Span<int> indices)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            long index = dtype switch
            {
                "U16" => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]),
                "U32" => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]),
                "I32" => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]),
                _ => BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * i)..]),
            };
            if (index is < 0 or > int.MaxValue) return $"has {Cultures.Text(index)} at {i}, which is no index";
            indices[i] = (int)index;
        }

        return null;
    }
}
