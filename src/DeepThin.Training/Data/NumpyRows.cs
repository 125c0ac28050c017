using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>An array in a .npy file as rows of values, each read from the file when it is asked for, by any number of threads.</summary>
internal sealed class NumpyRows : IDisposable
{
    /// <summary>Values that are converted go through a buffer of so many bytes.</summary>
    private const int BufferLength = 1 << 12;

    private readonly SafeFileHandle _file;
    private readonly ElementType _type;
    private readonly long _start;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no .npy file, is damaged, is in Fortran order, or has no rows.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public NumpyRows(string path)
    {
        Path = path;
        using var stream = File.OpenRead(path);
        var source = new ArraySource(stream, path);
        if (NumpyFile.IsZip(stream)) throw source.Bad("it is a .npz file, of whose arrays no single row can be read; save the array in a .npy file");
        (_type, bool isFortranOrder, int[] shape) = NumpyFile.ReadHeader(source);
        ShapeText = NumericArray.TextOf(shape);
        if (shape.Length == 0 || shape.Contains(0)) throw source.Bad($"its shape is {ShapeText}, and at least one sample is expected");
        if (isFortranOrder && shape.Length > 1) throw source.Bad("it is in Fortran order, in which samples do not lie one after the other; save it with np.ascontiguousarray");
        long width = 1;
        foreach (int dimension in shape.AsSpan(1))
        {
            width *= dimension;
            if (width > Array.MaxLength) throw source.Bad($"its shape is {ShapeText}, in which a sample has more values than an array can hold");
        }

        (Count, Width, _start) = (shape[0], (int)width, stream.Position);
        long length = Count * width * _type.Size;
        if (stream.Length - _start != length) throw source.Bad(Invariant($"it has {stream.Length - _start} bytes of values, and the shape {ShapeText} needs {length}"));
        _file = File.OpenHandle(path, options: FileOptions.RandomAccess);
    }

    public string Path { get; }

    /// <summary>The number of rows: the first dimension.</summary>
    public int Count { get; }

    /// <summary>The values of a row.</summary>
    public int Width { get; }

    public bool IsInteger => _type.IsInteger;

    public string ShapeText { get; }

    /// <summary>Reads a row, rounded to single precision.</summary>
    public void Read(int row, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        long at = _start + (long)row * Width * _type.Size;
        if (_type is { Kind: 'f', Size: sizeof(float) })
        {
            var bytes = MemoryMarshal.AsBytes(values);
            Fill(bytes, at);
            _type.ToMachineOrder(bytes);
            return;
        }

        Span<byte> buffer = stackalloc byte[BufferLength];
        int step = BufferLength / _type.Size;
        for (int start = 0; start < values.Length; start += step)
        {
            var part = values.Slice(start, Math.Min(step, values.Length - start));
            var bytes = buffer[..(part.Length * _type.Size)];
            Fill(bytes, at + (long)start * _type.Size);
            _type.ToMachineOrder(bytes);
            _type.ToFloats(bytes, part);
        }
    }

    /// <summary>Reads a row of one integer.</summary>
    /// <exception cref="InvalidDataException">An int cannot hold it.</exception>
    public int ReadInteger(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        Span<byte> bytes = stackalloc byte[_type.Size];
        Span<int> value = stackalloc int[1];
        Fill(bytes, _start + (long)row * _type.Size);
        _type.ToMachineOrder(bytes);
        return _type.ToInts(bytes, value) < 0 ? value[0] : throw new InvalidDataException($"The number at {Invariant($"{row}")} in {Path} is one that an int cannot hold.");
    }

    public void Dispose() => _file.Dispose();

    private void Fill(Span<byte> bytes, long at)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_file, bytes, at);
            if (read == 0) throw new EndOfStreamException($"{Path} has become shorter since it was opened.");
            bytes = bytes[read..];
            at += read;
        }
    }
}
