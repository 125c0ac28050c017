using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace DeepThin;

/// <summary>Writes parameters as a safetensors file. The same parameters give the same bytes.</summary>
/// <remarks>
/// The header has the tensors in the order of the parameter block and is padded with spaces to a multiple of 8 bytes, so that
/// the data is aligned. <c>__metadata__</c> is <c>{"format":"pt"}</c>: the format does not need it, but Python's transformers and accelerate
/// refuse files that do not say which framework's names and shapes they hold, and ours are PyTorch's.
/// </remarks>
internal static class SafetensorsWriter
{
    private const int HeaderAlignment = 8;
    private const int ChunkLength = 4096;

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="parameters">The parameter block.</param>
    public static void Write(Stream stream, IReadOnlyList<TensorInfo> tensors, ReadOnlySpan<float> parameters)
    {
        WriteHeader(stream, Header(tensors));
        foreach (var tensor in tensors)
        {
            WriteValues(stream, parameters.Slice(tensor.Offset, tensor.Length));
        }
    }

    private static ReadOnlySpan<byte> Header(IReadOnlyList<TensorInfo> tensors)
    {
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header))
        {
            WriteEntries(json, tensors);
        }

        int padding = -header.WrittenCount & (HeaderAlignment - 1);
        header.GetSpan(HeaderAlignment)[..padding].Fill((byte)' ');
        header.Advance(padding);
        return header.WrittenSpan;
    }

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyList<TensorInfo> tensors)
    {
        json.WriteStartObject();
        json.WriteStartObject("__metadata__");
        json.WriteString("format", "pt");
        json.WriteEndObject();
        long position = 0;
        foreach (var tensor in tensors)
        {
            WriteEntry(json, tensor, position);
            position += (long)sizeof(float) * tensor.Length;
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorInfo tensor, long position)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", "F32");
        json.WriteStartArray("shape");
        json.WriteNumberValue(tensor.Rows);
        if (!tensor.IsVector)
        {
            json.WriteNumberValue(tensor.Columns);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(position);
        json.WriteNumberValue(position + (long)sizeof(float) * tensor.Length);
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

    private static void WriteValues(Stream stream, ReadOnlySpan<float> values)
    {
        Span<byte> chunk = stackalloc byte[ChunkLength * sizeof(float)];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, ChunkLength);
            for (int i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(chunk[(sizeof(float) * i)..], values[i]);
            }

            stream.Write(chunk[..(sizeof(float) * count)]);
            values = values[count..];
        }
    }
}
