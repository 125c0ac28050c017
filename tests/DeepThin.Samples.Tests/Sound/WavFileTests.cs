using System.Buffers.Binary;
using DeepThin.Samples.Sound;

namespace DeepThin.Samples.Tests.Sound;

public sealed class WavFileTests
{
    [Fact]
    public void ReadsSamplesAfterOtherChunks()
    {
        byte[] file = [.. Riff(), .. Format(), .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. "data"u8, 6, 0, 0, 0, 0, 0x40, 0xFF, 0xFF, 0, 0x80];

        Assert.Equal([0.5, -1 / 32768.0, -1], WavFile.Parse(file, "speech.wav"));
    }

    [Theory]
    [InlineData(8000, 1, 16, "speech.wav has the encoding 1, 1 channel(s), 8000 samples a second and 16 bits;")]
    [InlineData(16000, 2, 16, "speech.wav has the encoding 1, 2 channel(s), 16000 samples a second and 16 bits;")]
    [InlineData(16000, 1, 8, "speech.wav has the encoding 1, 1 channel(s), 16000 samples a second and 8 bits;")]
    public void RejectsOtherFormats(int rate, int channels, int bits, string message) =>
        AssertFails([.. Riff(), .. Format(rate, channels, bits), .. "data"u8, 0, 0, 0, 0], message);

    [Fact]
    public void RejectsOtherFiles() => AssertFails([.. "OggS and more"u8], "speech.wav is not a RIFF WAVE file.");

    [Fact]
    public void NamesAFormatThatIsCutOff() => AssertFails([.. Riff(), .. "fmt "u8, 2, 0, 0, 0, 1, 0], "its format has 2 bytes, and 16 are needed.");

    [Fact]
    public void NamesAMissingFormat() => AssertFails([.. Riff(), .. "data"u8, 0, 0, 0, 0], "it has no whole chunk 'fmt '.");

    [Theory]
    [InlineData(9)]
    [InlineData(-1)]
    public void NamesSamplesThatAreCutOff(int length)
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, length);

        AssertFails([.. Riff(), .. Format(), .. "data"u8, .. size, 1, 2, 3, 4], "it has no whole chunk 'data'.");
    }

    private static byte[] Riff() => [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8];

    private static byte[] Format(int rate = 16_000, int channels = 1, int bits = 16)
    {
        byte[] chunk = [.. "fmt "u8, 16, 0, 0, 0, 1, 0, (byte)channels, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, (byte)bits, 0];
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(12), rate);
        return chunk;
    }

    private static void AssertFails(byte[] file, string message)
    {
        var error = Assert.Throws<SynthesisException>(() => WavFile.Parse(file, "speech.wav"));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
