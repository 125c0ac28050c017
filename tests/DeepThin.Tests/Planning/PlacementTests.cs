using CsCheck;
using DeepThin.Planning;

namespace DeepThin.Tests.Planning;

/// <summary>Places by lifetimes: what is needed at once lies apart, and no more memory is taken than the simplest order takes.</summary>
public sealed class PlacementTests
{
    private static readonly Gen<Lifetime[]> Lifetimes =
        (from length in Gen.Long[0, 500]
         from first in Gen.Int[-1, 10]
         from steps in Gen.Int[0, 4]
         select new Lifetime(length, first, first + steps)).Array[1, 20];

    [Fact]
    public void What_is_needed_at_once_lies_apart_and_in_the_block() => Lifetimes.Sample(lifetimes =>
    {
        long[] places = Placement.Of(lifetimes, out long total);
        for (int i = 0; i < lifetimes.Length; i++)
        {
            Assert.Equal(0, places[i] % 16);
            Assert.InRange(places[i], 0, total - lifetimes[i].Length);
            for (int j = 0; j < i; j++)
            {
                if (lifetimes[i].Length == 0 || lifetimes[j].Length == 0 || !lifetimes[i].Overlaps(lifetimes[j])) continue;
                Assert.True(places[i] + lifetimes[i].Length <= places[j] || places[j] + lifetimes[j].Length <= places[i]);
            }
        }

        Assert.InRange(total, lifetimes.Max(lifetime => lifetime.Length), lifetimes.Sum(lifetime => Placement.Align(lifetime.Length)));
    });

    [Fact]
    public void The_values_of_a_chain_take_turns()
    {
        Lifetime[] chain = [new(1024, -1, 0), new(2048, 0, 1), new(512, 1, 2), new(2000, 2, 3)];
        long[] places = Placement.Of(chain, out long total);
        Assert.Equal(2048 + 1024, total);
        Assert.Equal((0L, 0L), (places[1], places[3]));
    }

    [Fact]
    public void Places_do_not_depend_on_anything_but_the_lifetimes() =>
        Lifetimes.Sample(lifetimes => Assert.Equal(Placement.Of(lifetimes, out _), Placement.Of([.. lifetimes], out _)));
}
