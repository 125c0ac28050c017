using System.IO.MemoryMappedFiles;
using System.Text;
using DeepThin.Runtime;

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
        Memory = new UnmanagedMemory(start + _view.PointerOffset, (int)stream.Length).Memory;
    }

    // Whoever acquired the pointer has to release it: a view that is collected alone stays mapped.
    ~MappedFile()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
    }

    /// <summary>The bytes of the file; there as long as this is held.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>Maps a file if it is a packed one.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The mapped file, or null for a file of another kind, which is read.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MappedFile? OpenIfPacked(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            return IsPacked(stream) && stream.Length <= Array.MaxLength ? new MappedFile(stream) : null;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static bool IsPacked(FileStream stream)
    {
        if (!stream.CanSeek) return false;
        Span<byte> first = stackalloc byte[SafetensorsHeader.PrefixLength + PackedFile.Beginning.Length];
        int read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        return read == first.Length && Encoding.ASCII.GetString(first[SafetensorsHeader.PrefixLength..]) == PackedFile.Beginning;
    }
}
