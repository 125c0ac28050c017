using CsCheck;
using DeepThin.Planning;

namespace DeepThin.Tests.Planning;

public sealed class ReLayoutPlannerTests
{
    private static readonly Gen<(int Q, int R, int Rank, double Ratio, Form Form, long Gains)> Asked =
        from q in Gen.Int[1, 70]
        from r in Gen.Int[1, 70]
        from rank in Gen.Int[1, 3]
        from ratio in Gen.Double[0.001, 0.999]
        from form in Gen.OneOfConst(Form.Wide, Form.Tall)
        from gains in Gen.Enum<Gains>()
        select (q, r, rank, ratio, form, LinearMap.GainsLength(q, r, gains));

    [Fact]
    public void The_plan_is_the_cheapest_that_uses_the_ratio_or_the_one_that_uses_it_best() => Asked.Sample(asked =>
    {
        var (q, r, rank, ratio, form, gains) = asked;
        var plan = ReLayoutPlanner.Plan(q, r, rank, ratio, form, gains);
        var reachable = Reachable(q, r, rank, ratio, gains);
        if (reachable.Count == 0)
        {
            Assert.Null(plan);
            return;
        }

        Assert.NotNull(plan);
        Assert.Contains(plan, reachable);
        var ofForm = reachable.Where(other => other.Form == form).ToList();
        if (ofForm.Count == 0) return;
        Assert.Equal(form, plan.Form);
        var wellUsed = ofForm.Where(other => other.M + other.N >= ReLayoutPlanner.LeastUse * ReLayoutPlanner.MostValues(q, r, rank, ratio, gains)).ToList();
        if (wellUsed.Count > 0) Assert.Equal(wellUsed.Min(Cost), Cost(plan));
        else Assert.Equal(ofForm.Max(other => other.Parameters), plan.Parameters);
    });

    [Fact]
    public void Every_ratio_from_the_smallest_on_is_reached_and_none_below() => Asked.Sample(asked =>
    {
        var (q, r, rank, _, form, gains) = asked;
        double smallest = ReLayoutPlanner.SmallestRatio(q, r, rank, gains);
        Assert.Equal(Reachable(q, r, rank, double.MaxValue / 1e9, gains).Min(plan => plan.Ratio) + gains / ((double)q * r), smallest, 12);
        Assert.NotNull(ReLayoutPlanner.Plan(q, r, rank, smallest, form, gains));
        Assert.Null(ReLayoutPlanner.Plan(q, r, rank, smallest * (1 - 1e-9), form, gains));
    });

    [Fact]
    public void The_largest_rank_is_reached_and_the_next_one_is_not() => Asked.Sample(asked =>
    {
        var (q, r, _, ratio, form, gains) = asked;
        int largest = ReLayoutPlanner.LargestRank(q, r, ratio, gains);
        if (largest > 0) Assert.NotNull(ReLayoutPlanner.Plan(q, r, largest, ratio, form, gains));
        Assert.Null(ReLayoutPlanner.Plan(q, r, largest + 1, ratio, form, gains));
    });

    [Fact]
    public void The_nearest_coprimes_are_coprime_and_nothing_between_is() => Gen.Select(Gen.Int[1, 10_000], Gen.Int[1, 10_000]).Sample((n, q) =>
    {
        var (below, above) = ReLayoutPlanner.NearestCoprimes(n, q);
        Assert.True(below == 0 || ReLayout.AreCoprime(below, q));
        Assert.True(ReLayout.AreCoprime(above, q));
        Assert.All(Enumerable.Range(below + 1, above - below - 1).Where(between => between != n), between => Assert.False(ReLayout.AreCoprime(between, q)));
    });

    [Theory]
    [InlineData(1024, 1024)]
    [InlineData(784, 1024)]
    [InlineData(440, 2048)]
    [InlineData(2048, 2048)]
    [InlineData(4096, 4096)]
    public void The_ratios_of_the_field_are_used_in_both_forms(int q, int r)
    {
        foreach (double ratio in new[] { 0.1, 0.03, 0.01, 0.004 })
        {
            foreach (var form in new[] { Form.Wide, Form.Tall })
            {
                var plan = ReLayoutPlanner.Plan(q, r, 1, ratio, form);
                Assert.NotNull(plan);
                Assert.Equal(form, plan.Form);
                Assert.True(plan.Ratio <= ratio);

                // Neighbouring n differ by much of a ratio where n is small; where they are large, one always fits.
                if (form == Form.Wide) Assert.InRange(plan.Ratio, 0.95 * ratio, ratio);
            }
        }
    }

    [Theory]
    [InlineData(100, 100, 0.0201)]
    [InlineData(10, 10, 0.21)]
    public void A_ratio_that_names_the_smallest_one_exactly_is_reached(int q, int r, double ratio) =>
        Assert.NotNull(ReLayoutPlanner.Plan(q, r, 1, ratio, Form.Wide));

    [Theory]
    [InlineData(46340, 46340)]
    [InlineData(1, int.MaxValue)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(2, 1 << 29)]
    [InlineData(30030, 70000)]
    public void The_largest_shapes_are_planned(int q, int r)
    {
        foreach (var form in new[] { Form.Wide, Form.Tall })
        {
            double smallest = ReLayoutPlanner.SmallestRatio(q, r, 1);
            foreach (double ratio in new[] { smallest, 2 * smallest, 0.1, 0.9 })
            {
                var plan = ReLayoutPlanner.Plan(q, r, 1, ratio, form);
                Assert.Equal(ratio >= smallest, plan != null);
            }
        }
    }

    private static double Cost(ReLayoutPlan plan) => KernelChoice.PlanningCost(plan);

    private static List<ReLayoutPlan> Reachable(int q, int r, int rank, double ratio, long gains) =>
    [
        .. Enumerable.Range(1, q * r)
            .Where(n => ReLayout.AreCoprime(n, q))
            .Select(n => new ReLayoutPlan(q, r, rank, n))
            .Where(plan => plan.Parameters + gains <= ratio * q * r * (1 + 1e-12)),
    ];
}
