using System.Diagnostics;
using System.Globalization;
using DeepThin;
using DeepThin.Samples.Sound;
using Listen.Streaming;

namespace Listen.Edge;

/// <summary>Listens to many streams at once on one thread, each in a place of its own of one recording, and tells the load.</summary>
/// <param name="model">The network, which all streams share.</param>
/// <param name="recording">The recording, which begins again where it ends.</param>
/// <param name="streams">How many streams.</param>
internal sealed class ManyStreams(VoiceDetector model, short[] recording, int streams)
{
    // Streams begin at places that are far from each other and from multiples of a frame.
    private const int Distance = 7919;

    private readonly MelSpectrum _spectrum = new();
    private readonly float[] _features = new float[streams * MelSpectrum.Features], _together = new float[streams], _alone = new float[streams];

    /// <summary>Listens, once with a step of all streams together and once with a step of one after the other, and prints what that takes.</summary>
    /// <param name="frames">The frames of each stream.</param>
    /// <param name="output">Receives three lines.</param>
    /// <exception cref="SynthesisException">The recording is shorter than a frame.</exception>
    public void Run(int frames, TextWriter output)
    {
        if (recording.Length < Frames.Length) throw new SynthesisException($"The recording on standard input has {recording.Length} samples, and a frame has {Frames.Length}; give a longer one.");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{streams} streams of {frames * Frames.Milliseconds / 1000.0:0.0} s, a frame of each every {Frames.Milliseconds} ms"));
        Tell("together", frames, RunTogether(frames), output);
        Tell("one by one", frames, RunOneByOne(frames), output);
        double apart = 0;
        for (int i = 0; i < streams; i++) apart = Math.Max(apart, Math.Abs(_together[i] - _alone[i]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the last answers of both are at most {apart:0.0e+0} apart"));
    }

    private void Tell(string how, int frames, (double Features, double Network, long Allocated) cost, TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{how}: {Summary.Load(streams, frames, cost.Features + cost.Network)} ({PerFrame(cost.Features, frames):0.0} features, {PerFrame(cost.Network, frames):0.0} network), {cost.Allocated} bytes allocated"));

    private double PerFrame(double seconds, int frames) => 1e6 * seconds / streams / frames;

    private (double Features, double Network, long Allocated) RunTogether(int frames)
    {
        var sessions = Sessions();
        return Run(frames, () => model.StepBatch(sessions, _features, _together));
    }

    private (double Features, double Network, long Allocated) RunOneByOne(int frames)
    {
        var sessions = Sessions();
        return Run(frames, () =>
        {
            for (int i = 0; i < streams; i++) sessions[i].Step(_features.AsSpan(i * MelSpectrum.Features, MelSpectrum.Features), _alone.AsSpan(i, 1));
        });
    }

    private ModelSession<VoiceDetector>[] Sessions() => [.. Enumerable.Range(0, streams).Select(_ => model.CreateSession())];

    // The first frame is not counted: a thread allocates its memory for it.
    private (double Features, double Network, long Allocated) Run(int frames, Action step)
    {
        Frames[] streamFrames = [.. Enumerable.Range(0, streams).Select(_ => new Frames())];
        ComputeFeatures(streamFrames, 0);
        step();
        long features = 0, network = 0, allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int frame = 1; frame <= frames; frame++)
        {
            long start = Stopwatch.GetTimestamp();
            ComputeFeatures(streamFrames, frame);
            long middle = Stopwatch.GetTimestamp();
            step();
            features += middle - start;
            network += Stopwatch.GetTimestamp() - middle;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return ((double)features / Stopwatch.Frequency, (double)network / Stopwatch.Frequency, allocated);
    }

    private void ComputeFeatures(Frames[] streamFrames, int frame)
    {
        for (int i = 0; i < streamFrames.Length; i++)
        {
            Give(streamFrames[i], (int)(((long)i * Distance + (long)frame * Frames.Length) % recording.Length));
            _spectrum.Compute(streamFrames[i].Window, _features.AsSpan(i * MelSpectrum.Features, MelSpectrum.Features));
        }
    }

    // A frame of the recording, which goes on at its beginning.
    private void Give(Frames stream, int from)
    {
        ReadOnlySpan<short> end = recording.AsSpan(from, Math.Min(Frames.Length, recording.Length - from)), beginning = recording.AsSpan(0, Frames.Length - end.Length);
        if (!stream.Next(ref end)) stream.Next(ref beginning);
    }
}
