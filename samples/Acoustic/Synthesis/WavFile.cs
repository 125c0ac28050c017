using System.Buffers.Binary;

namespace Acoustic.Synthesis;

/// <summary>Reads a RIFF WAVE file of 16-bit samples on one channel, 16 000 in a second.</summary>
internal static class WavFile
{
    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;
    private const int FormatLength = 16;
    private const int Pcm = 1;

    /// <summary>Reads the samples.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>The samples, −1 to 1.</returns>
    /// <exception cref="SynthesisException">The file is another one.</exception>
    public static double[] Parse(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < RiffHeader || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
        {
            throw new SynthesisException($"{name} is not a RIFF WAVE file.");
        }

        CheckFormat(Chunk(file, "fmt "u8, name), name);
        var data = Chunk(file, "data"u8, name);
        double[] samples = new double[data.Length / 2];
        for (int i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(2 * i)..]) / 32768.0;
        return samples;
    }

    private static void CheckFormat(ReadOnlySpan<byte> format, string name)
    {
        if (format.Length < FormatLength) throw new SynthesisException($"{name} is damaged: its format has {format.Length} bytes, and {FormatLength} are needed.");

        int encoding = BinaryPrimitives.ReadUInt16LittleEndian(format);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (encoding != Pcm || channels != 1 || rate != LogMel.SampleRate || bits != 16)
        {
            throw new SynthesisException(
                $"{name} has the encoding {encoding}, {channels} channel(s), {rate} samples a second and {bits} bits; "
                + $"the encoding {Pcm} (PCM), 1 channel, {LogMel.SampleRate} samples a second and 16 bits are needed.");
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
}
