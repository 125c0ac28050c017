using Sensor.Data;

namespace DeepThin.Samples.Tests.Sensor;

/// <summary>A record is divided by time, and windows of one part see nothing of another.</summary>
public sealed class WindowsTests
{
    [Fact]
    public void A_window_and_what_follows_it_are_told_from_its_last_value()
    {
        var data = new Windows(length: 3, horizon: 2).Of([1, 2, 4, 8, 16, 32, 64], hop: 2);
        Assert.Equal(2, data.Count);
        Assert.Equal([-3, -2, 0, -12, -8, 0], data.Samples.ToArray());
        Assert.Equal([4, 12, 16, 48], data.Targets.ToArray());
    }

    [Theory]
    [InlineData(4, 1, 0)]
    [InlineData(5, 1, 1)]
    [InlineData(6, 1, 2)]
    [InlineData(6, 2, 1)]
    [InlineData(9, 2, 3)]
    public void No_window_reaches_beyond_its_part(int values, int hop, int count) => Assert.Equal(count, new Windows(length: 3, horizon: 2).Count(values, hop));

    [Fact]
    public void The_parts_follow_each_other_in_time()
    {
        float[] values = [.. Enumerable.Range(0, 41).Select(i => (float)i)];
        var division = new Division(values);
        Assert.Equal([24, 6, 11], [division.Training.Length, division.Validation.Length, division.Test.Length]);
        float[] joined = [.. division.Training, .. division.Validation, .. division.Test];
        Assert.Equal(values, joined);
    }
}
