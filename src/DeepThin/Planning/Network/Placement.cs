using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>Memory that is needed from one step to another, both included.</summary>
internal readonly record struct Lifetime(long Length, int First, int Last)
{
    /// <summary>Whether both are needed at once.</summary>
    public bool Overlaps(Lifetime other) => First <= other.Last && other.First <= Last;
}

/// <summary>
/// Places in one block of memory: what is needed at once lies apart, the rest shares memory. The longest is placed first, each as far in front as
/// it fits (greedy by size; Pisarchyk and Lee, 2020, arXiv:2001.03288).
/// </summary>
internal static class Placement
{
    private const int Lanes = KernelShape.Lanes;

    /// <summary>Rounds a length up to full vectors.</summary>
    public static long Align(long length) => ReLayout.CeilDiv(length, Lanes) * Lanes;

    /// <summary>The places, each at full vectors, in floats.</summary>
    /// <param name="lifetimes">What is to be placed.</param>
    /// <param name="total">The length of the block.</param>
    public static long[] Of(IReadOnlyList<Lifetime> lifetimes, out long total)
    {
        long[] places = new long[lifetimes.Count];
        var placed = new List<int>();
        total = 0;
        foreach (int index in Enumerable.Range(0, places.Length).OrderByDescending(index => lifetimes[index].Length))
        {
            long end = 0;
            foreach (int other in placed.Where(other => lifetimes[other].Overlaps(lifetimes[index])).OrderBy(other => places[other]))
            {
                if (end + Align(lifetimes[index].Length) <= places[other]) break;
                end = Math.Max(end, places[other] + Align(lifetimes[other].Length));
            }

            places[index] = end;
            placed.Add(index);
            total = Math.Max(total, end + Align(lifetimes[index].Length));
        }

        return places;
    }

    /// <summary>The places of what lies one after the other.</summary>
    /// <param name="lengths">The lengths.</param>
    /// <param name="total">The length of all.</param>
    public static long[] InOrder(IReadOnlyList<long> lengths, out long total)
    {
        long[] places = new long[lengths.Count];
        total = 0;
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = total;
            total += Align(lengths[i]);
        }

        return places;
    }
}
