using System.Buffers;
using System.Runtime.InteropServices;

namespace DeepThin;

/// <summary>Bytes outside the managed heap as memory.</summary>
/// <param name="start">The first byte.</param>
/// <param name="length">The number of bytes.</param>
/// <param name="owner">What keeps the bytes where they are while it is held; null where they are lent for the length of a call.</param>
internal sealed unsafe class UnmanagedMemory(byte* start, int length, object? owner) : MemoryManager<byte>
{
    private readonly object? _owner = owner;

    /// <summary>Whether bytes are lent: what shall stay of them has to be copied.</summary>
    public static bool IsLent(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetMemoryManager(bytes, out UnmanagedMemory? memory) && memory._owner == null;

    /// <summary>What keeps bytes outside the managed heap where they are; null for other bytes.</summary>
    public static object? OwnerOf(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetMemoryManager(bytes, out UnmanagedMemory? memory) ? memory._owner : null;

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(start, length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex, pinnable: this);

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
