using System.Numerics;
using Listen.Streaming;

namespace DeepThin.Samples.Tests.Listen;

public sealed class PowerSpectrumTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_is_that_of_the_definition(int seed)
    {
        double[] samples = [.. Sounds.Noise(PowerSpectrum.Length, seed).Select(sample => sample / 32768.0)], power = new double[PowerSpectrum.Bins];
        var spectrum = new PowerSpectrum();
        spectrum.Compute(new double[PowerSpectrum.Length], power);
        spectrum.Compute(samples, power);
        for (int k = 0; k < PowerSpectrum.Bins; k++)
        {
            var sum = Complex.Zero;
            for (int n = 0; n < samples.Length; n++) sum += samples[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k * n / samples.Length);
            Assert.Equal(sum.Magnitude * sum.Magnitude, power[k], 1e-9);
        }
    }

    [Fact]
    public void A_tone_has_its_power_at_its_frequency()
    {
        double[] power = new double[PowerSpectrum.Bins];
        new PowerSpectrum().Compute(Sounds.Sine(PowerSpectrum.Length, 1000), power);
        Assert.Equal(256.0 * 256, power[32], 1e-6);
        Assert.Equal(256.0 * 256, power.Sum(), 1e-6);
    }
}
