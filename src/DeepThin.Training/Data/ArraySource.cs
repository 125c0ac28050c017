using System.Runtime.InteropServices;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>The bytes of an array in a file, read from the beginning to the end.</summary>
/// <param name="stream">The bytes.</param>
/// <param name="name">The file in messages.</param>
internal sealed class ArraySource(Stream stream, string name)
{
    /// <summary>Values that are converted go through a buffer of so many bytes.</summary>
    private const int BufferLength = 1 << 16;

    /// <summary>The file is no such file, or is damaged.</summary>
    public InvalidDataException Bad(string what, Exception? cause = null) => new($"{name} cannot be read: {what}.", cause);

    /// <summary>Reads bytes of the header.</summary>
    public byte[] ReadHeader(int length)
    {
        byte[] header = new byte[length];
        int read = Fill(header);
        return read == length ? header : throw Bad("it ends in its header");
    }

    /// <summary>Reads the values and makes sure that nothing follows them.</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="type">What the values are.</param>
    /// <param name="isFortranOrder">Whether the first dimension is the innermost.</param>
    public NumericArray ReadValues(int[] shape, ElementType type, bool isFortranOrder)
    {
        int count = CountOf(shape, type);
        float[] floats = [];
        byte[] integers = [];
        if (type.IsInteger)
        {
            integers = new byte[count * type.Size];
            MustBe(integers.Length, Fill(integers));
            type.ToMachineOrder(integers);
        }
        else
        {
            floats = ReadFloats(count, type);
        }

        if (Fill(stackalloc byte[1]) > 0) throw Bad(Invariant($"it goes on after its {count} values"));
        if (isFortranOrder && shape.Length > 1)
        {
            if (type.IsInteger) integers = NumericArray.FromFortranOrder(integers, type.Size, shape);
            else floats = NumericArray.FromFortranOrder<float>(floats, shape);
        }

        return new NumericArray(name, shape, type, floats, integers);
    }

    private float[] ReadFloats(int count, ElementType type)
    {
        float[] floats = new float[count];
        if (type.Size == sizeof(float))
        {
            var bytes = MemoryMarshal.AsBytes(floats.AsSpan());
            MustBe(bytes.Length, Fill(bytes));
            type.ToMachineOrder(bytes);
            return floats;
        }

        byte[] buffer = new byte[BufferLength];
        int step = BufferLength / type.Size;
        for (int start = 0; start < count; start += step)
        {
            var part = floats.AsSpan(start, Math.Min(step, count - start));
            var bytes = buffer.AsSpan(0, part.Length * type.Size);
            MustBe((long)count * type.Size, (long)start * type.Size + Fill(bytes), (long)start * type.Size + bytes.Length);
            type.ToMachineOrder(bytes);
            type.ToFloats(bytes, part);
        }

        return floats;
    }

    /// <summary>The number of values. It is checked before there is memory for them, since a damaged header can ask for any.</summary>
    private int CountOf(int[] shape, ElementType type)
    {
        long most = type.IsInteger ? Array.MaxLength / type.Size : Array.MaxLength;
        long count = shape.Contains(0) ? 0 : 1;
        foreach (int dimension in shape)
        {
            count *= dimension;
            if (count > most) throw Bad(Invariant($"its shape is {string.Join(" × ", shape)}, which is more than the {most} values that can be read"));
        }

        long length = count * type.Size;
        if (stream.CanSeek) MustBe(length, Math.Min(length, stream.Length - stream.Position));
        return (int)count;
    }

    private void MustBe(long length, long found) => MustBe(length, found, length);

    private void MustBe(long length, long found, long expected)
    {
        if (found != expected) throw Bad(Invariant($"it ends after {found} bytes of its values, and there must be {length}"));
    }

    private int Fill(Span<byte> bytes)
    {
        try
        {
            return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException error)
        {
            throw Bad("what is compressed in it is damaged", error);
        }
    }
}
