using System.Diagnostics.CodeAnalysis;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>
/// A parsed safetensors file: named tensors whose bytes are read where they lie, and a map of texts.
/// </summary>
/// <remarks>
/// The format: 8 bytes with the length N of the header (little-endian), N bytes of header (a JSON object), then the data.
/// A file is taken or refused as the reference implementation does (https://github.com/huggingface/safetensors, safetensors/src/tensor.rs
/// and the format's description in its README): unknown fields of an entry are ignored, as the reference's serde struct ignores them. Where
/// the description is stricter than the reference's parser, so is this: the header begins with <c>{</c>, no key comes twice, an entry
/// is an object, and <c>__metadata__</c> an object of texts.
/// </remarks>
public sealed class SafetensorsFile
{
    private readonly SafetensorsTensor[] _tensors;
    private readonly Dictionary<string, SafetensorsTensor> _tensorsByName;

    private SafetensorsFile(SafetensorsTensor[] tensors, IReadOnlyDictionary<string, string> metadata, ReadOnlyMemory<byte> data)
    {
        _tensors = tensors;
        Metadata = metadata;
        Data = data;
        _tensorsByName = new Dictionary<string, SafetensorsTensor>(tensors.Length);
        foreach (var tensor in tensors)
        {
            _tensorsByName.Add(tensor.Name, tensor);
        }
    }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _tensors;

    /// <summary>The texts of <c>__metadata__</c>; empty if the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The bytes of all tensors.</summary>
    internal ReadOnlyMemory<byte> Data { get; }

    /// <summary>Parses a file. The tensors refer to its bytes, which are not copied.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="WeightsException">The file is not valid.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> file)
    {
        int headerLength = SafetensorsHeader.ReadLength(file.Span, file.Length, OtherFormats.Recognize);
        var header = SafetensorsHeader.Parse(file.Span.Slice(SafetensorsHeader.PrefixLength, headerLength));
        var data = file[(SafetensorsHeader.PrefixLength + headerLength)..];
        header.CheckLayout(data.Length);
        return new SafetensorsFile(Slice(header, data), header.Metadata, data);
    }

    /// <summary>Finds a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor; null if there is none of this name.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetTensor(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => _tensorsByName.TryGetValue(name, out tensor);

    /// <summary>What is wrong with the data, or null where it has the checksum of the metadata, or that has none.</summary>
    internal string? Damage() => Metadata.ContainsKey(MetadataKeys.Checksum) ? SafetensorsHeader.Damage(Metadata, Crc32C.Of(Data.Span)) : null;

    private static SafetensorsTensor[] Slice(SafetensorsHeader header, ReadOnlyMemory<byte> data)
    {
        var tensors = new SafetensorsTensor[header.Entries.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            var entry = header.Entries[i];
            tensors[i] = new SafetensorsTensor(entry, data[(int)entry.Begin..(int)entry.End]);
        }

        return tensors;
    }
}
