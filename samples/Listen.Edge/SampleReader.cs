using System.Buffers.Binary;
using DeepThin.Samples.Sound;

namespace Listen.Edge;

/// <summary>Reads 16-bit samples, 16 000 in a second, as they come: bare, or behind the header of a wave file. It allocates nothing for a chunk.</summary>
/// <param name="input">The bytes.</param>
internal sealed class SampleReader(Stream input)
{
    private const string Name = "Standard input";
    private const int RiffHeader = 12, ChunkHeader = 8, SampleBytes = 2;

    // What writes to a pipe knows no length, and gives none or the largest.
    private const uint LeastUnknownLength = 0x7FFF_0000;

    private readonly byte[] _bytes = new byte[1 << 14];
    private readonly short[] _samples = new short[1 << 13];

    // The bytes that were read and not taken begin at 0; of those that come so many are samples.
    private int _count;
    private long _left = long.MaxValue;
    private bool _hasBegun;

    /// <summary>Waits for samples.</summary>
    /// <returns>Those that have come, which stay until the next call; none at the end.</returns>
    /// <exception cref="SynthesisException">The header is one of other samples or incomplete, or the input ends within a sample.</exception>
    public ReadOnlySpan<short> Read()
    {
        if (!_hasBegun) Begin();
        while (Math.Min(_count, _left) < SampleBytes)
        {
            if (_left < SampleBytes) return [];
            if (Fill()) continue;
            return _count == 0 ? [] : throw new SynthesisException($"{Name} ends within a sample: samples have 2 bytes each.");
        }

        int samples = (int)Math.Min(_count, _left) / SampleBytes;
        for (int i = 0; i < samples; i++) _samples[i] = BinaryPrimitives.ReadInt16LittleEndian(_bytes.AsSpan(SampleBytes * i));
        _left -= SampleBytes * samples;
        Drop(SampleBytes * samples);
        return _samples.AsSpan(0, samples);
    }

    // Samples may come slowly, so that a header is waited for only as long as the bytes are such as one has.
    private void Begin()
    {
        _hasBegun = true;
        while (_count < RiffHeader && IsRiffSoFar && Fill())
        {
        }

        if (_count < RiffHeader || !IsRiffSoFar || !_bytes.AsSpan(ChunkHeader).StartsWith("WAVE"u8)) return;
        Drop(RiffHeader);
        SkipToSamples();
    }

    private bool IsRiffSoFar => "RIFF"u8.StartsWith(_bytes.AsSpan(0, Math.Min(_count, 4)));

    private void SkipToSamples()
    {
        for (bool hasFormat = false; ;)
        {
            Need(ChunkHeader);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(4));
            bool isData = _bytes.AsSpan().StartsWith("data"u8), isFormat = _bytes.AsSpan().StartsWith("fmt "u8);
            Drop(ChunkHeader);
            if (isData)
            {
                if (!hasFormat) throw new SynthesisException($"{Name} is a damaged wave file: it has samples before the chunk 'fmt ', which says what they are.");
                if (length is > 0 and < LeastUnknownLength) _left = length;
                return;
            }

            // Chunks begin at even places.
            long rest = length + length % 2;
            if (isFormat)
            {
                int format = (int)Math.Min(rest, ChunkHeader + RiffHeader);
                Need(format);
                WavFile.CheckFormat(_bytes.AsSpan(0, (int)Math.Min(length, format)), Name);
                hasFormat = true;
            }

            for (; rest > 0; rest -= Drop((int)Math.Min(rest, _count))) Need(1);
        }
    }

    private void Need(int count)
    {
        while (_count < count)
        {
            if (!Fill()) throw new SynthesisException($"{Name} ends within the header of a wave file.");
        }
    }

    private bool Fill()
    {
        int read = input.Read(_bytes.AsSpan(_count));
        _count += read;
        return read > 0;
    }

    private int Drop(int count)
    {
        _bytes.AsSpan(count, _count - count).CopyTo(_bytes);
        _count -= count;
        return count;
    }
}
