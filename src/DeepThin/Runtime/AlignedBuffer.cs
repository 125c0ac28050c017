using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>A block of floats that begins on a 64-byte boundary and does not move: the parameters of a model, its gradients, a workspace.</summary>
public sealed class AlignedBuffer
{
    private const int Alignment = 64;

    private readonly float[] _array;
    private readonly int _start;

    /// <summary>Allocates a block of zeros.</summary>
    /// <param name="length">Its length in floats.</param>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _array = GC.AllocateArray<float>(length + Alignment / sizeof(float), pinned: true);
        Length = length;
        _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) & (Alignment - 1)) / sizeof(float);
    }

    /// <summary>The length in floats.</summary>
    public int Length { get; }

    /// <summary>The block.</summary>
    public Span<float> Span => new(_array, _start, Length);

    /// <summary>The first float; also of an empty block.</summary>
    public ref float First => ref _array[_start];
}
