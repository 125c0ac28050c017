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
    /// <param name="output">Receives four lines.</param>
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

    private void Tell(string how, int frames, Cost cost, TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{how}: {Summary.Load(streams, frames, cost.Features + cost.Network)} ({PerFrame(cost.Features, frames):0.0} features, {PerFrame(cost.Network, frames):0.0} network), {1000 * cost.Median:0.0} ms for a frame of all, within {1000 * cost.Most:0.0} ms in 99 %, {cost.Allocated} bytes allocated"));

    private double PerFrame(double seconds, int frames) => 1e6 * seconds / streams / frames;

    private Cost RunTogether(int frames)
    {
        var sessions = Sessions();
        return Run(frames, () => model.StepBatch(sessions, _features, _together));
    }

    private Cost RunOneByOne(int frames)
    {
        var sessions = Sessions();
        return Run(frames, () =>
        {
            for (int i = 0; i < streams; i++) sessions[i].Step(_features.AsSpan(i * MelSpectrum.Features, MelSpectrum.Features), _alone.AsSpan(i, 1));
        });
    }

    private ModelSession<VoiceDetector>[] Sessions() => [.. Enumerable.Range(0, streams).Select(_ => model.CreateSession())];

    // The first frame is not counted: a thread allocates its memory for it.
    private Cost Run(int frames, Action step)
    {
        Frames[] streamFrames = [.. Enumerable.Range(0, streams).Select(_ => new Frames())];
        ComputeFeatures(streamFrames, 0);
        step();
        long[] rounds = new long[frames];
        long features = 0, network = 0, allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int frame = 1; frame <= frames; frame++)
        {
            long start = Stopwatch.GetTimestamp();
            ComputeFeatures(streamFrames, frame);
            long middle = Stopwatch.GetTimestamp();
            step();
            features += middle - start;
            long end = Stopwatch.GetTimestamp();
            network += end - middle;
            rounds[frame - 1] = end - start;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(rounds);
        return new(Seconds(features), Seconds(network), Seconds(rounds[frames / 2]), Seconds(rounds[frames * 99 / 100]), allocated);
    }

    private void ComputeFeatures(Frames[] streamFrames, int frame)
    {
        for (int i = 0; i < streamFrames.Length; i++)
        {
            Give(streamFrames[i], (int)(((long)i * Distance + (long)frame * Frames.Length) % recording.Length));
            _spectrum.Compute(streamFrames[i].Window, _features.AsSpan(i * MelSpectrum.Features, MelSpectrum.Features));
        }
    }

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;

    // A frame of the recording, which goes on at its beginning.
    private void Give(Frames stream, int from)
    {
        ReadOnlySpan<short> end = recording.AsSpan(from, Math.Min(Frames.Length, recording.Length - from)), beginning = recording.AsSpan(0, Frames.Length - end.Length);
        if (!stream.Next(ref end)) stream.Next(ref beginning);
    }

    /// <summary>What listening takes, in seconds.</summary>
    /// <param name="Features">The features of all frames of all streams.</param>
    /// <param name="Network">The steps of the network.</param>
    /// <param name="Median">Both, for a frame of all streams: the median.</param>
    /// <param name="Most">That of which 1 % is longer.</param>
    /// <param name="Allocated">The bytes that were allocated.</param>
    private readonly record struct Cost(double Features, double Network, double Median, double Most, long Allocated);
}
