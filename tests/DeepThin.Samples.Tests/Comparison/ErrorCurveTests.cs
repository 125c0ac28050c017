using Comparison.Statistics;

namespace DeepThin.Samples.Tests.Comparison;

public sealed class ErrorCurveTests
{
    private static readonly ErrorCurve Curve = new([(1000, 0.2), (10, 0.5), (100, 0.4)]);

    [Theory]
    [InlineData(10, 0.5)]
    [InlineData(100, 0.4)]
    [InlineData(1000, 0.2)]
    [InlineData(31.622776601683793, 0.45)]
    [InlineData(316.22776601683796, 0.3)]
    public void Between_its_points_it_is_a_line_over_the_logarithm(double bytes, double error) => Assert.Equal(error, Curve.At(bytes)!.Value, 9);

    [Theory]
    [InlineData(9.9)]
    [InlineData(1000.1)]
    public void Beyond_its_points_it_says_nothing(double bytes) => Assert.Null(Curve.At(bytes));
}
