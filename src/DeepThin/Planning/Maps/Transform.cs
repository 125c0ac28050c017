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

    /// <summary>What a complex value costs where a real transform is made of a complex one of half the length, in multiply-adds of a vector.</summary>
    private const double CostOfHalving = 8;

    /// <summary>What a real transform of twice the length costs, in multiply-adds of a vector.</summary>
    public static double CostOfReal(int half) => Cost(half) + CostOfHalving * half;

    /// <summary>What all passes cost, in multiply-adds of a vector.</summary>
    private static double Cost(int length)
    {
        double cost = 0;
        foreach (int radix in Radices(length)) cost += length * CostOfValue(radix);
        return cost;
    }

    /// <summary>The cosines and sines of all passes, and of the real transform of twice the length.</summary>
    public static int Twiddles(int length)
    {
        int count = 2 * (length / 2);
        int butterflies = length;
        foreach (int radix in Radices(length))
        {
            butterflies /= radix;
            count += 2 * butterflies * (radix - 1);
        }

        return count;
    }

    /// <summary>The inputs that the first pass reads where those behind the first few are zero: whole columns of its butterflies.</summary>
    public static int InputsRead(int length, int present)
    {
        int butterflies = length / Radices(length)[0];
        return ReLayout.RoundUp(present, butterflies);
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
