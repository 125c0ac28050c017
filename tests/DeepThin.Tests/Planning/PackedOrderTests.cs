namespace DeepThin.Tests.Planning;

/// <summary>The order in which a correlation reads X_f.</summary>
public sealed class PackedOrderTests
{
    [Fact]
    public void Orders_of_the_same_sizes_are_equal_and_all_others_are_not()
    {
        var order = new PackedOrder(60, 96, 7, 2, lanesArePhases: true, pairs: false);
        Assert.Equal(order, new PackedOrder(60, 96, 7, 2, lanesArePhases: true, pairs: false));
        Assert.Equal(order.GetHashCode(), new PackedOrder(60, 96, 7, 2, lanesArePhases: true, pairs: false).GetHashCode());
        Assert.DoesNotContain(order, new PackedOrder?[]
        {
            null,
            new(61, 96, 7, 2, lanesArePhases: true, pairs: false),
            new(60, 97, 7, 2, lanesArePhases: true, pairs: false),
            new(60, 96, 8, 2, lanesArePhases: true, pairs: false),
            new(60, 96, 7, 3, lanesArePhases: true, pairs: false),
            new(60, 96, 7, 2, lanesArePhases: false, pairs: false),
            new(60, 96, 7, 2, lanesArePhases: true, pairs: true),
        });
    }
}
