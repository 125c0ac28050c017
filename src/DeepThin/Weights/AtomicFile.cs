namespace DeepThin;

/// <summary>
/// Writes a file so that it is complete or not there: beside its place, under a name that no other save takes, flushed to the disk, and renamed. A symbolic
/// link stays, and what it leads to is replaced; the new file has the mode of the one that it replaces and, on Linux, its owner and group, as far as the
/// system allows. While a file is written it is open and locked, so one that nobody holds is what a killed save has left, and goes at the next save into
/// its folder.
/// </summary>
internal static class AtomicFile
{
    private const string Prefix = "deepthin-";
    private const string Suffix = ".tmp";
    private const int MostLinks = 40;
    private const int Attempts = 5;

    /// <summary>EBUSY of Linux and macOS.</summary>
    private const int Busy = 16;

    /// <summary>What an owner may do until a file is complete that others may not read.</summary>
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode OfOthers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Writes a file. If that fails, an existing one is as it was.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is not there.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<FileStream> write) => Write(path, write, static (stream, write) => write(stream));

    /// <summary>Writes a file. If that fails, an existing one is as it was.</summary>
    /// <typeparam name="T">The type of what is written, such as a span.</typeparam>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="content">What is written.</param>
    /// <param name="write">Writes it to a stream that can also go back.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is not there.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, T content, Action<FileStream, T> write)
        where T : allows ref struct
    {
        string full = Path.GetFullPath(path);
        try
        {
            string place = Follow(full), folder = Path.GetDirectoryName(place) ?? place;
            if (Directory.Exists(place)) throw new IOException("it is a directory.");
            if (OperatingSystem.IsLinux() && LinuxFile.Of(place) is { IsOrdinary: false }) throw new IOException("it is no ordinary file, but a device, a pipe or a socket.");
            if (File.Exists(folder)) throw new DirectoryNotFoundException($"{folder} is a file, not a folder.");
            if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"the folder {folder} does not exist; create it first.");
            RemoveLeftovers(folder);
            Replace(place, folder, content, write);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new DirectoryNotFoundException($"{path} cannot be written: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be written: {error.Message}", error);
        }
    }

    private static void Replace<T>(string place, string folder, T content, Action<FileStream, T> write)
        where T : allows ref struct
    {
        var mode = ModeOf(place);
        using var stream = Create(folder, mode);
        try
        {
            write(stream, content);
            stream.Flush(flushToDisk: true);
            KeepRights(stream, place, mode);
            Rename(stream.Name, place);
        }
        catch
        {
            TryDelete(stream.Name);
            throw;
        }
    }

    /// <summary>Opens a new file. A save that removes leftovers can take it for one until it is locked, so it is looked at once more.</summary>
    private static FileStream Create(string folder, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None };
        if (mode != null && !OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
        for (int attempt = 1; ; attempt++)
        {
            string path = Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}{Suffix}");
            try
            {
                var stream = new FileStream(path, options);
                if (File.Exists(path) || attempt == Attempts) return stream;
                stream.Dispose();
            }
            catch (IOException) when (attempt < Attempts)
            {
                // The next name is another one.
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new IOException(
                    $"no file can be made in its folder {folder}, where it is written before it takes its place; allow that, or choose another folder. {error.Message}", error);
            }
        }
    }

    private static void Rename(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
        }
        catch (IOException error) when (error.HResult == Busy && !OperatingSystem.IsWindows())
        {
            throw new IOException($"{to} is mounted by itself, so no other file can take its place; mount its folder instead. {error.Message}", error);
        }
    }

    private static UnixFileMode? ModeOf(string path) => !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null;

    private static void KeepRights(FileStream stream, string place, UnixFileMode? mode)
    {
        if (mode is not { } kept || OperatingSystem.IsWindows()) return;

        try
        {
            bool isOfGroup = !OperatingSystem.IsLinux() || LinuxFile.Of(place) is not { } replaced || replaced.Own(stream.SafeFileHandle);
            File.SetUnixFileMode(stream.SafeFileHandle, isOfGroup ? kept : ForAnotherGroup(kept));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file system that has no modes.
        }
    }

    /// <summary>A mode that lets the group do no more than all others may: what the group of a replaced file might do is not for another group to do.</summary>
    internal static UnixFileMode ForAnotherGroup(UnixFileMode mode) => mode & (~OfGroup | (UnixFileMode)((int)(mode & OfOthers) << 3));

    private static void RemoveLeftovers(string folder)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
            {
                if (Guid.TryParseExact(Path.GetFileName(path.AsSpan())[Prefix.Length..^Suffix.Length], "N", out _)) RemoveUnlessHeld(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that can be written and not listed.
        }
    }

    private static void RemoveUnlessHeld(string path)
    {
        try
        {
            using var stream = LookAt(path);
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another save holds it, or another user's has left it.
        }
    }

    /// <summary>
    /// Opens a file that no save holds. The lock is a shared one: a save that ends now renames the file while it is looked at, and whoever loads it then must not
    /// find it locked.
    /// </summary>
    /// <exception cref="IOException">A save holds the file.</exception>
    internal static FileStream LookAt(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The error that led here is the one to report.
        }
    }

    /// <summary>
    /// Where a file lies, or will lie, to which a path leads through symbolic links. They are followed as the system does it, part by part: ".." in a link is the
    /// folder above the one where the link lies, and not above the one through which the path went there.
    /// </summary>
    private static string Follow(string path)
    {
        if (new FileInfo(path).LinkTarget == null) return path;

        string place = "";
        var parts = new Stack<string>();
        Push(path);
        for (int links = 0; parts.TryPop(out string? part);)
        {
            string next = Path.GetFullPath(part, place);
            if (new FileInfo(next).LinkTarget is not { } target) place = next;
            else if (++links > MostLinks) throw new IOException("its symbolic links lead in a circle.");
            else Push(target);
        }

        return place;

        void Push(string target)
        {
            string root = Path.GetPathRoot(target)!;
            if (root.Length > 0) place = root;
            char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
            foreach (string part in target[root.Length..].Split(separators, StringSplitOptions.RemoveEmptyEntries).Reverse()) parts.Push(part);
        }
    }
}
