using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>Chooses n, the length of the rows of W_aux, from the sizes of W, the rank, the ratio and the form alone.</summary>
internal static class ReLayoutPlanner
{
    /// <summary>The share of the ratio that a plan uses wherever some coprime n allows it.</summary>
    public const double LeastUse = 0.95;

    /// <summary>How many candidates the planner prices for one layer at most, those that use the ratio best.</summary>
    private const int MostCandidates = 1 << 15;

    /// <summary>
    /// The plan with r(m + n) ≤ ratio·Q·R − gains whose kernel costs least among those that use at least <see cref="LeastUse"/> of the bound;
    /// the one that uses it best where none does; null where no coprime n reaches the ratio.
    /// </summary>
    public static ReLayoutPlan? Plan(int q, int r, int rank, double ratio, Form form, long gains = 0)
    {
        long bound = MostValues(q, r, rank, ratio, gains);
        ReLayoutPlan? cheapest = null, longest = null;
        double cost = 0;
        int priced = 0;
        foreach (int n in Candidates(q, r, bound, form))
        {
            long length = ReLayout.FactorLength(q, r, n);
            if (length > bound || !ReLayout.AreCoprime(n, q)) continue;
            var plan = new ReLayoutPlan(q, r, rank, n);
            if (longest == null || length > longest.M + (long)longest.N) longest = plan;
            if (length < LeastUse * bound) continue;
            double its = KernelChoice.PlanningCost(plan);
            if (cheapest == null || its < cost || (its == cost && length > cheapest.M + (long)cheapest.N)) (cheapest, cost) = (plan, its);
            if (++priced == MostCandidates) break;
        }

        return cheapest ?? longest ?? NearMiddle(q, r, rank, bound);
    }

    /// <summary>The most values m + n of both factors at rank 1 that a ratio allows beside so many gains. A ratio that names a plan's own exactly allows it.</summary>
    public static long MostValues(int q, int r, int rank, double ratio, long gains = 0) => (long)Math.Floor((ratio * q * r * (1 + 1e-12) - gains) / rank);

    /// <summary>The smallest ratio that a rank can reach beside so many gains: the fewest parameters over all coprime n, near n = sqrt(QR).</summary>
    public static double SmallestRatio(int q, int r, int rank, long gains = 0) =>
        (rank * (double)ReLayout.FactorLength(q, r, SmallestN(q, r)) + gains) / ((double)q * r);

    /// <summary>The largest rank whose smallest ratio is at most the given one; 0 where not even rank 1 is.</summary>
    public static int LargestRank(int q, int r, double ratio, long gains = 0) =>
        (int)(Math.Max(0, MostValues(q, r, 1, ratio, gains)) / ReLayout.FactorLength(q, r, SmallestN(q, r)));

    /// <summary>The nearest numbers coprime with q below and above n; the lower one is 0 where there is none.</summary>
    public static (int Below, int Above) NearestCoprimes(int n, int q)
    {
        int below = n - 1;
        while (below > 0 && !ReLayout.AreCoprime(below, q)) below--;
        long above = n + 1L;
        while (ReLayout.Gcd((int)(above % q), q) != 1) above++;
        return (below, (int)Math.Min(int.MaxValue, above));
    }

    // From the root of the form, where the bound is used up, toward sqrt(QR), where m + n is smallest; no further than it is worth.
    private static IEnumerable<int> Candidates(int q, int r, long bound, Form form)
    {
        long product = (long)q * r;
        double root = (bound + Math.Sqrt(Math.Max(0, (double)bound * bound - 4.0 * product))) / 2;
        int step = form == Form.Wide ? -1 : 1;
        bool found = false;

        // Rounding m up moves the root a little: begin outside.
        long first = form == Form.Wide ? (long)Math.Min(product, root + 2) : Math.Max(1, (long)(product / Math.Max(1, root)) - 1);
        for (long n = first; n >= 1 && n <= product && n * n >= product == (form == Form.Wide); n += step)
        {
            bool isWorth = n + product / n + 1 >= LeastUse * bound;
            if (!isWorth && found) yield break;
            found |= ReLayout.AreCoprime((int)n, q) && ReLayout.FactorLength(q, r, (int)n) <= bound;
            yield return (int)n;
        }
    }

    // Where the two roots meet, rounding may leave a plan only on the other side of the middle.
    private static ReLayoutPlan? NearMiddle(int q, int r, int rank, long bound)
    {
        int n = SmallestN(q, r);
        return ReLayout.FactorLength(q, r, n) <= bound ? new ReLayoutPlan(q, r, rank, n) : null;
    }

    private static int SmallestN(int q, int r)
    {
        long product = (long)q * r;
        int middle = Math.Max(1, (int)Math.Round(Math.Sqrt(product)));
        int best = 1;
        long fewest = ReLayout.FactorLength(q, r, 1);
        foreach (int step in new[] { 1, -1 })
        {
            for (long n = step > 0 ? middle : middle - 1; n >= 1 && n <= product && n + (double)product / n < fewest; n += step)
            {
                if (!ReLayout.AreCoprime((int)n, q)) continue;
                long length = ReLayout.FactorLength(q, r, (int)n);
                if (length < fewest) (best, fewest) = ((int)n, length);
            }
        }

        return best;
    }
}
