namespace DeepThin.Build.Tests;

public sealed class TextFileTests : IDisposable
{
    private readonly WeightsFolder _folder = new();

    private string Text => _folder.PathOf("net.h");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_failure_leaves_nothing_beside_the_file()
    {
        Directory.CreateDirectory(Text);
        Assert.ThrowsAny<SystemException>(() => TextFile.Write(Text, "new"));
        Assert.Equal([Text], Directory.GetFileSystemEntries(_folder.PathOf(".")).Select(Path.GetFullPath));
    }

    [Fact]
    public void What_a_killed_build_has_left_goes_at_the_next_write_and_what_another_is_writing_stays()
    {
        string left = Text + ".5d41402abc4b2a76b9719d911017c592.tmp", written = Text + ".00000000000000000000000000000000.tmp", other = _folder.PathOf("other.tmp");
        foreach (string path in new[] { left, written, other, Text }) File.WriteAllText(path, "half");
        foreach (string path in new[] { left, other }) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));

        TextFile.Write(Text, "new");

        Assert.Equal("new", File.ReadAllText(Text));
        Assert.Equal([Text, written, other], Directory.GetFiles(_folder.PathOf(".")).Select(Path.GetFullPath).Order());
    }

    [Fact]
    public void Builds_at_once_write_one_text_and_it_is_there_at_every_moment()
    {
        TextFile.Write(Text, "first");
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            TextFile.Write(Text, new string((char)('a' + i % 4), 5000));
            Assert.Equal(5000, File.ReadAllText(Text).Length);
        });
        Assert.Equal([Text], Directory.GetFiles(_folder.PathOf(".")).Select(Path.GetFullPath));
    }
}
