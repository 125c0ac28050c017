using FashionMnist.Data;
using Microsoft.Win32.SafeHandles;

namespace FashionMnist.Edge;

/// <summary>An unpacked idx file, of which one item is read at a time, as a device reads what it measures: without allocating, and with room for one.</summary>
internal sealed class TestFile : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly int _start;

    /// <summary>Opens a file and checks its header and its length.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">The dimensions that it must have.</param>
    /// <exception cref="EdgeException">The file is missing, is no such file, or has other dimensions.</exception>
    public TestFile(string path, params int[] dimensions)
    {
        _path = path;
        _start = IdxHeader.Length(dimensions.Length);
        _file = Open(path);
        try
        {
            Check(dimensions);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Reads an item.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="values">Receives it; its length is that of every item.</param>
    /// <exception cref="EdgeException">The file became shorter.</exception>
    public void Read(int index, Span<byte> values)
    {
        if (RandomAccess.Read(_file, values, _start + (long)index * values.Length) < values.Length) throw new EdgeException($"{_path} ended while it was read.");
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EdgeException($"{path} does not exist. It is the file of this name of Fashion-MNIST, unpacked:\ngunzip --stdout {FashionImage.UsualFolder}/{Path.GetFileName(path)}.gz > {path}");
        }
    }

    private void Check(int[] dimensions)
    {
        Span<byte> header = stackalloc byte[_start];
        string? fault = IdxHeader.Fault(header[..RandomAccess.Read(_file, header, 0)], dimensions);
        long length = RandomAccess.GetLength(_file), expected = _start + IdxHeader.Count(dimensions);
        if (fault == null && length != expected) fault = $"it has {length} bytes, and {expected} are expected";
        if (fault != null) throw new EdgeException($"{_path} is not the file of Fashion-MNIST with this name, unpacked: {fault}.");
    }
}
