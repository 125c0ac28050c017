using CsCheck;
using Listen;
using Listen.Data;
using Listen.Streaming;

namespace DeepThin.Samples.Tests.Listen;

/// <summary>A stream that comes in chunks of any size.</summary>
public sealed class ListenerTests
{
    private readonly VoiceDetector _model = VoiceDetector.Create(seed: 1);

    [Fact]
    public void Chunks_of_any_size_have_the_answers_of_the_whole() => Gen.Select(Gen.Int[0, 3000], Gen.Int[1, 700].Array[1, 8]).Sample(
        (length, sizes) => Assert.Equal(Answers(length, [Math.Max(1, length)]), Answers(length, sizes)), iter: 200);

    [Fact]
    public void Each_frame_of_256_samples_has_an_answer()
    {
        Assert.Empty(Answers(255, [100]));
        Assert.Single(Answers(256, [100]));
        Assert.Equal(3, Answers(1023, [100]).Count);
        Assert.Equal(4, Answers(1024, [1]).Count);
    }

    [Fact]
    public void The_answers_are_those_of_the_network_to_the_whole_stream()
    {
        short[] samples = Sounds.Noise(100 * Frames.Length);
        float[] expected = new float[100];
        _model.Forward(SceneFrames.FeaturesOf(samples), expected);
        var answers = Answers(samples.Length, [333]);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], answers[i], 1e-5);
    }

    [Fact]
    public void A_window_has_the_frame_before()
    {
        short[] samples = [.. Enumerable.Range(1, 3 * Frames.Length).Select(i => (short)i)];
        var frames = new Frames();
        ReadOnlySpan<short> rest = samples;
        Assert.True(frames.Next(ref rest));
        Assert.Equal([.. new short[Frames.Length], .. samples[..Frames.Length]], frames.Window);
        Assert.True(frames.Next(ref rest));
        Assert.Equal(samples.AsSpan(0, 2 * Frames.Length), frames.Window);
        Assert.True(frames.Next(ref rest));
        Assert.Equal(samples.AsSpan(Frames.Length), frames.Window);
        Assert.False(frames.Next(ref rest));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_frame()
    {
        short[] samples = Sounds.Noise(200 * Frames.Length);
        using var listener = new Listener<VoiceDetector>(_model, new());
        Listen(listener, samples);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Listen(listener, samples);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Listen(Listener<VoiceDetector> listener, ReadOnlySpan<short> samples)
    {
        while (listener.Next(ref samples, out _))
        {
        }
    }

    private List<float> Answers(int length, int[] sizes)
    {
        short[] samples = Sounds.Noise(length);
        using var listener = new Listener<VoiceDetector>(_model, new());
        var answers = new List<float>();
        for (int at = 0, chunk = 0; at < length; at += sizes[chunk++ % sizes.Length])
        {
            ReadOnlySpan<short> rest = samples.AsSpan(at, Math.Min(length - at, sizes[chunk % sizes.Length]));
            while (listener.Next(ref rest, out float probability)) answers.Add(probability);
        }

        return answers;
    }
}
