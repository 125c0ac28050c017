using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>
/// The passes of a complex transform of a length with the prime factors 2, 3 and 5 (Stockham: Cooley and Tukey's splitting with the
/// outputs in order after the last pass, two buffers taking turns).
/// </summary>
internal static class Transform
{
    /// <summary>The next length at or above the given one that the passes can compute.</summary>
    public static int NextLength(int length)
    {
        while (!IsSmooth(length)) length++;
        return length;
    }

    /// <summary>The radix of each pass; their product is the length.</summary>
    public static IReadOnlyList<int> Radices(int length)
    {
        var radices = new List<int>();
        foreach (int radix in new[] { 5, 4, 3, 2 })
        {
            for (; length % radix == 0; length /= radix) radices.Add(radix);
        }

        return radices;
    }

    /// <summary>What all passes cost, in multiply-adds of a vector.</summary>
    public static double Cost(int length)
    {
        double cost = 0;
        foreach (int radix in Radices(length)) cost += length * CostOfValue(radix);
        return cost;
    }

    // Additions and multiplications of a complex value in a butterfly and its twiddle; loads and stores go beside them.
    private static double CostOfValue(int radix) => radix switch
    {
        2 => 4,
        3 => 7,
        4 => 7,
        _ => 10,
    };

    private static bool IsSmooth(int length)
    {
        foreach (int prime in new[] { 2, 3, 5 })
        {
            while (length % prime == 0) length /= prime;
        }

        return length == 1;
    }
}
