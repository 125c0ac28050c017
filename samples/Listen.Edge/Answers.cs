using System.Globalization;
using Listen.Streaming;

namespace Listen.Edge;

/// <summary>Writes lines: for each frame the second at which it ends and the probability of speech, or for each change the second at which it begins and what is heard. It allocates nothing for a line.</summary>
/// <param name="output">Receives the lines, in ASCII.</param>
/// <param name="isOfChanges">Whether there is a line for a change only.</param>
/// <param name="threshold">The probability from which on somebody speaks.</param>
internal sealed class Answers(Stream output, bool isOfChanges, float threshold)
{
    private const int LongestLine = 64;

    private readonly byte[] _bytes = new byte[1 << 12];
    private int _count;
    private bool? _isSpeech;

    /// <summary>The frames that were answered.</summary>
    public long Frames { get; private set; }

    /// <summary>Answers the next frame.</summary>
    /// <param name="probability">The probability that somebody speaks in it.</param>
    public void Add(float probability)
    {
        Frames++;
        if (!isOfChanges)
        {
            WriteSeconds(Frames);
            Write(probability, "0.0000");
            WriteEnd();
        }
        else if (_isSpeech != probability >= threshold)
        {
            _isSpeech = probability >= threshold;
            WriteSeconds(Frames - 1);
            Write(_isSpeech.Value ? "speech"u8 : "pause"u8);
            WriteEnd();
        }
    }

    /// <summary>Lets all lines out.</summary>
    public void Flush()
    {
        output.Write(_bytes.AsSpan(0, _count));
        output.Flush();
        _count = 0;
    }

    private void WriteSeconds(long frames)
    {
        Write(frames * Streaming.Frames.Milliseconds / 1000.0, "0.000");
        Write(" "u8);
    }

    private void WriteEnd()
    {
        Write("\n"u8);
        if (_count > _bytes.Length - LongestLine) Flush();
    }

    private void Write(double value, string format)
    {
        _ = value.TryFormat(_bytes.AsSpan(_count), out int written, format, CultureInfo.InvariantCulture);
        _count += written;
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes.AsSpan(_count));
        _count += text.Length;
    }
}
