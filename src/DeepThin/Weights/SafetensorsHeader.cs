using System.Buffers.Binary;
using System.Text;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>The header of a safetensors file: what it says of each tensor, and the texts of <c>__metadata__</c>.</summary>
/// <remarks>Also compiled, by link, into the build's task.</remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>The bytes before the header, which hold its length.</summary>
    public const int PrefixLength = 8;

    /// <summary>The bytes of the beginning from which other formats are known.</summary>
    public const int BeginningLength = 1024;

    private const int MaximumLength = 100_000_000;
    private const string MetadataKey = "__metadata__";
    private const string DTypes = "BOOL, F4, F6_E2M3, F6_E3M2, U8, I8, F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ, "
        + "I16, U16, F16, BF16, I32, U32, F32, C64, F64, I64, U64";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<FoundTensor> _entries = [];
    private readonly Dictionary<string, string> _metadata = [];

    private SafetensorsHeader()
    {
    }

    /// <summary>The entries; in the order of their data once <see cref="CheckLayout"/> has passed.</summary>
    public IReadOnlyList<FoundTensor> Entries => _entries;

    /// <summary>The texts of <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads the length of the header.</summary>
    /// <param name="file">The file, or its first <see cref="BeginningLength"/> bytes.</param>
    /// <param name="fileLength">The length of the whole file in bytes.</param>
    /// <param name="recognize">Says what a file of another format is, or null.</param>
    public static int ReadLength(ReadOnlySpan<byte> file, long fileLength, FormatRecognizer? recognize)
    {
        if (file.Length < PrefixLength)
        {
            throw new WeightsException(file.IsEmpty
                ? "The file is empty; was it being written, or did a download fail?"
                : $"The file has {file.Length} bytes; a safetensors file begins with 8 bytes that hold the length of its header.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        long available = fileLength - PrefixLength;
        bool isTooLong = length > MaximumLength;
        bool hasNoHeader = isTooLong || (file.Length > PrefixLength && file[PrefixLength] != '{');
        if (hasNoHeader && recognize?.Invoke(file.Slice(0, Math.Min(file.Length, BeginningLength))) is { } other) throw new WeightsException(other);
        if (isTooLong)
        {
            throw new WeightsException(
                $"The header would be {length} bytes long; at most {MaximumLength} are allowed. Is this a safetensors file?");
        }

        if ((long)length > available)
        {
            throw new WeightsException(
                $"The header would be {length} bytes long, but only {available} bytes follow; the file is cut off, or no safetensors file.");
        }

        return (int)length;
    }

    /// <summary>Parses a header.</summary>
    /// <param name="json">Its bytes, padding included.</param>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json)
    {
        CheckText(json);
        var header = new SafetensorsHeader();
        header.Read(new JsonReader(json));
        return header;
    }

    /// <summary>Sorts the entries by their place and checks that they cover the data exactly, each with the size that its shape needs.</summary>
    /// <param name="dataLength">The length of the data in bytes.</param>
    public void CheckLayout(long dataLength)
    {
        _entries.Sort(static (left, right) => left.Begin == right.Begin ? left.End.CompareTo(right.End) : left.Begin.CompareTo(right.Begin));
        long position = 0;
        foreach (var entry in _entries)
        {
            CheckBegin(entry, position);
            CheckSize(entry);
            position = entry.End;
        }

        if (position != dataLength)
        {
            throw new WeightsException($"The tensors have {position} bytes of data, but the file has {dataLength}.");
        }
    }

    /// <summary>What is wrong with the data of a file whose metadata has its checksum, or null where there is nothing or no checksum.</summary>
    /// <param name="metadata">The texts of <c>__metadata__</c>.</param>
    /// <param name="checksum">The CRC-32C of the data.</param>
    public static string? Damage(IReadOnlyDictionary<string, string> metadata, uint checksum) =>
        !metadata.TryGetValue(MetadataKeys.Checksum, out string? expected) || Crc32C.IsText(expected, checksum)
            ? null
            : $"its data has the CRC-32C {Crc32C.Text(checksum)}, and its header says {expected}. Copy it again from where it comes from; a program that changes the data has to leave "
                + $"'{MetadataKeys.Checksum}' out of {MetadataKey}.";

    private static unsafe void CheckText(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            throw new WeightsException("The header is empty; it must be a JSON object.");
        }

        if (json[0] != '{')
        {
            throw new WeightsException($"The header begins with the byte 0x{json[0]:X2}; it must begin with '{{', 0x7B.");
        }

        try
        {
            fixed (byte* start = json)
            {
                StrictUtf8.GetCharCount(start, json.Length);
            }
        }
        catch (DecoderFallbackException error)
        {
            throw new WeightsException($"The header is not valid UTF-8 at its byte {error.Index}.", error);
        }
    }

    private void Read(JsonReader reader)
    {
        var keys = new HashSet<string>();
        reader.BeginObject();
        while (reader.NextKey())
        {
            string key = reader.ReadKey();
            if (!keys.Add(key))
            {
                throw new WeightsException($"The header has the key '{key}' twice.");
            }

            if (key == MetadataKey)
            {
                ReadMetadata(ref reader);
            }
            else
            {
                _entries.Add(ReadEntry(ref reader, key));
            }
        }

        reader.ReadEnd();
    }

    private void ReadMetadata(ref JsonReader reader)
    {
        if (reader.Kind != JsonKind.Object) throw Unexpected(ref reader, MetadataKey, "an object of texts");
        reader.BeginObject();
        while (reader.NextKey())
        {
            string key = reader.ReadKey();
            if (reader.Kind != JsonKind.String) throw Unexpected(ref reader, $"'{key}' in {MetadataKey}", "a string");
            if (_metadata.ContainsKey(key))
            {
                throw new WeightsException($"{MetadataKey} has the key '{key}' twice.");
            }

            _metadata.Add(key, reader.ReadString());
        }
    }

    private static FoundTensor ReadEntry(ref JsonReader reader, string name)
    {
        if (reader.Kind != JsonKind.Object) throw Unexpected(ref reader, $"Tensor '{name}'", "an object with dtype, shape and data_offsets");
        string? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        var fields = new HashSet<string>();
        reader.BeginObject();
        while (reader.NextKey())
        {
            string field = reader.ReadKey();
            if (!fields.Add(field))
            {
                throw new WeightsException($"Tensor '{name}' has the field '{field}' twice.");
            }

            switch (field)
            {
                case "dtype":
                    dtype = ReadDType(ref reader, name);
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, "shape", name);
                    break;
                case "data_offsets":
                    offsets = ReadOffsets(ref reader, name);
                    break;
                default:
                    // The reference's serde struct does not deny unknown fields.
                    reader.Skip();
                    break;
            }
        }

        return new FoundTensor(
            name,
            dtype ?? throw MissingField(name, "dtype"),
            shape ?? throw MissingField(name, "shape"),
            (offsets ?? throw MissingField(name, "data_offsets"))[0],
            offsets[1]);
    }

    private static string ReadDType(ref JsonReader reader, string name)
    {
        if (reader.Kind != JsonKind.String) throw Unexpected(ref reader, $"The dtype of tensor '{name}'", "a string");
        string dtype = reader.ReadString();
        return Bits(dtype) != 0 ? dtype : throw new WeightsException($"Tensor '{name}' has the dtype '{dtype}'; the format has {DTypes}.");
    }

    private static long[] ReadOffsets(ref JsonReader reader, string name)
    {
        long[] offsets = ReadNumbers(ref reader, "data_offsets", name);
        if (offsets.Length != 2)
        {
            throw new WeightsException($"The data_offsets of tensor '{name}' are {offsets.Length} numbers; they must be two, begin and end.");
        }

        if (offsets[0] > offsets[1])
        {
            throw new WeightsException($"The data_offsets of tensor '{name}' are [{offsets[0]}, {offsets[1]}]; the begin must not be after the end.");
        }

        return offsets;
    }

    private static long[] ReadNumbers(ref JsonReader reader, string field, string name)
    {
        const string needed = "an array of whole numbers";
        if (reader.Kind != JsonKind.Array) throw Unexpected(ref reader, $"The {field} of tensor '{name}'", needed);
        var numbers = new List<long>();
        reader.BeginArray();
        while (reader.NextItem())
        {
            if (reader.Kind != JsonKind.Number) throw Unexpected(ref reader, $"The {field} of tensor '{name}'", needed);
            // Read without a sign, because the reference refuses -0.
            if (!reader.TryReadWhole(out long number))
            {
                throw new WeightsException($"The {field} of tensor '{name}' holds {reader.ReadPlain()}; whole numbers from 0 to {long.MaxValue} are allowed.");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void CheckBegin(FoundTensor entry, long position)
    {
        if (entry.Begin != position)
        {
            throw new WeightsException(
                $"The data of tensor '{entry.Name}' begins at byte {entry.Begin}, but what comes before it ends at byte {position}; "
                + "tensors must follow one another without a hole or an overlap.");
        }
    }

    private static void CheckSize(FoundTensor entry)
    {
        if (!TryCountBits(entry, out long bits))
        {
            throw new WeightsException($"{InWords(entry)} has more bits than can be counted.");
        }

        if (bits % 8 != 0)
        {
            throw new WeightsException($"{InWords(entry)} has {bits} bits, which is no whole number of bytes.");
        }

        if (bits / 8 != entry.End - entry.Begin)
        {
            throw new WeightsException(
                $"{InWords(entry)} needs {bits / 8} bytes, but its data_offsets [{entry.Begin}, {entry.End}] give it {entry.End - entry.Begin}.");
        }
    }

    private static string InWords(FoundTensor entry) => $"Tensor '{entry.Name}' of {entry.TypeAndShape}";

    // The order of the products is the reference's: an overflow is one even if a later dimension is 0.
    private static bool TryCountBits(FoundTensor entry, out long bits)
    {
        bits = 1;
        foreach (long dimension in entry.Shape)
        {
            if (!TryMultiply(ref bits, dimension))
            {
                return false;
            }
        }

        return TryMultiply(ref bits, Bits(entry.DType));
    }

    private static bool TryMultiply(ref long product, long factor)
    {
        if (factor != 0 && product > long.MaxValue / factor)
        {
            return false;
        }

        product *= factor;
        return true;
    }

    /// <summary>The bits of a value; 0 for a type that the format does not have.</summary>
    private static int Bits(string dtype) => dtype switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or "F32" => 32,
        "C64" or "F64" or "I64" or "U64" => 64,
        _ => 0,
    };

    private static WeightsException Unexpected(ref JsonReader reader, string what, string needed) => new($"{what} must be {needed}, but holds {Found(ref reader)}.");

    private static string Found(ref JsonReader reader) => reader.Kind switch
    {
        JsonKind.Object => "an object",
        JsonKind.Array => "an array",
        JsonKind.String => "a string",
        _ => reader.ReadPlain(),
    };

    private static WeightsException MissingField(string name, string field) =>
        new($"Tensor '{name}' has no {field}; an entry has dtype, shape and data_offsets.");
}
