using Acoustic.Data;
using Acoustic.Synthesis;

namespace DeepThin.Samples.Tests.Acoustic;

public sealed class LogMelTests
{
    // NumPy and this code compute in double precision, and store in single precision: logarithms of up to 20 in magnitude.
    private const float Tolerance = 4e-6f;

    [Fact]
    public void FeaturesAreThoseOfNumPy() => AssertEqual(NpyFile.ReadSingle(Fixture.PathOf("log-mel.npy"), 40), LogMel.Compute(Signal()));

    [Fact]
    public void NormalisedFeaturesAreThoseOfNumPy()
    {
        float[] features = LogMel.Compute(Signal());

        LogMel.Normalise(features);

        AssertEqual(NpyFile.ReadSingle(Fixture.PathOf("normalised.npy"), 40), features);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(399, 0)]
    [InlineData(400, 1)]
    [InlineData(559, 1)]
    [InlineData(560, 2)]
    [InlineData(16_000, 98)]
    public void FramesLieWhollyInTheSignal(int samples, int frames)
    {
        Assert.Equal(frames, LogMel.FrameCount(samples));
        Assert.Equal(frames * 40, LogMel.Compute(new double[samples]).Length);
    }

    [Fact]
    public void CentresAreTenMillisecondsApart()
    {
        Assert.Equal(0.0125, LogMel.Centre(0), 12);
        Assert.Equal(1.0125, LogMel.Centre(100), 12);
    }

    [Fact]
    public void SilenceIsFinite()
    {
        float[] features = LogMel.Compute(new double[800]);

        Assert.All(features, value => Assert.Equal(Math.Log(1e-10), value, 5));
        LogMel.Normalise(features);
        Assert.All(features, value => Assert.Equal(0, value));
    }

    [Fact]
    public void NormalisedValuesHaveMeanZeroAndVarianceOne()
    {
        var random = new Random(7);
        float[] features = [.. Enumerable.Range(0, 60 * 40).Select(i => (float)(i % 40 + (i % 40 + 1) * random.NextDouble()))];

        LogMel.Normalise(features);

        for (int column = 0; column < 40; column++)
        {
            double[] values = [.. features.Where((_, i) => i % 40 == column).Select(value => (double)value)];
            Assert.Equal(0, values.Average(), 5);
            Assert.Equal(1, values.Average(value => value * value), 5);
        }
    }

    private static double[] Signal() => Array.ConvertAll(NpyFile.ReadSingle(Fixture.PathOf("signal.npy"), 1), sample => (double)sample);

    private static void AssertEqual(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance);
    }
}
