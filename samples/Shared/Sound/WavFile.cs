using System.Buffers.Binary;

namespace DeepThin.Samples.Sound;

/// <summary>Reads and writes RIFF WAVE files of 16-bit samples on one channel.</summary>
internal static class WavFile
{
    /// <summary>The samples of a second, unless a file of another rate is asked for.</summary>
    public const int SampleRate = 16_000;

    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;
    private const int FormatLength = 16;
    private const int Pcm = 1;

    /// <summary>Reads the samples.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="rate">The samples of a second that the file must have.</param>
    /// <returns>The samples, −1 to 1.</returns>
    /// <exception cref="SynthesisException">The file is another one.</exception>
    public static double[] Parse(ReadOnlySpan<byte> file, string name, int rate = SampleRate) => [.. ParseWhole(file, name, rate).Select(sample => sample / 32768.0)];

    /// <summary>Reads the samples as whole numbers.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="rate">The samples of a second that the file must have.</param>
    /// <exception cref="SynthesisException">The file is another one.</exception>
    public static short[] ParseWhole(ReadOnlySpan<byte> file, string name, int rate = SampleRate)
    {
        if (file.Length < RiffHeader || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
        {
            throw new SynthesisException($"{name} is not a RIFF WAVE file.");
        }

        CheckFormat(Chunk(file, "fmt "u8, name), name, rate);
        var data = Chunk(file, "data"u8, name);
        short[] samples = new short[data.Length / 2];
        for (int i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(2 * i)..]);
        return samples;
    }

    /// <summary>Writes samples, 16 000 in a second.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">The samples.</param>
    public static void Write(string path, ReadOnlySpan<short> samples)
    {
        const int Header = RiffHeader + ChunkHeader + FormatLength + ChunkHeader, SampleBytes = 2;
        byte[] file = new byte[Header + SampleBytes * samples.Length];
        var rest = file.AsSpan();
        BeginChunk(ref rest, "RIFF"u8, file.Length - ChunkHeader);
        "WAVE"u8.CopyTo(rest);
        rest = rest["WAVE"u8.Length..];
        BeginChunk(ref rest, "fmt "u8, FormatLength);
        BinaryPrimitives.WriteUInt16LittleEndian(rest, Pcm);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[2..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[8..], SampleBytes * SampleRate);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[12..], SampleBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[14..], 8 * SampleBytes);
        rest = rest[FormatLength..];
        BeginChunk(ref rest, "data"u8, SampleBytes * samples.Length);
        for (int i = 0; i < samples.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(rest[(SampleBytes * i)..], samples[i]);
        File.WriteAllBytes(path, file);
    }

    /// <summary>Throws unless the format is 16-bit PCM on one channel.</summary>
    /// <param name="format">The content of the chunk 'fmt '.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="rate">The samples of a second that the file must have.</param>
    /// <exception cref="SynthesisException">It is another one.</exception>
    public static void CheckFormat(ReadOnlySpan<byte> format, string name, int rate = SampleRate)
    {
        if (format.Length < FormatLength) throw new SynthesisException($"{name} is damaged: its format has {format.Length} bytes, and {FormatLength} are needed.");

        int encoding = BinaryPrimitives.ReadUInt16LittleEndian(format);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        uint itsRate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (encoding != Pcm || channels != 1 || itsRate != rate || bits != 16)
        {
            throw new SynthesisException(
                $"{name} has the encoding {encoding}, {channels} channel(s), {itsRate} samples a second and {bits} bits; "
                + $"the encoding {Pcm} (PCM), 1 channel, {rate} samples a second and 16 bits are needed.");
        }
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> id, string name)
    {
        var rest = file[RiffHeader..];
        while (rest.Length >= ChunkHeader)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (length > rest.Length - ChunkHeader) break;
            if (rest.StartsWith(id)) return rest.Slice(ChunkHeader, (int)length);

            // Chunks begin at even places.
            rest = rest[(int)Math.Min(rest.Length, ChunkHeader + length + length % 2)..];
        }

        throw new SynthesisException($"{name} is damaged: it has no whole chunk '{System.Text.Encoding.ASCII.GetString(id)}'.");
    }

    private static void BeginChunk(ref Span<byte> rest, ReadOnlySpan<byte> id, int length)
    {
        id.CopyTo(rest);
        BinaryPrimitives.WriteInt32LittleEndian(rest[id.Length..], length);
        rest = rest[ChunkHeader..];
    }
}
