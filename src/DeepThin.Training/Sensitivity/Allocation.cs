namespace DeepThin.Training;

/// <summary>Shares bytes among layers.</summary>
internal static class Allocation
{
    private const int Halvings = 200;

    /// <summary>
    /// The bytes of each layer for which the sum of the losses is least and that of the bytes is within a budget. All curves are convex, so there is
    /// one price of a byte at which every layer takes those that are worth it; it is found by halving the interval that it lies in.
    /// </summary>
    /// <param name="curves">The loss of each layer.</param>
    /// <param name="budget">The most bytes, at least the sum of the fewest of each curve.</param>
    public static double[] Share(IReadOnlyList<LossCurve> curves, double budget)
    {
        double[] most = [.. curves.Select(curve => curve.MostBytes)];
        if (most.Sum() <= budget) return most;

        // Beyond the high price no layer takes more than its fewest bytes; below the low one each takes its most.
        double high = curves.Max(curve => curve.HighestPrice) * 2;
        double low = curves.Select(curve => curve.LowestPrice).Where(price => price > 0).Min() / 2;
        for (int i = 0; i < Halvings; i++)
        {
            double price = Math.Sqrt(low * high);
            if (curves.Sum(curve => curve.BytesAt(price)) <= budget) high = price;
            else low = price;
        }

        return [.. curves.Select(curve => curve.BytesAt(high))];
    }
}
