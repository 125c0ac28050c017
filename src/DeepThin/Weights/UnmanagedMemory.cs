using System.Buffers;

namespace DeepThin;

/// <summary>Bytes outside the managed heap as memory. Whoever makes it keeps the bytes in place while it is used.</summary>
internal sealed unsafe class UnmanagedMemory(byte* start, int length) : MemoryManager<byte>
{
    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(start, length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
