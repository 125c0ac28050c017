using DeepThin.Samples.Sound;

namespace Listen.Streaming;

/// <summary>Cuts a stream of samples, which come in chunks of any size, into frames of 256. The window of a frame has the frame before too, or silence at the beginning.</summary>
internal sealed class Frames
{
    /// <summary>The samples of a frame, 16 ms.</summary>
    public const int Length = PowerSpectrum.Length / 2;

    /// <summary>The milliseconds of a frame.</summary>
    public const int Milliseconds = 1000 * Length / WavFile.SampleRate;

    /// <summary>The frames of an hour.</summary>
    public const int PerHour = 3_600_000 / Milliseconds;

    private readonly short[] _window = new short[PowerSpectrum.Length];

    // The samples of the frame that is not whole yet, which stand at the end of the window.
    private int _count;

    /// <summary>The samples of the last frame, and before them those of the frame before; they stay until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<short> Window => _window;

    /// <summary>Takes samples until a frame is whole.</summary>
    /// <param name="samples">The samples of a chunk that have not been taken; those that are taken go.</param>
    /// <returns>Whether a frame is whole; if none is, all samples were taken.</returns>
    public bool Next(ref ReadOnlySpan<short> samples)
    {
        if (_count == Length)
        {
            _window.AsSpan(Length).CopyTo(_window);
            _count = 0;
        }

        var taken = samples[..Math.Min(samples.Length, Length - _count)];
        taken.CopyTo(_window.AsSpan(Length + _count));
        samples = samples[taken.Length..];
        _count += taken.Length;
        return _count == Length;
    }
}
