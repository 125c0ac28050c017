using System.Buffers.Binary;
using CsCheck;
using DeepThin.Samples.Sound;
using Listen.Edge;

namespace DeepThin.Samples.Tests.Listen;

/// <summary>What the published program reads.</summary>
public sealed class SampleReaderTests
{
    private static readonly short[] Samples = Sounds.Noise(20_000);

    [Fact]
    public void Bare_samples_in_chunks_of_any_size_are_read() => Gen.Select(Gen.Int[0, 5000], Gen.Int[1, 999].Array[1, 5]).Sample(
        (count, sizes) => Assert.Equal(Samples[..count], Read(Sounds.Bytes(Samples[..count]), sizes)), iter: 200);

    [Fact]
    public void A_wave_file_in_chunks_of_any_size_is_read() => Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 99], Gen.Int[1, 999].Array[1, 5]).Sample(
        (count, other, sizes) => Assert.Equal(Samples[..count], Read([.. Header(), .. Chunk("LIST", new byte[other]), .. Chunk("data", Sounds.Bytes(Samples[..count]))], sizes)), iter: 200);

    [Fact]
    public void More_than_the_buffer_of_a_reader_is_read() => Assert.Equal(Samples, Read(Sounds.Bytes(Samples), [int.MaxValue]));

    [Fact]
    public void The_file_that_is_written_is_read()
    {
        using var folder = new Acoustic.TemporaryFolder();
        WavFile.Write(folder.File("sound.wav"), Samples);
        byte[] file = File.ReadAllBytes(folder.File("sound.wav"));
        Assert.Equal(Samples, Read(file, [100]));
        Assert.Equal(Samples, WavFile.ParseWhole(file, "sound.wav"));
    }

    [Fact]
    public void What_stands_behind_the_samples_is_none() =>
        Assert.Equal(Samples[..3], Read([.. Header(), .. Chunk("data", Sounds.Bytes(Samples[..3])), .. Chunk("LIST", new byte[8])], [7]));

    [Theory]
    [InlineData(0u)]
    [InlineData(0x7FFFF000u)]
    [InlineData(uint.MaxValue)]
    public void A_length_that_was_not_known_is_that_of_the_input(uint length)
    {
        byte[] data = Chunk("data", Sounds.Bytes(Samples[..100]));
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), length);
        Assert.Equal(Samples[..100], Read([.. Header(), .. data], [64]));
    }

    [Fact]
    public void Bare_samples_may_begin_as_a_wave_file_does()
    {
        byte[] bytes = [.. "RIFX"u8, .. new byte[20]], riff = [.. "RIFF"u8, 1, 2, 3, 4, .. "AVI "u8];
        Assert.Equal(12, Read(bytes, [1]).Length);
        Assert.Equal(6, Read(riff, [5]).Length);
        Assert.Single(Read([.. "RI"u8], [1]));
    }

    [Fact]
    public void Samples_are_not_waited_for_where_some_have_come()
    {
        var reader = new SampleReader(new ChunkedStream(Sounds.Bytes(Samples), [6]));
        Assert.Equal(Samples.AsSpan(0, 3), reader.Read());
        Assert.Equal(Samples.AsSpan(3, 3), reader.Read());
    }

    [Fact]
    public void Other_sound_is_refused() => AssertFails([.. Header(8000), .. Chunk("data", [0, 0])], "Standard input has the encoding 1, 1 channel(s), 8000 samples a second and 16 bits;");

    [Fact]
    public void A_header_that_is_cut_off_is_named() => AssertFails([.. Header()[..30]], "Standard input ends within the header of a wave file.");

    [Fact]
    public void Samples_without_a_format_are_named() => AssertFails([.. Header()[..12], .. Chunk("data", [0, 0])], "Standard input is a damaged wave file: it has samples before the chunk 'fmt '");

    [Fact]
    public void A_format_that_is_too_short_is_named() => AssertFails([.. Header()[..12], .. Chunk("fmt ", [1, 0])], "its format has 2 bytes, and 16 are needed.");

    [Fact]
    public void Half_a_sample_at_the_end_is_named() => AssertFails([1, 2, 3], "Standard input ends within a sample");

    private static void AssertFails(byte[] bytes, string message)
    {
        var error = Assert.Throws<SynthesisException>(() => Read(bytes, [5]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static short[] Read(byte[] bytes, int[] sizes)
    {
        var reader = new SampleReader(new ChunkedStream(bytes, sizes));
        var samples = new List<short>();
        while (reader.Read() is { IsEmpty: false } chunk) samples.AddRange(chunk);
        return [.. samples];
    }

    private static byte[] Header(int rate = 16_000)
    {
        byte[] format = [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 16, 0];
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rate);
        return [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. Chunk("fmt ", format)];
    }

    private static byte[] Chunk(string id, byte[] content)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        return [.. System.Text.Encoding.ASCII.GetBytes(id), .. length, .. content, .. new byte[content.Length % 2]];
    }
}
