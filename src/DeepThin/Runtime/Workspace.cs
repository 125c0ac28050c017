using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepThin.Runtime;

/// <summary>The memory a kernel works in: a block a thread, shared by all models and kept, so that only a thread's first call allocates; one beside it for what runs sequences, and one for what is kept of their steps.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Workspace
{
    [ThreadStatic]
    private static AlignedBuffer? _block;

    [ThreadStatic]
    private static AlignedBuffer? _beside;

    [ThreadStatic]
    private static AlignedBuffer? _rows;

    /// <summary>Gives memory of a length in floats.</summary>
    internal delegate ref float Source(int length);

    /// <summary>Gives the memory instead, from a thread's first call on, for tests that watch what is done with it. It is asked where there is no block.</summary>
    internal static Source? Instead { get; set; }

    /// <summary>The thread's block, at least as long as asked; what is in it is undefined. Valid until the thread's next call.</summary>
    /// <param name="length">The length in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Rent(int length)
    {
        var block = _block;
        return ref block != null && block.Length >= length ? ref block.First : ref Grow(length);
    }

    /// <summary>Another block of the thread, for what runs a network, which has the first one.</summary>
    /// <param name="length">The length in floats.</param>
    internal static ref float RentBeside(int length)
    {
        var block = _beside;
        if (block == null || block.Length < length) _beside = block = new AlignedBuffer(length);
        return ref block.First;
    }

    /// <summary>A third one, for what is kept of the steps of sequences between passes.</summary>
    /// <param name="length">The length in floats.</param>
    /// <exception cref="OverflowException">It is more than an array can hold.</exception>
    internal static Span<float> RentRows(long length)
    {
        int floats = checked((int)length);
        var block = _rows;
        if (block == null || block.Length < floats) _rows = block = new AlignedBuffer(floats);
        return block.Span[..floats];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref float Grow(int length)
    {
        if (Instead is { } source) return ref source(length);
        _block = new AlignedBuffer(length);
        return ref _block.First;
    }
}
