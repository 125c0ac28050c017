using DeepThin.Samples.Sound;
using Listen.Streaming;

namespace DeepThin.Samples.Tests.Listen;

public sealed class MelSpectrumTests
{
    private readonly MelSpectrum _spectrum = new();

    [Theory]
    [InlineData(250)]
    [InlineData(1000)]
    [InlineData(4000)]
    public void A_tone_is_loudest_in_the_filter_whose_centre_is_nearest(double frequency)
    {
        double step = (MelFilters.ToMel(8000) - MelFilters.ToMel(64)) / (MelSpectrum.Features + 1);
        int nearest = (int)Math.Round((MelFilters.ToMel(frequency) - MelFilters.ToMel(64)) / step) - 1;
        float[] features = Of([.. Sounds.Sine(PowerSpectrum.Length, frequency, 10_000).Select(sample => (short)sample)]);
        Assert.Equal(nearest, Array.IndexOf(features, features.Max()));
    }

    [Fact]
    public void Half_the_amplitude_is_a_quarter_of_the_power()
    {
        float[] whole = Of([.. Sounds.Sine(PowerSpectrum.Length, 1000, 20_000).Select(sample => (short)sample)]);
        float[] half = Of([.. Sounds.Sine(PowerSpectrum.Length, 1000, 10_000).Select(sample => (short)sample)]);
        Assert.Equal(Math.Log(4), whole.Max() - half.Max(), 1e-3);
    }

    [Fact]
    public void Silence_is_finite() => Assert.All(Of(new short[PowerSpectrum.Length]), feature => Assert.Equal(Math.Log(1e-10), feature, 1e-5));

    private float[] Of(short[] window)
    {
        float[] features = new float[MelSpectrum.Features];
        _spectrum.Compute(window, features);
        return features;
    }
}
