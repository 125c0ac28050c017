using CsCheck;

namespace DeepThin.Training.Tests;

public sealed class AllocationTests
{
    private static readonly Gen<(double Bytes, double Loss)[]> Points = Gen.Select(Gen.Int[1, 400], Gen.Double[0, 1]).Select((bytes, loss) => (100.0 * bytes, loss)).Array[1, 6];

    [Fact]
    public void A_curve_never_rises_and_is_convex_over_the_bytes_and_lies_on_or_below_the_points() =>
        Points.Sample(points =>
        {
            var curve = new LossCurve(points);
            double[] at = [.. Enumerable.Range(0, 500).Select(i => curve.LeastBytes + i * 80.0)];
            for (int i = 1; i < at.Length - 1; i++)
            {
                Assert.True(curve.At(at[i]) <= curve.At(at[i - 1]) + 1e-12);
                Assert.True(curve.At(at[i]) <= (curve.At(at[i - 1]) + curve.At(at[i + 1])) / 2 + 1e-12);
            }

            Assert.All(points.GroupBy(point => point.Bytes), group => Assert.True(curve.At(group.Key) <= group.Average(point => point.Loss) + 1e-12));
        });

    [Fact]
    public void A_curve_goes_through_points_that_are_convex_already()
    {
        (double Bytes, double Loss)[] points = [(100, 0.9), (200, 0.5), (400, 0.3), (1600, 0.2)];
        var curve = new LossCurve(points.Reverse());
        Assert.All(points, point => Assert.Equal(point.Loss, curve.At(point.Bytes), 1e-12));
        Assert.Equal(0.7, curve.At(100 * Math.Sqrt(2)), 1e-12);
        Assert.Equal(0.25, curve.At(800), 1e-12);
        Assert.Equal((0.9, 0.2), (curve.At(5), curve.At(1e9)));
    }

    [Fact]
    public void Noise_that_says_fewer_bytes_are_better_is_not_believed()
    {
        var curve = new LossCurve([(100, 0.9), (200, 0.3), (400, 0.5)]);
        Assert.Equal((0.3, 200), (curve.At(400), curve.MostBytes));
        Assert.Equal(100, new LossCurve([(100, 0.2), (200, 0.3)]).MostBytes);
    }

    [Fact]
    public void Shares_are_within_the_budget_and_no_others_are_better() =>
        Gen.Select(Points.Array[1, 3], Gen.Double[0, 1.2]).Sample(
            (all, part) =>
            {
                LossCurve[] curves = [.. all.Select(points => new LossCurve(points))];
                double least = curves.Sum(curve => curve.LeastBytes), most = curves.Sum(curve => curve.MostBytes);
                double budget = least + part * (most - least);
                double[] shares = Allocation.Share(curves, budget);
                Assert.True(shares.Sum() <= budget);
                Assert.All(shares.Zip(curves), pair => Assert.InRange(pair.First, pair.Second.LeastBytes, pair.Second.MostBytes));
                double loss = curves.Zip(shares, (curve, bytes) => curve.At(bytes)).Sum();
                Assert.True(loss <= BruteForce(curves, budget) + 1e-9);
            },
            iter: 300);

    /// <summary>The least loss of all shares on a grid: the last curve takes the rest.</summary>
    private static double BruteForce(ReadOnlySpan<LossCurve> curves, double budget)
    {
        var curve = curves[0];
        if (curves.Length == 1) return budget < curve.LeastBytes ? double.PositiveInfinity : curve.At(budget);

        double best = double.PositiveInfinity;
        for (int i = 0; i <= 60; i++)
        {
            double bytes = curve.LeastBytes + i / 60.0 * (curve.MostBytes - curve.LeastBytes);
            best = Math.Min(best, curve.At(bytes) + BruteForce(curves[1..], budget - bytes));
        }

        return best;
    }
}
