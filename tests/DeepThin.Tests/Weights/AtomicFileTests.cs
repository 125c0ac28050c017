using System.Diagnostics;
using System.Runtime.Versioning;

namespace DeepThin.Tests.Weights;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("deepthin-").FullName;

    private string Model => PathOf("model.safetensors");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [UnixFact]
    public void A_link_stays_and_what_it_leads_to_is_replaced()
    {
        string target = PathOf("versions/3/model.safetensors");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(PathOf("newest"), "versions/3/model.safetensors");
        File.CreateSymbolicLink(Model, PathOf("newest"));

        Save(Model);

        Assert.Equal(PathOf("newest"), new FileInfo(Model).LinkTarget);
        Assert.Equal("versions/3/model.safetensors", new FileInfo(PathOf("newest")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(target)!));
    }

    [UnixFact]
    public void A_link_to_a_file_that_is_not_there_makes_it()
    {
        File.CreateSymbolicLink(Model, "other.safetensors");
        Save(Model);
        Assert.Equal("other.safetensors", new FileInfo(Model).LinkTarget);
        Assert.Equal("new", File.ReadAllText(PathOf("other.safetensors")));
    }

    [UnixFact]
    public void The_folder_above_a_link_is_the_one_above_where_it_lies()
    {
        // app/current → ../releases/5, and there model → ../shared/model: that of releases, and not that of app.
        foreach (string folder in new[] { "app/shared", "releases/shared", "releases/5" }) Directory.CreateDirectory(PathOf(folder));
        Directory.CreateSymbolicLink(PathOf("app/current"), "../releases/./5");
        File.CreateSymbolicLink(PathOf("releases/5/model"), "../shared/model");

        Save(PathOf("app/current/model"));

        Assert.Equal("new", File.ReadAllText(PathOf("releases/shared/model")));
        Assert.Equal("new", File.ReadAllText(PathOf("app/current/model")));
        Assert.Empty(Directory.GetFileSystemEntries(PathOf("app/shared")));
    }

    [UnixFact]
    public void Links_in_a_circle_are_named()
    {
        File.CreateSymbolicLink(Model, "b");
        File.CreateSymbolicLink(PathOf("b"), "model.safetensors");
        Assert.Equal($"{Model} cannot be written: its symbolic links lead in a circle.", Fails(Model));
    }

    [UnixTheory]
    [InlineData("600")]
    [InlineData("640")]
    [InlineData("664")]
    [InlineData("444")]
    [UnsupportedOSPlatform("windows")]
    public void The_mode_is_that_of_the_replaced_file(string mode)
    {
        var expected = (UnixFileMode)Convert.ToInt32(mode, 8);
        File.WriteAllText(Model, "old");
        File.SetUnixFileMode(Model, expected);
        AtomicFile.Write(Model, stream =>
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(stream.Name));
            stream.Write("new"u8);
        });
        Assert.Equal("new", File.ReadAllText(Model));
        Assert.Equal(expected, File.GetUnixFileMode(Model));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_new_file_has_the_mode_of_any_new_file()
    {
        File.WriteAllText(PathOf("any"), "");
        Save(Model);
        Assert.Equal(File.GetUnixFileMode(PathOf("any")), File.GetUnixFileMode(Model));
    }

    [RootOnLinuxFact]
    public void The_owner_is_that_of_the_replaced_file()
    {
        File.WriteAllText(Model, "old");
        Run("chmod", "640", Model);
        Run("chown", "12345:54321", Model);
        Save(Model);
        Assert.Equal("12345:54321 640", Run("stat", "-c", "%u:%g %a", Model));
    }

    [Theory]
    [InlineData("600", "600")]
    [InlineData("640", "600")]
    [InlineData("664", "644")]
    [InlineData("775", "755")]
    [InlineData("604", "604")]
    public void Another_group_may_do_no_more_than_all_others(string mode, string expected) =>
        Assert.Equal((UnixFileMode)Convert.ToInt32(expected, 8), AtomicFile.ForAnotherGroup((UnixFileMode)Convert.ToInt32(mode, 8)));

    [RootOnLinuxFact]
    public void What_is_mounted_by_itself_is_named()
    {
        File.WriteAllText(Model, "old");
        File.WriteAllText(PathOf("elsewhere"), "mounted");
        Run("mount", "--bind", PathOf("elsewhere"), Model);
        try
        {
            Assert.StartsWith($"{Model} cannot be written: {Model} is mounted by itself, so no other file can take its place; mount its folder instead.", Fails(Model), StringComparison.Ordinal);
            Assert.Equal("mounted", File.ReadAllText(Model));
            Assert.Equal([PathOf("elsewhere"), Model], Directory.GetFiles(_directory).Order());
        }
        finally
        {
            Run("umount", Model);
        }
    }

    [RootOnLinuxFact]
    public void A_device_is_not_replaced()
    {
        Run("mknod", Model, "c", "1", "3");
        Assert.Equal($"{Model} cannot be written: it is no ordinary file, but a device, a pipe or a socket.", Fails(Model));
        Assert.Equal("character special file", Run("stat", "-c", "%F", Model));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        string path = PathOf("none/model.safetensors");
        Assert.Equal($"{path} cannot be written: the folder {PathOf("none")} does not exist; create it first.", Fails(path));
    }

    [UnprivilegedFact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_cannot_be_written_is_named()
    {
        File.WriteAllText(Model, "old");
        File.SetUnixFileMode(_directory, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.StartsWith($"{Model} cannot be written: no file can be made in its folder {_directory}, ", Fails(Model), StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void What_a_killed_save_has_left_goes_at_the_next_save_and_what_another_is_writing_stays()
    {
        string[] others = [PathOf("deepthin-notes.tmp"), PathOf("5d41402abc4b2a76b9719d911017c592.tmp"), PathOf("deepthin-5d41402abc4b2a76b9719d911017c592")];
        foreach (string other in others) File.WriteAllText(other, "of somebody else");
        AtomicFile.Write(Model, first =>
        {
            // The name of what is being written, with another number: as if it had been written by a process that is gone.
            string left = first.Name.Replace(Path.GetFileName(first.Name)[9..17], "00000000", StringComparison.Ordinal);
            File.WriteAllText(left, "half a mod");
            first.Write("first, "u8);

            Save(PathOf("other.safetensors"));

            Assert.False(File.Exists(left));
            Assert.True(File.Exists(first.Name));
            first.Write("whole"u8);
        });

        Assert.Equal("first, whole", File.ReadAllText(Model));
        Assert.Equal(others.Append(Model).Append(PathOf("other.safetensors")).Order(), Directory.GetFiles(_directory).Order());
    }

    [Fact]
    public void Saves_at_once_do_not_disturb_each_other()
    {
        byte[][] contents = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Repeat((byte)i, 50_000 + i).ToArray())];
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => AtomicFile.Write(Model, stream => stream.Write(contents[i % 8])));
        byte[] last = File.ReadAllBytes(Model);
        Assert.Equal(contents[last[0]], last);
        Assert.Equal([Model], Directory.GetFiles(_directory));
    }

    [Fact]
    public void Looking_for_leftovers_locks_nobody_out_and_finds_who_writes()
    {
        Save(Model);
        using (AtomicFile.LookAt(Model)) Assert.Equal("new"u8.ToArray(), File.ReadAllBytes(Model));
        using var writes = new FileStream(Model, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.ThrowsAny<IOException>(() => AtomicFile.LookAt(Model));
    }

    [Fact]
    public void The_stream_goes_back()
    {
        AtomicFile.Write(Model, "new", (stream, text) =>
        {
            stream.Write("???"u8);
            stream.Position = 0;
            foreach (char letter in text) stream.WriteByte((byte)letter);
            stream.Position = 0;
            Assert.Equal('n', stream.ReadByte());
        });
        Assert.Equal("new", File.ReadAllText(Model));
    }

    private static void Save(string path) => AtomicFile.Write(path, stream => stream.Write("new"u8));

    private static string Fails(string path) => Assert.ThrowsAny<IOException>(() => Save(path)).Message;

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd(), errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
        return output.Trim();
    }

    private string PathOf(string name) => Path.Combine(_directory, name);
}

/// <summary>A test of what only systems with Unix files have.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Needs a system with symbolic links and modes of Unix.";
    }
}

/// <inheritdoc cref="UnixFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Needs a system with modes of Unix.";
    }
}

/// <summary>A test that mounts, makes devices, or gives files to other users.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootOnLinuxFactAttribute : FactAttribute
{
    public RootOnLinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Skip = "Needs root on Linux: it mounts, makes a device, or gives a file to another user.";
    }
}
