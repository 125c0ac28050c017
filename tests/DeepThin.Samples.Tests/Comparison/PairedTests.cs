using Comparison.Statistics;

namespace DeepThin.Samples.Tests.Comparison;

public sealed class PairedTests
{
    [Fact]
    public void A_reduction_is_that_of_the_sums()
    {
        var interval = Paired.RelativeReduction([1, 0, 2, 0], [2, 1, 2, 1], [0, 1, 2, 3]);
        Assert.Equal(0.5, interval.Value, 12);
        Assert.InRange(interval.Low, 0, 0.5);
        Assert.InRange(interval.High, 0.5, 1);
    }

    [Fact]
    public void The_interval_is_that_of_a_normal_distribution_where_errors_are_many()
    {
        // Half the errors of the other on independent samples: the deviation of the ratio follows from those of the counts.
        const int Count = 4000;
        var random = new Random(1);
        int[] other = [.. Enumerable.Range(0, Count).Select(_ => random.NextDouble() < 0.3 ? 1 : 0)];
        int[] own = [.. Enumerable.Range(0, Count).Select(_ => random.NextDouble() < 0.15 ? 1 : 0)];
        double a = own.Sum(), b = other.Sum(), ratio = a / b;
        double deviation = ratio * Math.Sqrt((1 - a / Count) / a + (1 - b / Count) / b);

        var interval = Paired.RelativeReduction(own, other, [.. Enumerable.Range(0, Count)]);

        Assert.Equal(1 - ratio, interval.Value, 12);
        Assert.InRange(interval.High - interval.Low, 0.85 * 2 * 1.96 * deviation, 1.15 * 2 * 1.96 * deviation);
    }

    [Fact]
    public void Samples_of_one_group_are_drawn_together()
    {
        // One group alone has nothing to vary; apart, its samples would.
        int[] own = [1, 0, 1, 0], other = [1, 1, 1, 1];
        Assert.Equal(new Interval(0.5, 0.5, 0.5), Paired.RelativeReduction(own, other, [0, 0, 0, 0]));
        Assert.NotEqual(0.5, Paired.RelativeReduction(own, other, [0, 1, 2, 3]).Low);
    }

    [Fact]
    public void Equal_errors_on_each_sample_leave_no_interval()
    {
        var interval = Paired.RelativeReduction([1, 0, 1, 0, 3], [1, 0, 1, 0, 3], [0, 1, 2, 3, 4]);
        Assert.Equal(new Interval(0, 0, 0), interval);
    }

    [Fact]
    public void Lengths_that_differ() => Assert.Throws<ArgumentException>(() => Paired.RelativeReduction([1], [1, 2], [0]));
}
