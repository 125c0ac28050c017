using DeepThin.Samples.Sound;

namespace DeepThin.Samples.Tests.Sound;

public sealed class MelFiltersTests
{
    private const double Spacing = 31.25;

    private static readonly MelFilters Filters = new(40, 64, 8000, 257, Spacing);

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(8000)]
    public void HertzAndMelAreInverse(double hertz) => Assert.Equal(hertz, MelFilters.ToHertz(MelFilters.ToMel(hertz)), 9);

    [Fact]
    public void AThousandHertzAreAThousandMel() => Assert.Equal(1000, MelFilters.ToMel(1000), 0.05);

    [Fact]
    public void EveryFilterIsOneTriangle()
    {
        Assert.Equal(40, Filters.Weights.Count);
        foreach (var weights in Filters.Weights)
        {
            int top = weights.ToList().IndexOf(weights.Max());
            Assert.Equal(257, weights.Count);
            Assert.InRange(weights[top], 0.3, 1);
            Assert.Equal(weights.Take(top + 1).Order(), weights.Take(top + 1));
            Assert.Equal(weights.Skip(top).OrderDescending(), weights.Skip(top));
        }
    }

    [Fact]
    public void FiltersReachFrom64To8000Hertz()
    {
        Assert.Equal(0, Filters.Weights[0][2]);
        Assert.NotEqual(0, Filters.Weights[0][3]);
        Assert.NotEqual(0, Filters.Weights[39][255]);
        Assert.Equal(0, Filters.Weights[39][256], 9);
    }

    [Fact]
    public void FiltersTogetherLetEveryFrequencyBetweenTheirCentresThrough()
    {
        for (int bin = 4; bin < 240; bin++) Assert.Equal(1, Filters.Weights.Sum(weights => weights[bin]), 9);
    }

    [Fact]
    public void APowerIsWeighted()
    {
        double[] power = new double[257];
        power[100] = 2;

        Assert.Equal([.. Filters.Weights.Select(weights => 2 * weights[100])], Enumerable.Range(0, 40).Select(filter => Filters.Apply(filter, power)));
    }
}
