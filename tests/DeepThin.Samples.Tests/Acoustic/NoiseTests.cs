using Acoustic.Synthesis;
using MathNet.Numerics.IntegralTransforms;

namespace DeepThin.Samples.Tests.Acoustic;

public sealed class NoiseTests
{
    private const int Length = 1 << 16;

    [Theory]
    [InlineData("White", 10)]
    [InlineData("Pink", 25)]
    public void NoiseHasThePowerThatItsDecibelsSay(string kind, double decibels)
    {
        double[] speech = Speech(30_001);
        double[] noise = Add(kind, decibels, seed: 1, speech);

        Assert.Equal(decibels, 10 * Math.Log10(Power(speech) / Power(noise)), 9);
    }

    [Fact]
    public void WhiteNoiseHasTheSamePowerAtEveryFrequency() => Assert.Equal(1, PowerAt(4000, "White") / PowerAt(1000, "White"), 0.1);

    [Fact]
    public void PinkNoiseHasAPowerOfOneOverF() => Assert.Equal(0.25, PowerAt(4000, "Pink") / PowerAt(1000, "Pink"), 0.025);

    [Fact]
    public void TheSeedDecidesTheNoise()
    {
        double[] noise = Add("White", 10, seed: 1, Speech(500));

        Assert.Equal(noise, Add("White", 10, seed: 1, Speech(500)));
        Assert.NotEqual(noise, Add("White", 10, seed: 2, Speech(500)));
    }

    [Fact]
    public void SilenceStaysSilent()
    {
        double[] signal = new double[1000];

        new Noise(NoiseKind.White, 10, 1).AddTo(signal);

        Assert.All(signal, sample => Assert.Equal(0, sample));
    }

    private static double[] Speech(int length) => [.. Enumerable.Range(0, length).Select(i => 0.2 * Math.Sin(0.1 * i))];

    private static double[] Add(string kind, double decibels, int seed, double[] speech)
    {
        double[] signal = [.. speech];
        new Noise(Enum.Parse<NoiseKind>(kind), decibels, seed).AddTo(signal);
        return [.. signal.Zip(speech, (sum, sample) => sum - sample)];
    }

    private static double Power(double[] samples) => samples.Average(sample => sample * sample);

    /// <summary>The power of noise within a tenth of a frequency, for each Hz.</summary>
    private static double PowerAt(double frequency, string kind)
    {
        double[] spectrum = [.. Add(kind, 10, seed: 3, Speech(Length)), 0, 0];
        Fourier.ForwardReal(spectrum, Length, FourierOptions.NoScaling);
        double binsPerHertz = Length / 16_000.0;
        int first = (int)(0.95 * frequency * binsPerHertz), count = (int)(0.1 * frequency * binsPerHertz);
        return Enumerable.Range(first, count).Average(bin => spectrum[2 * bin] * spectrum[2 * bin] + spectrum[2 * bin + 1] * spectrum[2 * bin + 1]);
    }
}
