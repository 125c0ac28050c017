using Listen.Synthesis;

namespace DeepThin.Samples.Tests.Listen;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(22_050, 16_000, 1000)]
    [InlineData(22_050, 16_000, 6000)]
    [InlineData(8000, 16_000, 1000)]
    public void A_tone_stays_the_tone(int from, int to, double frequency)
    {
        double[] expected = Sounds.Sine(to / 4, frequency, rate: to), found = Resampler.Resample(Sounds.Sine(from / 4, frequency, rate: from), from, to);
        Assert.Equal(expected.Length, found.Length, 1.0);
        for (int i = 100; i < expected.Length - 100; i++) Assert.Equal(expected[i], found[i], 0.01);
    }

    [Fact]
    public void What_the_lower_rate_cannot_hold_is_gone()
    {
        double[] found = Resampler.Resample(Sounds.Sine(5512, 10_000, rate: 22_050), 22_050, 16_000);
        Assert.All(found[100..^100], sample => Assert.Equal(0, sample, 0.01));
    }
}
