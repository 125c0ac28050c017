using System.Diagnostics;
using System.Globalization;
using DeepThin;
using DeepThin.Samples.Sound;
using Listen.Streaming;

namespace Listen.Edge;

/// <summary>Listens to one stream as it comes.</summary>
/// <param name="model">The network.</param>
/// <param name="reader">The samples.</param>
/// <param name="answers">The answers.</param>
internal sealed class OneStream(VoiceDetector model, SampleReader reader, Answers answers)
{
    private long _ticks, _allocated;

    /// <summary>What listening cost: the time from samples to lines, without waiting for the ones and writing the others, and all that was allocated behind the first chunk.</summary>
    public string Cost => answers.Frames == 0
        ? "0 frames: all that came is shorter than one"
        : string.Create(CultureInfo.InvariantCulture, $"{answers.Frames} frames: {Summary.Load(1, answers.Frames, (double)_ticks / Stopwatch.Frequency)}, {_allocated} bytes allocated");

    /// <summary>Listens to the end.</summary>
    /// <exception cref="SynthesisException">The input is no sound such as it should be.</exception>
    public void Run()
    {
        using var listener = new Listener<VoiceDetector>(model, new());
        Answer(listener, reader.Read());
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.Read() is { IsEmpty: false } samples) Answer(listener, samples);
        _allocated = GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Answer(Listener<VoiceDetector> listener, ReadOnlySpan<short> samples)
    {
        long start = Stopwatch.GetTimestamp();
        while (listener.Next(ref samples, out float probability)) answers.Add(probability);
        _ticks += Stopwatch.GetTimestamp() - start;
        answers.Flush();
    }
}
