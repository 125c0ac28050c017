using System.IO.MemoryMappedFiles;
using System.Text;

namespace DeepThin;

/// <summary>A packed file that is mapped into memory: pages are read when they are needed, and processes share them.</summary>
internal sealed class MappedFile
{
    private readonly MemoryMappedViewAccessor _view;

    private unsafe MappedFile(FileStream stream)
    {
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = file.CreateViewAccessor(0, stream.Length, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Memory = new UnmanagedMemory(start + _view.PointerOffset, (int)stream.Length, this).Memory;
    }

    // Whoever acquired the pointer has to release it: a view that is collected alone stays mapped.
    ~MappedFile()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
    }

    /// <summary>The bytes of the file; there as long as they are held.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>Maps a file if it is a packed one.</summary>
    /// <param name="stream">The file, at its beginning; the mapping does not need it to stay open.</param>
    /// <returns>The mapped file, or null for one of another kind, or one that cannot be mapped, such as a pipe.</returns>
    public static MappedFile? OfPacked(FileStream stream)
    {
        if (!stream.CanSeek) return null;
        return IsPacked(stream) ? new MappedFile(stream) : null;
    }

    private static bool IsPacked(FileStream stream)
    {
        Span<byte> first = stackalloc byte[SafetensorsHeader.PrefixLength + PackedFile.Beginning.Length];
        int read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        return read == first.Length && Encoding.ASCII.GetString(first[SafetensorsHeader.PrefixLength..]) == PackedFile.Beginning;
    }
}
