using System.Globalization;
using System.Text;
using DeepThin.Samples.Sound;
using Listen;
using Listen.Edge;

namespace DeepThin.Samples.Tests.Listen;

/// <summary>What the published program does with one stream and with many.</summary>
public sealed class StreamsTests
{
    private readonly VoiceDetector _model = VoiceDetector.Create(seed: 1);

    [Fact]
    public void One_stream_has_a_line_for_each_frame_and_a_cost()
    {
        using var output = new MemoryStream();
        var stream = new OneStream(_model, new SampleReader(new ChunkedStream(Sounds.Bytes(Sounds.Noise(100_000)), [999, 1, 4096])), new Answers(output, isOfChanges: false, 0.5f));
        stream.Run();
        string[] lines = Encoding.ASCII.GetString(output.ToArray()).Split('\n');
        Assert.Equal(100_000 / 256, lines.Length - 1);
        Assert.StartsWith("6.240 ", lines[^2], StringComparison.Ordinal);
        Assert.Matches("^390 frames: [0-9]+\\.[0-9]+ % of one core, [0-9.]+ µs a frame, [0-9]+ bytes allocated$", stream.Cost);
    }

    [Fact]
    public void A_stream_without_a_frame_has_no_answer()
    {
        using var output = new MemoryStream();
        var stream = new OneStream(_model, new SampleReader(new ChunkedStream(new byte[510], [510])), new Answers(output, isOfChanges: false, 0.5f));
        stream.Run();
        Assert.Equal(0, output.Length);
        Assert.Equal("0 frames: all that came is shorter than one", stream.Cost);
    }

    [Theory]
    [InlineData(1, 256)]
    [InlineData(3, 1000)]
    [InlineData(100, 12_345)]
    public void Many_streams_together_have_the_answers_of_one_after_the_other(int streams, int samples)
    {
        using var output = new StringWriter();
        new ManyStreams(_model, Sounds.Noise(samples), streams).Run(frames: 20, output);
        string[] lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal($"{streams} streams of 0.3 s, a frame of each every 16 ms", lines[0]);
        Assert.Matches("^together: [0-9.]+ % of one core, [0-9.]+ µs a frame \\([0-9.]+ features, [0-9.]+ network\\), [0-9.]+ ms for a frame of all, within [0-9.]+ ms in 99 %, 0 bytes allocated$", lines[1]);
        Assert.Matches("^one by one: [0-9.]+ % of one core, [0-9.]+ µs a frame \\([0-9.]+ features, [0-9.]+ network\\), [0-9.]+ ms for a frame of all, within [0-9.]+ ms in 99 %, 0 bytes allocated$", lines[2]);
        string apart = lines[3].Split(' ')[^2];
        Assert.InRange(double.Parse(apart, CultureInfo.InvariantCulture), 0, 1e-5);
    }

    [Fact]
    public void A_recording_shorter_than_a_frame_is_named()
    {
        var error = Assert.Throws<SynthesisException>(() => new ManyStreams(_model, new short[255], 2).Run(1, TextWriter.Null));
        Assert.Equal("The recording on standard input has 255 samples, and a frame has 256; give a longer one.", error.Message);
    }

    [Fact]
    public void The_load_is_the_time_of_computing_over_that_of_the_sound()
    {
        Assert.Equal("50.0 % of one core, 8.0 µs a frame", Summary.Load(1000, 1000, 8));
        Assert.Equal("0.125 % of one core, 20.0 µs a frame", Summary.Load(1, 1000, 0.02));
    }
}
