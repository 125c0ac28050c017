using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace DeepThin;

/// <summary>What Linux knows of a file and .NET does not say: whose it is, and whether it is an ordinary one.</summary>
[SupportedOSPlatform("linux")]
internal readonly partial struct LinuxFile
{
    private const int CurrentFolder = -100;
    private const uint All = 0x7ff;
    private const int KindMask = 0xf000;
    private const int Ordinary = 0x8000;
    private const uint Unchanged = uint.MaxValue;

    private readonly uint _owner;
    private readonly uint _group;

    private LinuxFile(in Status status)
    {
        _owner = status.Owner;
        _group = status.Group;
        IsOrdinary = (status.Mode & KindMask) == Ordinary;
    }

    /// <summary>Whether it is no device, pipe or socket.</summary>
    public bool IsOrdinary { get; }

    /// <summary>Looks at a file; null where there is none, or where the C library is too old to say.</summary>
    /// <param name="path">The file.</param>
    public static LinuxFile? Of(string path)
    {
        // The runtime compares names while it looks for a library.
        Cultures.AllowNone();
        try
        {
            return Look(CurrentFolder, path, 0, All, out var status) == 0 ? new LinuxFile(status) : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Gives a file to the same owner and group, as far as whoever runs this may: root gives it to everyone, others to a group of theirs.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Whether it now belongs to the group.</returns>
    public bool Own(SafeFileHandle file) => Give(file, _owner, _group) == 0 || Give(file, Unchanged, _group) == 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Look(int folder, string path, int flags, uint mask, out Status status);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int Give(SafeFileHandle file, uint owner, uint group);

    /// <summary>struct statx, which is the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
