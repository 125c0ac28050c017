using System.Buffers.Binary;
using DeepThin.Runtime;

namespace DeepThin;

/// <summary>A tensor of a safetensors file: its name, type and shape, and its bytes where they lie in the file.</summary>
public sealed class SafetensorsTensor
{
    private readonly long[] _shape;

    internal SafetensorsTensor(string name, string dtype, long[] shape, ReadOnlyMemory<byte> data)
    {
        Name = name;
        DType = dtype;
        _shape = shape;
        Data = data;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of the values as the format names it, such as <c>F32</c>, <c>BF16</c> or <c>I64</c>.</summary>
    public string DType { get; }

    /// <summary>The dimensions, outermost first, each 0 or more; none for a scalar.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>The dimensions, as they are kept.</summary>
    internal long[] Dimensions => _shape;

    /// <summary>The bytes: row-major, little-endian, and not aligned in general.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The number of values, the product of <see cref="Shape"/>; 1 for a scalar.</summary>
    public long Length
    {
        get
        {
            long length = 1;
            foreach (long dimension in _shape)
            {
                length *= dimension;
            }

            return length;
        }
    }

    /// <summary>Whether <see cref="CopyTo"/> can read the values: the type is F32, F16 or BF16.</summary>
    public bool IsFloat => DType is "F32" or "F16" or "BF16";

    /// <summary>Copies the values as floats; F16 and BF16 values are widened, which is exact.</summary>
    /// <param name="destination">Receives the values, <see cref="Length"/> of them, in row-major order.</param>
    /// <exception cref="WeightsException">The type is none of F32, F16 and BF16; nothing was written.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length; nothing was written.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (!IsFloat)
        {
            throw new WeightsException($"Tensor '{Name}' is {DType}; F32, F16 and BF16 can be read as floats.");
        }

        if (destination.Length != Length)
        {
            throw new ArgumentException(
                $"Tensor '{Name}' has {Length} values, but the destination has room for {destination.Length}.", nameof(destination));
        }

        switch (DType)
        {
            case "F32":
                CopySingles(Data.Span, destination);
                break;
            case "F16":
                CopyHalves(Data.Span, destination);
                break;
            default:
                CopyBrainFloats(Data.Span, destination);
                break;
        }
    }

    /// <summary>The values of a tensor of U16, U32, I32 or I64.</summary>
    /// <exception cref="WeightsException">A value is negative, or too large for an index.</exception>
    internal int[] ReadIndices()
    {
        int[] indices = new int[Length];
        var data = Data.Span;
        for (int i = 0; i < indices.Length; i++)
        {
            long index = DType switch
            {
                "U16" => BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]),
                "U32" => BinaryPrimitives.ReadUInt32LittleEndian(data[(4 * i)..]),
                "I32" => BinaryPrimitives.ReadInt32LittleEndian(data[(4 * i)..]),
                _ => BinaryPrimitives.ReadInt64LittleEndian(data[(8 * i)..]),
            };
            indices[i] = index is >= 0 and <= int.MaxValue ? (int)index : throw new WeightsException($"{Name} has {Cultures.Text(index)} at {i}, which is no index");
        }

        return indices;
    }

    /// <summary>The tensor in a line: <c>layers.0.xf: F32 [35, 1]</c>.</summary>
    public override string ToString() => $"{Name}: {DType} {SafetensorsHeader.ShapeText(_shape)}";

    private static void CopySingles(ReadOnlySpan<byte> data, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]);
        }
    }

    private static void CopyHalves(ReadOnlySpan<byte> data, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(data[(2 * i)..]);
        }
    }

    private static void CopyBrainFloats(ReadOnlySpan<byte> data, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = BrainFloat.Widen(BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]));
        }
    }
}
