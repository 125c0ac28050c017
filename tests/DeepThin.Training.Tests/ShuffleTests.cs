using CsCheck;

namespace DeepThin.Training.Tests;

public sealed class ShuffleTests
{
    // Computed by another program from the description of the generator and of the shuffle.
    [Theory]
    [InlineData(7, 3, 0, 4, 2, 1, 3, 5, 7, 6, 9, 10, 8, 11)]
    [InlineData(-1, 0, 7, 6, 2, 0, 3, 9, 1, 11, 10, 5, 8, 4)]
    public void The_order_of_a_seed_stays(int seed, int epoch, params int[] order) => Assert.Equal(order, Order(order.Length, seed, epoch));

    [Fact]
    public void An_order_has_every_sample_once() => Gen.Select(Gen.Int[1, 500], Gen.Int, Gen.Int[0, 100]).Sample((count, seed, epoch) =>
        Order(count, seed, epoch).Order().SequenceEqual(Enumerable.Range(0, count)));

    [Fact]
    public void An_order_depends_on_the_seed_and_the_epoch_alone()
    {
        Assert.Equal(Order(100, 1, 2), Order(100, 1, 2));
        Assert.NotEqual(Order(100, 1, 2), Order(100, 2, 2));
        Assert.NotEqual(Order(100, 1, 2), Order(100, 1, 3));
        Assert.NotEqual(Order(100, 1, 2), Order(100, 2, 1));
    }

    [Fact]
    public void All_orders_of_three_are_about_equally_frequent()
    {
        var counts = Enumerable.Range(0, 60_000).GroupBy(epoch => string.Join(',', Order(3, 7, epoch))).Select(group => group.Count()).ToArray();
        Assert.Equal(6, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    private static int[] Order(int count, int seed, int epoch)
    {
        int[] order = new int[count];
        Shuffle.Fill(order, seed, epoch);
        return order;
    }
}
