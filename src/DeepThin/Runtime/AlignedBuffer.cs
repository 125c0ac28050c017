using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// A block of floats that does not move: the parameters of a model, its gradients, a workspace. One of its own begins on a 64-byte boundary and can be
/// written; the parameters of a packed file are read where they lie.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class AlignedBuffer
{
    private const int Alignment = 64;

    private readonly float[]? _array;
    private readonly int _start;
    private readonly float* _foreign;

    /// <summary>Allocates a block of zeros.</summary>
    /// <param name="length">Its length in floats.</param>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _array = GC.AllocateArray<float>(length + Alignment / sizeof(float), pinned: true);
        Length = length;
        _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) & (Alignment - 1)) / sizeof(float);
    }

    /// <summary>A block that lies elsewhere, is not written, and stays there as long as someone holds its owner.</summary>
    internal AlignedBuffer(float* start, int length)
    {
        _foreign = start;
        Length = length;
    }

    /// <summary>The length in floats.</summary>
    public int Length { get; }

    /// <summary>The block.</summary>
    public Span<float> Span => MemoryMarshal.CreateSpan(ref First, Length);

    /// <summary>The first float; also of an empty block.</summary>
    public ref float First => ref _array != null ? ref _array[_start] : ref Unsafe.AsRef<float>(_foreign);
}
