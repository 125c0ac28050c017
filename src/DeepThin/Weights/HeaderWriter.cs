using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace DeepThin;

/// <summary>Writes the beginning of a safetensors file: the length of the header, and the header, which spaces pad up to a boundary of the file.</summary>
internal static class HeaderWriter
{
    /// <summary>The boundary that the data of an ordinary file begins at.</summary>
    public const int Alignment = 8;

    /// <summary>Writes it.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="alignment">The boundary that the data begins at, a power of two.</param>
    /// <param name="metadata">The texts of <c>__metadata__</c>, in order.</param>
    /// <param name="tensors">The tensors, in the order of their data.</param>
    public static void Write(Stream stream, int alignment, IEnumerable<(string Key, string Value)> metadata, IEnumerable<(string Name, string DType, long[] Shape, long Bytes)> tensors)
    {
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            long position = 0;
            foreach (var (name, dtype, shape, bytes) in tensors)
            {
                WriteEntry(json, name, dtype, shape, position, position + bytes);
                position += bytes;
            }

            json.WriteEndObject();
        }

        int padding = -(SafetensorsHeader.PrefixLength + header.WrittenCount) & (alignment - 1);
        header.GetSpan(alignment)[..padding].Fill((byte)' ');
        header.Advance(padding);
        Span<byte> length = stackalloc byte[SafetensorsHeader.PrefixLength];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.WrittenCount);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, string dtype, long[] shape, long position, long end)
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
}
