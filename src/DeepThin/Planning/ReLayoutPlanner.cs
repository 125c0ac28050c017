using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>Chooses n, the length of the rows of W_aux, from the sizes of W, the rank, the ratio and the form alone.</summary>
internal static class ReLayoutPlanner
{
    /// <summary>The share of the ratio that a plan uses wherever some coprime n allows it.</summary>
    public const double LeastUse = 0.95;

    /// <summary>How many candidates the planner prices for one layer.</summary>
    private const int MostCandidates = 1 << 15;

    /// <summary>The plan with r(m + n) ≤ ratio·Q·R, or null where no coprime n reaches the ratio.</summary>
    public static ReLayoutPlan? Plan(int q, int r, int rank, double ratio, Form form)
    {
        double bound = ratio * q * r / rank;
        long product = (long)q * r;
        double discriminant = bound * bound - 4.0 * product;

        // Rounding m up shifts the real roots a little; the walk below starts outside of them.
        double spread = Math.Sqrt(Math.Max(0, discriminant));
        ReLayoutPlan? best = null;
        (double Cost, double Distance) bestCost = default;
        int priced = 0;
        int first = form == Form.Wide
            ? (int)Math.Min(product, Math.Ceiling((bound + spread) / 2) + 1)
            : (int)Math.Max(1, Math.Floor(product / Math.Max(1, (bound + spread) / 2)) - 1);
        int step = form == Form.Wide ? -1 : 1;
        int middle = (int)Math.Ceiling(Math.Sqrt(product));
        for (int n = first; n >= 1 && n <= product && (form == Form.Wide ? n >= Math.Min(middle, product) : n < middle || n == 1); n += step)
        {
            long length = ReLayout.FactorLength(q, r, n);
            if (length > bound || !ReLayout.AreCoprime(n, q)) continue;
            if (best != null && (length < LeastUse * bound || ++priced > MostCandidates)) break;
            var plan = new ReLayoutPlan(q, r, rank, n);
            var cost = (KernelChoice.ForOneSample(plan).Cost, -(double)length);
            if (best == null || cost.CompareTo(bestCost) < 0)
            {
                (best, bestCost) = (plan, cost);
            }
        }

        return best ?? NearMiddle(q, r, rank, bound);
    }

    /// <summary>The smallest ratio that a rank can reach: the fewest parameters over all coprime n, near n = sqrt(QR).</summary>
    public static double SmallestRatio(int q, int r, int rank) =>
        rank * (double)ReLayout.FactorLength(q, r, SmallestN(q, r)) / ((double)q * r);

    /// <summary>The largest rank whose smallest ratio is at most the given one; 0 where not even rank 1 is.</summary>
    public static int LargestRank(int q, int r, double ratio) => (int)Math.Min(int.MaxValue, ratio / SmallestRatio(q, r, 1));

    /// <summary>The nearest numbers coprime with q below and above n; the lower one is 0 where there is none.</summary>
    public static (int Below, int Above) NearestCoprimes(int n, int q)
    {
        int below = n - 1;
        while (below > 0 && !ReLayout.AreCoprime(below, q)) below--;
        int above = n + 1;
        while (!ReLayout.AreCoprime(above, q)) above++;
        return (below, above);
    }

    // Where the two roots meet, rounding may leave a plan only on the other side of the middle.
    private static ReLayoutPlan? NearMiddle(int q, int r, int rank, double bound)
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
