using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using DeepThin.Planning;
using DeepThin.Runtime;

namespace DeepThin;

/// <summary>Writes parameters as a safetensors file. The same parameters give the same bytes.</summary>
/// <remarks>
/// The header has the tensors in the order of the parameter block and is padded with spaces to a multiple of 8 bytes, so that
/// the data is aligned. <c>__metadata__</c> has the format <c>pt</c>, which Python's transformers and accelerate ask for, since our names and shapes are
/// PyTorch's, and the CRC-32C of the data, for which the data is made twice: a file is written from its beginning to its end, however large it is.
/// </remarks>
internal static class SafetensorsWriter
{
    private const int HeaderAlignment = 8;
    private const int ChunkLength = 4096;

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="info">The model.</param>
    /// <param name="parameters">Its parameter block.</param>
    /// <param name="type">How values are stored; <see cref="Narrowing"/> has checked them.</param>
    /// <exception cref="InvalidOperationException">A pruned layer has more values than it keeps.</exception>
    public static void Write(Stream stream, ModelInfo info, AlignedBuffer parameters, WeightType type = WeightType.Float32)
    {
        using var checksum = new ChecksumStream();
        WriteData(checksum, info, parameters, type);
        WriteHeader(stream, Header([.. StoredModel.Of(info, type).Select(item => (item.Stored, item.DType))], checksum.Value));
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
        if (tensor.Kept == 0)
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

    private static ReadOnlySpan<byte> Header(IReadOnlyList<(StoredTensor Tensor, string DType)> tensors, uint checksum)
    {
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header))
        {
            WriteEntries(json, tensors, checksum);
        }

        int padding = -header.WrittenCount & (HeaderAlignment - 1);
        header.GetSpan(HeaderAlignment)[..padding].Fill((byte)' ');
        header.Advance(padding);
        return header.WrittenSpan;
    }

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyList<(StoredTensor Tensor, string DType)> tensors, uint checksum)
    {
        json.WriteStartObject();
        json.WriteStartObject("__metadata__");
        json.WriteString(MetadataKeys.Format, "pt");
        json.WriteString(MetadataKeys.Checksum, Crc32C.Text(checksum));
        json.WriteEndObject();
        long position = 0;
        foreach (var (tensor, dtype) in tensors)
        {
            long end = position + StoredModel.BytesOf(dtype) * tensor.Length;
            WriteEntry(json, tensor.Name, dtype, tensor.Columns == 0 ? [tensor.Rows] : [tensor.Rows, tensor.Columns], position, end);
            position = end;
        }

        json.WriteEndObject();
    }

    /// <summary>Writes what a header says of a tensor.</summary>
    /// <param name="json">Receives it.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="dtype">Its type as the format names it.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="position">Where its bytes begin in the data.</param>
    /// <param name="end">Where they end.</param>
    internal static void WriteEntry(Utf8JsonWriter json, string name, string dtype, ReadOnlySpan<long> shape, long position, long end)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", dtype);
        json.WriteStartArray("shape");
        foreach (long dimension in shape) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(position);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHeader(Stream stream, ReadOnlySpan<byte> header)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
    }

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
                Write(stream, values, sizeof(float), static (bytes, value) => BinaryPrimitives.WriteSingleLittleEndian(bytes, value));
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
