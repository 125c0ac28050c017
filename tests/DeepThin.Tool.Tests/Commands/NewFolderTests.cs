using DeepThin.Tool.Projects;

namespace DeepThin.Tool.Tests.Commands;

/// <summary>A folder is written completely or not at all, and nothing of a user's is deleted.</summary>
public sealed class NewFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("deepthin-folder-").FullName;

    [Theory]
    [InlineData("Model")]
    [InlineData("Model/")]
    public void It_is_there_when_it_is_kept(string name)
    {
        Write(name, "first", replaces: false);
        Assert.Equal(["Model"], Entries(_root));
        Assert.Equal("first", File.ReadAllText(Path.Combine(_root, "Model", Manifest.FileName)));
        Write(name, "second", replaces: true);
        Assert.Equal(["Model"], Entries(_root));
        Assert.Equal("second", File.ReadAllText(Path.Combine(_root, "Model", Manifest.FileName)));
    }

    [Fact]
    public void It_leaves_nothing_when_it_is_not_kept()
    {
        Write("Model", "first", replaces: false);
        using (var folder = new NewFolder(Path.Combine(_root, "Model"), replaces: true)) File.WriteAllText(Path.Combine(folder.Filled, "half"), "");
        Assert.Equal(["Model"], Entries(_root));
        Assert.Equal([Manifest.FileName], Entries(Path.Combine(_root, "Model")));
    }

    [Fact]
    public void What_others_wrote_is_not_replaced()
    {
        Directory.CreateDirectory(Path.Combine(_root, "Mine"));
        File.WriteAllText(Path.Combine(_root, "Mine", "thesis.txt"), "");
        string place = Path.Combine(_root, "Mine");
        Assert.Equal($"{place} is there and not empty. Name another folder, or replace it with --force.", Assert.Throws<ToolException>(() => new NewFolder(place, replaces: false)).Message);
        Assert.Equal($"{place} has no deepthin.json, so that this tool did not write it; only folders of this tool are replaced.", Assert.Throws<ToolException>(() => new NewFolder(place, replaces: true)).Message);
        Assert.Equal(["Mine"], Entries(_root));
        Assert.Equal(["thesis.txt"], Entries(place));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string[] Entries(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry))];

    private void Write(string name, string text, bool replaces)
    {
        using var folder = new NewFolder(Path.Combine(_root, name), replaces);
        File.WriteAllText(Path.Combine(folder.Filled, Manifest.FileName), text);
        folder.Keep();
    }
}
