using System.Buffers.Binary;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin;

/// <summary>Writes parameters as a safetensors file. The same parameters give the same bytes.</summary>
/// <remarks>
/// The header has the tensors in the order of the parameter block and is padded with spaces to a multiple of 8 bytes, so that
/// the data is aligned. <c>__metadata__</c> has the format <c>pt</c>, which Python's transformers and accelerate ask for, since our names and shapes are
/// PyTorch's, and the CRC-32C of the data, for which the data is made twice: a file is written from its beginning to its end, however large it is.
/// </remarks>
internal static class ModelWriter
{
    private const int ChunkLength = 4096;

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="info">The model.</param>
    /// <param name="parameters">Its parameter block.</param>
    /// <param name="names">The names of its features and classes.</param>
    /// <param name="type">How values are stored; <see cref="Narrowing"/> has checked them.</param>
    /// <exception cref="InvalidOperationException">A pruned layer has more values than it keeps.</exception>
    public static void Write(Stream stream, ModelInfo info, AlignedBuffer parameters, DataNames names, WeightType type = WeightType.Float32)
    {
        using var checksum = new ChecksumStream();
        WriteData(checksum, info, parameters, type);
        HeaderWriter.Write(
            stream,
            HeaderWriter.Alignment,
            [
                (MetadataKeys.Format, "pt"),
                .. StoredNames.Texts(MetadataKeys.FeatureName, names.Features),
                .. StoredNames.Texts(MetadataKeys.ClassName, names.Classes),
                (MetadataKeys.Checksum, Crc32C.Text(checksum.Value)),
            ],
            StoredModel.Of(info, type).Select(item => (item.Stored.Name, item.DType, item.Stored.Dimensions, StoredModel.BytesOf(item.DType) * item.Stored.Length)));
        WriteData(stream, info, parameters, type);
    }

    private static void WriteData(Stream stream, ModelInfo info, AlignedBuffer parameters, WeightType type)
    {
        foreach (var tensors in StoredModel.Of(info, type).GroupBy(item => item.Tensor))
        {
            Write(stream, tensors.Key, HeldValues.Read(tensors.Key, parameters), tensors.First().DType);
        }
    }

    private static void Write(Stream stream, TensorInfo tensor, ReadOnlySpan<float> values, string dtype)
    {
        if (tensor.NonZeros == 0)
        {
            WriteValues(stream, values, tensor.Columns, dtype);
            return;
        }

        var sparse = SparseValues.Of(values, tensor);
        var places = StoredModel.Of(tensor, _ => false).Skip(1).ToArray();
        WriteValues(stream, sparse.Values, 0, dtype);
        WriteIndices(stream, sparse.Columns, places[0].FirstType);
        WriteIndices(stream, sparse.Starts, places[1].FirstType);
    }

    /// <summary>Writes values as F32.</summary>
    /// <param name="stream">Receives them.</param>
    /// <param name="values">The values.</param>
    public static void WriteSingles(Stream stream, ReadOnlySpan<float> values) =>
        Write(stream, values, sizeof(float), static (bytes, value) => BinaryPrimitives.WriteSingleLittleEndian(bytes, value));

    private static void WriteValues(Stream stream, ReadOnlySpan<float> values, int columns, string dtype)
    {
        switch (dtype)
        {
            case StoredTensor.Int8:
                WriteBytes(stream, values, columns);
                break;
            case "F16":
                Write(stream, values, sizeof(ushort), static (bytes, value) => BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value));
                break;
            case "BF16":
                Write(stream, values, sizeof(ushort), static (bytes, value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes, BrainFloat.Round(value)));
                break;
            default:
                WriteSingles(stream, values);
                break;
        }
    }

    private static void WriteBytes(Stream stream, ReadOnlySpan<float> values, int columns)
    {
        sbyte[] rounded = new sbyte[values.Length];
        float[] scales = new float[StoredTensor.ScalesOf(columns == 0 ? values.Length : values.Length / columns, columns)];
        Int8Values.Round(values, columns, rounded, scales);
        Write<sbyte>(stream, rounded, sizeof(sbyte), static (bytes, value) => bytes[0] = (byte)value);
        WriteValues(stream, scales, 0, "F32");
    }

    private static void WriteIndices(Stream stream, ReadOnlySpan<int> indices, string dtype)
    {
        if (dtype == "U16") Write(stream, indices, sizeof(ushort), static (bytes, index) => BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)index));
        else Write(stream, indices, sizeof(uint), static (bytes, index) => BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)index));
    }

    private static void Write<T>(Stream stream, ReadOnlySpan<T> values, int size, ValueWriter<T> write)
    {
        Span<byte> chunk = stackalloc byte[ChunkLength];
        int capacity = ChunkLength / size;
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, capacity);
            for (int i = 0; i < count; i++) write(chunk[(size * i)..], values[i]);
            stream.Write(chunk[..(size * count)]);
            values = values[count..];
        }
    }

    private delegate void ValueWriter<T>(Span<byte> bytes, T value);
}
