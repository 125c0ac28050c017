using Listen.Data;
using Listen.Synthesis;

namespace DeepThin.Samples.Tests.Listen;

public sealed class SceneMakerTests
{
    private static readonly Stretch[] Speech = [new(10, 60)];

    [Theory]
    [InlineData(-5)]
    [InlineData(20)]
    public void The_noise_has_the_power_that_the_decibels_say(double decibels)
    {
        double[] clean = Clean();
        short[] mixed = SceneMaker.Mix(Plan(decibels, level: -30), clean, Speech);

        // What the frames before the speech have is noise alone.
        double noise = Power(mixed.AsSpan(0, 10 * 256)), both = Power(mixed.AsSpan(10 * 256, 50 * 256));
        Assert.Equal(decibels, 10 * Math.Log10(both / noise - 1), 0.5);
        Assert.Equal(-30 + 10 * Math.Log10(1 + Math.Pow(10, -decibels / 10)), 10 * Math.Log10(both), 0.3);
    }

    [Fact]
    public void Noise_alone_has_the_level()
    {
        short[] mixed = SceneMaker.Mix(Plan(null, level: -20), new double[100 * 256], []);
        Assert.Equal(-20, 10 * Math.Log10(Power(mixed)), 0.1);
    }

    [Fact]
    public void Nothing_is_cut_off()
    {
        short[] mixed = SceneMaker.Mix(Plan(-5, level: 20), Clean(), Speech);
        Assert.Equal(0.95 * short.MaxValue, mixed.Max(sample => Math.Abs((int)sample)), 1.0);
    }

    private static double[] Clean() => [.. new double[10 * 256], .. Sounds.Sine(50 * 256, 300, 0.1), .. new double[40 * 256]];

    private static PlannedScene Plan(double? decibels, double level) => new("test-000.wav", Part.Test, Voices.Of(Part.Test)[0], [], 1, level, NoiseKind.White, 1, decibels);

    private static double Power(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (short sample in samples) sum += sample / 32767.0 * (sample / 32767.0);
        return sum / samples.Length;
    }
}
