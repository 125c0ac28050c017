using Listen.Data;
using Listen.Synthesis;

namespace DeepThin.Samples.Tests.Listen;

public sealed class SpeechLabelsTests
{
    private const int Frame = 256;

    [Fact]
    public void Somebody_speaks_where_there_is_sound() => Assert.Equal([new(10, 30), new(50, 55)], SpeechLabels.Of([.. Silence(10), .. Tone(20), .. Silence(20), .. Tone(5), .. Silence(3)]));

    [Fact]
    public void Nobody_speaks_in_silence()
    {
        Assert.Empty(SpeechLabels.Of(Silence(10)));
        Assert.Empty(SpeechLabels.Of([]));
    }

    [Fact]
    public void A_stop_of_six_frames_belongs_to_the_speech_and_a_longer_one_does_not()
    {
        Assert.Equal([new(0, 26)], SpeechLabels.Of([.. Tone(10), .. Silence(6), .. Tone(10)]));
        Assert.Equal([new(0, 10), new(17, 27)], SpeechLabels.Of([.. Tone(10), .. Silence(7), .. Tone(10)]));
    }

    [Theory]
    [InlineData(39.9, 20)]
    [InlineData(40.1, 10)]
    public void Speech_is_40_dB_below_the_loudest_frame_at_most(double decibels, int frames) =>
        Assert.Equal([new(0, frames)], SpeechLabels.Of([.. Tone(10), .. Tone(10, 0.5 * Math.Pow(10, -decibels / 20))]));

    [Fact]
    public void A_frame_that_is_not_whole_does_not_count() => Assert.Equal([new(0, 3)], SpeechLabels.Of([.. Tone(3), .. Tone(1)[..255]]));

    [Fact]
    public void Labels_are_those_of_the_stretches()
    {
        bool[] frames = [true, true, false, true, false, false, true];
        var stretches = Stretch.Of(frames);
        Assert.Equal([new(0, 2), new(3, 4), new(6, 7)], stretches);
        Assert.Equal(frames.Select(isSpeech => isSpeech ? 1 : 0), Scenes.Of(frames.Length, stretches).Labels());
    }

    private static double[] Silence(int frames) => new double[frames * Frame];

    private static double[] Tone(int frames, double amplitude = 0.5) => [.. Enumerable.Repeat(new[] { amplitude, -amplitude }, frames * Frame / 2).SelectMany(pair => pair)];
}
