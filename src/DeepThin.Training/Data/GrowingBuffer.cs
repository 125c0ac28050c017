using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>Values of which nobody knows how many there will be. What it has in the end is used where it is, and not copied.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
internal sealed class GrowingBuffer<T>
    where T : unmanaged
{
    private const int FirstLength = 1024;

    private T[] _values = [];
    private int _count;

    /// <summary>The values so far.</summary>
    public Memory<T> Values => _values.AsMemory(0, _count);

    /// <summary>Room for further values at the end.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidDataException">There are more values than an array can have.</exception>
    public Span<T> Append(int count)
    {
        long needed = (long)_count + count;
        if (needed > _values.Length)
        {
            if (needed > Array.MaxLength) throw TooLong();
            Array.Resize(ref _values, (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(2L * _values.Length, needed), FirstLength)));
        }

        _count = (int)needed;
        return _values.AsSpan(_count - count, count);
    }

    /// <summary>There are more values than an array can have.</summary>
    public static InvalidDataException TooLong() => new(Invariant($"There are more than {Array.MaxLength} values, which is the most that a dataset can have; read it in parts."));
}
