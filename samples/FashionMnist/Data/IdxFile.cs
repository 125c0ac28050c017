using System.IO.Compression;

namespace FashionMnist.Data;

/// <summary>Reads a gzipped idx file of unsigned bytes: an <see cref="IdxHeader"/> and the values.</summary>
internal sealed class IdxFile : IDisposable
{
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

    /// <summary>Reads all values.</summary>
    /// <exception cref="FashionDataException">The file is damaged, or goes on after its values.</exception>
    public byte[] ReadAll()
    {
        byte[] values = new byte[IdxHeader.Count(_dimensions)];
        int read = Try(values);
        if (read < values.Length)
        {
            throw Damaged($"it ends after {read} values, and {IdxHeader.Product(_dimensions)} = {values.Length} must be there");
        }

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
        byte[] header = new byte[IdxHeader.Length(_dimensions.Length)];
        if (IdxHeader.Fault(header.AsSpan(0, Try(header)), _dimensions) is { } fault) throw Damaged(fault);
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
}
