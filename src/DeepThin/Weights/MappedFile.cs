using System.IO.MemoryMappedFiles;
using System.Text;

namespace DeepThin;

/// <summary>A packed file that is mapped into memory: pages are read when they are needed, and processes share them.</summary>
internal sealed class MappedFile : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private int _isDisposed;

    private unsafe MappedFile(FileStream stream)
    {
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = file.CreateViewAccessor(0, stream.Length, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Memory = new UnmanagedMemory(start + _view.PointerOffset, (int)stream.Length, this).Memory;
    }

    ~MappedFile() => Release();

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

    /// <summary>Keeps the file mapped until <see cref="Exit"/>.</summary>
    /// <exception cref="ObjectDisposedException">The file was released.</exception>
    public void Enter()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        bool isAdded = false;
        _view.SafeMemoryMappedViewHandle.DangerousAddRef(ref isAdded);
    }

    /// <summary>Ends what began with <see cref="Enter"/>.</summary>
    public void Exit() => _view.SafeMemoryMappedViewHandle.DangerousRelease();

    /// <summary>Releases the file, when the last one who entered has left.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    // Whoever acquired the pointer has to release it: a view that is collected alone stays mapped.
    private void Release()
    {
        if (_view == null || Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }

    private static bool IsPacked(FileStream stream)
    {
        Span<byte> first = stackalloc byte[SafetensorsHeader.PrefixLength + PackedFile.Beginning.Length];
        int read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        return read == first.Length && Encoding.ASCII.GetString(first[SafetensorsHeader.PrefixLength..]) == PackedFile.Beginning;
    }
}
