using System.Buffers.Binary;
using System.IO.Compression;

namespace FashionMnist.Data;

/// <summary>
/// Reads a gzipped idx file of unsigned bytes, as MNIST and its kin have them: two zero bytes, the type (8), the number of dimensions,
/// each dimension as a big-endian int32, the values.
/// </summary>
internal sealed class IdxFile : IDisposable
{
    private const byte UnsignedByte = 8;

    private readonly string _path;
    private readonly GZipStream _stream;
    private readonly int[] _dimensions;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">The dimensions that it must have.</param>
    /// <exception cref="FashionDataException">The file is missing, is no such file, or has other dimensions.</exception>
    public IdxFile(string path, params int[] dimensions)
    {
        _path = path;
        _dimensions = dimensions;
        _stream = Open(path);
        try
        {
            CheckHeader();
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads as many values as there is room for.</summary>
    /// <exception cref="FashionDataException">The file is damaged.</exception>
    public void Read(Span<byte> values)
    {
        int read = Try(values);
        if (read < values.Length)
        {
            throw Damaged($"it ends after {read} values, and {string.Join(" × ", _dimensions)} = {values.Length} must be there");
        }
    }

    /// <summary>Reads all values.</summary>
    /// <exception cref="FashionDataException">The file is damaged, or goes on after its values.</exception>
    public byte[] ReadAll()
    {
        byte[] values = new byte[_dimensions.Aggregate(1, (product, dimension) => product * dimension)];
        Read(values);
        if (Try(stackalloc byte[1]) > 0)
        {
            throw Damaged($"it goes on after its {values.Length} values");
        }

        return values;
    }

    public void Dispose() => _stream.Dispose();

    private static GZipStream Open(string path)
    {
        try
        {
            return new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FashionDataException($"{path} does not exist.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FashionDataException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private void CheckHeader()
    {
        byte[] header = new byte[4 + 4 * _dimensions.Length];
        int read = Try(header);
        if (read < 4 || header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != _dimensions.Length)
        {
            throw Damaged($"it begins with {Hex(header.AsSpan(0, Math.Min(read, 4)))}, and an idx file of unsigned bytes in {_dimensions.Length} dimension(s) "
                + $"with {Hex([0, 0, UnsignedByte, (byte)_dimensions.Length])}");
        }

        if (read < header.Length)
        {
            throw Damaged($"it ends in its header, after {read} of {header.Length} bytes");
        }

        int[] found = [.. Enumerable.Range(1, _dimensions.Length).Select(i => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 * i)))];
        if (!found.AsSpan().SequenceEqual(_dimensions))
        {
            throw Damaged($"it has {string.Join(" × ", found)} values, and {string.Join(" × ", _dimensions)} are expected");
        }
    }

    private int Try(Span<byte> values)
    {
        try
        {
            return _stream.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException error)
        {
            throw Damaged("it is not a gzip file, or is a broken one", error);
        }
        catch (IOException error)
        {
            throw new FashionDataException($"{_path} cannot be read: {error.Message}", error);
        }
    }

    private FashionDataException Damaged(string what, Exception? error = null) => new($"{_path} is not the file of Fashion-MNIST with this name: {what}.", error);

    private static string Hex(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "nothing" : "0x" + Convert.ToHexString(bytes);
}
