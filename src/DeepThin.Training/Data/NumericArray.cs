using System.Runtime.InteropServices;
using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>An array of numbers as a file has it, with any number of dimensions. See <see cref="NumpyFile"/>, <see cref="IdxFile"/> and <see cref="CsvFile"/>.</summary>
public sealed class NumericArray
{
    /// <summary>Larger whole numbers are not exact in single precision.</summary>
    private const float MaxExact = 1 << 24;

    private readonly ElementType _type;
    private readonly float[] _floats;
    private readonly byte[] _integers;

    /// <summary>An array, whose values have the last dimension innermost.</summary>
    /// <param name="source">Where it comes from, in messages.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="type">What the values are.</param>
    /// <param name="floats">The values, if they are no integers.</param>
    /// <param name="integers">The bytes of the values in the order of this machine, if they are integers.</param>
    internal NumericArray(string source, int[] shape, ElementType type, float[] floats, byte[] integers)
    {
        Source = source;
        Shape = shape;
        _type = type;
        _floats = floats;
        _integers = integers;
        Count = type.IsInteger ? integers.Length / type.Size : floats.Length;
    }

    /// <summary>The dimensions, such as 60000, 28 and 28; none for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The number of values, which is the product of the dimensions.</summary>
    public int Count { get; }

    /// <summary>Whether the file has integers (or truth values); otherwise it has floating-point numbers.</summary>
    public bool IsInteger => _type.IsInteger;

    /// <summary>Where it comes from.</summary>
    internal string Source { get; }

    /// <summary>The shape in a message.</summary>
    internal string ShapeText => TextOf(Shape);

    /// <summary>A shape in a message.</summary>
    internal static string TextOf(IReadOnlyList<int> shape) => shape.Count == 0 ? "of a single number" : string.Join(" × ", shape.Select(length => Invariant($"{length}")));

    /// <summary>The values in single precision, the last dimension innermost (C order), whatever order the file has. They are converted at every call if they are integers.</summary>
    public ReadOnlyMemory<float> ToFloats()
    {
        if (!IsInteger) return _floats;

        float[] values = new float[Count];
        _type.ToFloats(_integers, values);
        return values;
    }

    /// <summary>The values as integers, the last dimension innermost (C order). Floating-point numbers must be whole.</summary>
    /// <exception cref="InvalidDataException">A value is not whole, or an int cannot hold it.</exception>
    public int[] ToInts()
    {
        int[] values = new int[Count];
        if (IsInteger)
        {
            int beyond = _type.ToInts(_integers, values);
            return beyond < 0 ? values : throw new InvalidDataException(Invariant($"{Source} has an integer that is beyond ±2³¹ at value {beyond}."));
        }

        for (int i = 0; i < values.Length; i++)
        {
            float value = _floats[i];
            if (MathF.Floor(value) != value || MathF.Abs(value) > MaxExact) throw new InvalidDataException(Invariant($"{Source} has {value} at value {i}, and a whole number is expected."));

            values[i] = (int)value;
        }

        return values;
    }

    /// <summary>Brings values with the first dimension innermost (Fortran order) into the order with the last one innermost.</summary>
    /// <param name="values">The values.</param>
    /// <param name="shape">The dimensions.</param>
    internal static T[] FromFortranOrder<T>(ReadOnlySpan<T> values, int[] shape)
    {
        var ordered = new T[values.Length];
        int[] index = new int[shape.Length];
        int from = 0;
        foreach (ref var value in ordered.AsSpan())
        {
            value = values[from];
            int stride = values.Length;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                stride /= shape[axis];
                from += stride;
                if (++index[axis] < shape[axis]) break;

                from -= stride * shape[axis];
                index[axis] = 0;
            }
        }

        return ordered;
    }

    /// <summary>As <see cref="FromFortranOrder{T}"/>, for the bytes of values.</summary>
    internal static byte[] FromFortranOrder(byte[] bytes, int size, int[] shape) => size switch
    {
        1 => FromFortranOrder<byte>(bytes, shape),
        2 => MemoryMarshal.AsBytes<ushort>(FromFortranOrder<ushort>(MemoryMarshal.Cast<byte, ushort>(bytes), shape)).ToArray(),
        4 => MemoryMarshal.AsBytes<uint>(FromFortranOrder<uint>(MemoryMarshal.Cast<byte, uint>(bytes), shape)).ToArray(),
        _ => MemoryMarshal.AsBytes<ulong>(FromFortranOrder<ulong>(MemoryMarshal.Cast<byte, ulong>(bytes), shape)).ToArray(),
    };
}
