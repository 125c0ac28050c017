using System.Diagnostics;

namespace DeepThin.Tests;

/// <summary>
/// A folder that a program runs in as if it were the whole disk: the program, its files, and the libraries that it is linked with. There is no ICU in it, nor does
/// the environment say that none is wanted.
/// </summary>
internal sealed class WithoutIcu : IDisposable
{
    private static readonly string[]? Command = FindCommand();

    private readonly string _root = Directory.CreateTempSubdirectory("deepthin-root-").FullName;

    public WithoutIcu()
    {
        // What new names of files are drawn from.
        byte[] random = new byte[1 << 20];
        new Random(1).NextBytes(random);
        Directory.CreateDirectory(PathOf("/dev"));
        File.WriteAllBytes(PathOf("/dev/urandom"), random);
    }

    /// <summary>Why that cannot be done here; null where it can.</summary>
    public static string? Missing => Command == null ? "Needs chroot, by itself or in a name space of unshare, and ldd." : null;

    /// <summary>The file's place on the disk.</summary>
    /// <param name="path">Its place for the program.</param>
    public string PathOf(string path) => _root + path;

    /// <summary>Takes a file over.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="place">Its place for the program, if that is another one.</param>
    public void Add(string path, string? place = null)
    {
        string copy = PathOf(place ?? path);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        if (!File.Exists(copy)) File.Copy(path, copy);
    }

    /// <summary>Takes a program or a library over, with all that it is linked with.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="place">Its place for the program, if that is another one.</param>
    public void AddProgram(string path, string? place = null)
    {
        Add(path, place);
        foreach (string library in Start("ldd", [path]).Printed.Split([' ', '\t', '\n']).Where(Path.IsPathRooted)) Add(library);
    }

    /// <summary>Runs a program.</summary>
    /// <param name="program">Its full path.</param>
    /// <param name="arguments">Its arguments.</param>
    public (int Code, string Printed, string Errors) Run(string program, params string[] arguments) => Start(Command![0], [.. Command[1..], _root, program, .. arguments]);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string[]? FindCommand() => OperatingSystem.IsLinux()
        ? new string[][] { ["unshare", "--map-root-user", "chroot"], ["chroot"] }.FirstOrDefault(command => Succeeds(command[0], [.. command[1..], "/", "ldd", "/bin/sh"]))
        : null;

    private static bool Succeeds(string program, string[] arguments)
    {
        try
        {
            return Start(program, arguments).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Printed, string Errors) Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed, errors.Result);
    }
}
