using DeepThin.Planning;

namespace DeepThin;

/// <summary>A tensor of a safetensors file: its name, type and shape, and its bytes where they lie in the file.</summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(FoundTensor entry, ReadOnlyMemory<byte> data)
    {
        Entry = entry;
        Data = data;
    }

    /// <summary>The name.</summary>
    public string Name => Entry.Name;

    /// <summary>The type of the values as the format names it, such as <c>F32</c>, <c>BF16</c> or <c>I64</c>.</summary>
    public string DType => Entry.DType;

    /// <summary>The dimensions, outermost first, each 0 or more; none for a scalar.</summary>
    public IReadOnlyList<long> Shape => Entry.Shape;

    /// <summary>What the header says of it.</summary>
    internal FoundTensor Entry { get; }

    /// <summary>The bytes: row-major, little-endian, and not aligned in general.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The number of values, the product of <see cref="Shape"/>; 1 for a scalar.</summary>
    public long Length => Entry.Length;

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

        StoredValues.Read(DType, Data.Span, destination);
    }

    /// <summary>The tensor in a line: <c>layers.0.xf: F32 [35, 1]</c>.</summary>
    public override string ToString() => $"{Name}: {Entry.TypeAndShape}";
}
