using System.Text;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>
/// Writes named tensors of floats and a map of texts as a safetensors file, which <see cref="SafetensorsFile"/>, PyTorch and NumPy read. The same tensors
/// and texts in the same order give the same bytes.
/// </summary>
/// <remarks><c>__metadata__</c> also gets the CRC-32C of the data, as <c>crc32c</c>.</remarks>
public sealed class SafetensorsWriter
{
    private const string MetadataName = "__metadata__";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(string Name, long[] Shape, ReadOnlyMemory<float> Values)> _tensors = [];
    private readonly List<(string Key, string Value)> _metadata = [];
    private readonly HashSet<string> _names = [], _keys = [];

    /// <summary>Adds a tensor of type F32. Its values are not copied: they have to stay as they are until the file is written.</summary>
    /// <param name="name">The name, which no other tensor of the file has.</param>
    /// <param name="values">The values, row-major.</param>
    /// <param name="shape">The dimensions, outermost first, each 0 or more; none for a scalar.</param>
    /// <exception cref="ArgumentException">The name is empty, taken, reserved or no text, or the shape does not fit the values; nothing was added.</exception>
    public void Add(string name, ReadOnlyMemory<float> values, params long[] shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (name == MetadataName) throw new ArgumentException($"The format keeps the name '{MetadataName}' for texts; use AddMetadata.", nameof(name));
        CheckText(name, nameof(name));
        if (_names.Contains(name)) throw new ArgumentException($"There is a tensor '{name}' already.", nameof(name));
        long[] dimensions = [.. shape];
        CheckShape(name, dimensions, values.Length);
        _names.Add(name);
        _tensors.Add((name, dimensions, values));
    }

    /// <summary>Adds a text to <c>__metadata__</c>.</summary>
    /// <param name="key">The key, which no other text of the file has.</param>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">The key is taken, or that of the checksum, or one of the two is no text; nothing was added.</exception>
    public void AddMetadata(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (key == MetadataKeys.Checksum) throw new ArgumentException($"The writer adds '{key}' itself, the checksum of the data.", nameof(key));
        CheckText(key, nameof(key));
        CheckText(value, nameof(value));
        if (!_keys.Add(key)) throw new ArgumentException($"{MetadataName} has the key '{key}' already.", nameof(key));
        _metadata.Add((key, value));
    }

    /// <summary>Writes the file. It is complete or not there: it is written beside its place, flushed to the disk, and renamed.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is not there.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is as it was.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Write);
    }

    /// <summary>Writes the file to a stream.</summary>
    /// <param name="stream">Receives the file; it need not be seekable, and stays open.</param>
    /// <exception cref="ArgumentException">The stream cannot be written.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite) throw new ArgumentException("The stream cannot be written.", nameof(stream));
        Write(stream);
    }

    private static void CheckText(string text, string parameter)
    {
        try
        {
            StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException($"The text has half of a character at {error.Index}.", parameter, error);
        }
    }

    private static void CheckShape(string name, long[] shape, int values)
    {
        long length = 1;
        foreach (long dimension in shape)
        {
            if (dimension < 0) throw new ArgumentException($"Tensor '{name}' has the shape {FoundTensor.ShapeText(shape)}; no dimension may be negative.", nameof(shape));
            if (dimension > 0 && length > long.MaxValue / dimension) throw new ArgumentException($"Tensor '{name}' has the shape {FoundTensor.ShapeText(shape)}, of more values than can be counted.", nameof(shape));
            length *= dimension;
        }

        if (length != values) throw new ArgumentException($"Tensor '{name}' has {values} values, and its shape {FoundTensor.ShapeText(shape)} needs {length}.", nameof(values));
    }

    private void Write(Stream stream)
    {
        using var checksum = new ChecksumStream();
        WriteData(checksum);
        HeaderWriter.Write(
            stream,
            HeaderWriter.Alignment,
            [.. _metadata, (MetadataKeys.Checksum, Crc32C.Text(checksum.Value))],
            _tensors.Select(tensor => (tensor.Name, "F32", tensor.Shape, (long)sizeof(float) * tensor.Values.Length)));
        WriteData(stream);
    }

    private void WriteData(Stream stream)
    {
        foreach (var (_, _, values) in _tensors) ModelWriter.WriteSingles(stream, values.Span);
    }
}
