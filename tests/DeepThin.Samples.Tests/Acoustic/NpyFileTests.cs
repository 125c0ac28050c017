using System.Text;
using Acoustic.Data;

namespace DeepThin.Samples.Tests.Acoustic;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadsWhatNumPyWrites() => Assert.Equal([3, -1, int.MaxValue], NpyFile.ReadInt32(Fixture.PathOf("lengths.npy")));

    [Theory]
    [InlineData("log-mel.npy", 40)]
    [InlineData("signal.npy", 1)]
    public void WritesMatricesAsNumPyDoes(string name, int columns)
    {
        string path = _folder.File(name);

        NpyFile.Write(path, NpyFile.ReadSingle(Fixture.PathOf(name), columns), columns);

        Assert.Equal(File.ReadAllBytes(Fixture.PathOf(name)), File.ReadAllBytes(path));
    }

    [Fact]
    public void WritesListsAsNumPyDoes()
    {
        string path = _folder.File("lengths.npy");

        NpyFile.Write(path, [3, -1, int.MaxValue]);

        Assert.Equal(File.ReadAllBytes(Fixture.PathOf("lengths.npy")), File.ReadAllBytes(path));
    }

    [Fact]
    public void ReadsItsOwnEmptyFiles()
    {
        NpyFile.Write(_folder.File("labels.npy"), []);
        NpyFile.Write(_folder.File("features.npy"), [], 40);

        Assert.Empty(NpyFile.ReadInt32(_folder.File("labels.npy")));
        Assert.Empty(NpyFile.ReadSingle(_folder.File("features.npy"), 40));
    }

    [Fact]
    public void NamesAMissingFile() => AssertFails("missing.npy", "does not exist");

    [Theory]
    [InlineData("", "it does not begin as a .npy file of version 1.0 does")]
    [InlineData("\u0093NUMPY\u0001\0", "it does not begin as a .npy file of version 1.0 does")]
    [InlineData("\u0093NUMPY\u0002\0\u0001\0\0\0 ", "it does not begin as a .npy file of version 1.0 does")]
    [InlineData("\u0093NUMPY\u0001\0\u0010\0short", "its header has 16 bytes, and 5 are there")]
    public void NamesADamagedStart(string content, string message)
    {
        File.WriteAllBytes(_folder.File("labels.npy"), Encoding.Latin1.GetBytes(content));

        AssertFails("labels.npy", message);
    }

    [Theory]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", "the type '<i4' and the shape (N) is expected")]
    [InlineData("{'descr': '<i4', 'fortran_order': True, 'shape': (2,), }", "the type '<i4' and the shape (N) is expected")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 1), }", "the type '<i4' and the shape (N) is expected")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (99999999999,), }", "the type '<i4' and the shape (N) is expected")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", "1 bytes follow its header, and 2 values of <i4 have 8")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2000000000,), }", "and 2000000000 values of <i4 have 8000000000")]
    public void NamesAnotherHeader(string header, string message)
    {
        File.WriteAllBytes(_folder.File("labels.npy"), Encoding.Latin1.GetBytes($"\u0093NUMPY\u0001\0{(char)header.Length}\0{header}x"));

        AssertFails("labels.npy", message);
    }

    [Fact]
    public void NamesAnotherNumberOfColumns()
    {
        var error = Assert.Throws<SpeechDataException>(() => NpyFile.ReadSingle(Fixture.PathOf("log-mel.npy"), 39));

        Assert.Contains("'shape': (48, 40), }, and one with the type '<f4' and the shape (N, 39) is expected", error.Message, StringComparison.Ordinal);
    }

    private void AssertFails(string name, string message)
    {
        var error = Assert.Throws<SpeechDataException>(() => NpyFile.ReadInt32(_folder.File(name)));

        Assert.StartsWith(_folder.File(name), error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
