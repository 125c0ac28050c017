using System;

namespace DeepThin.Planning;

/// <summary>
/// A correlation with n taps by real transforms of length N (overlap-save; Stockham, "High-speed convolution and correlation", 1966): the
/// transform of N rows of x, multiplied with that of the taps, gives N − n + 1 shifts; the others wrap around.
/// </summary>
/// <param name="Half">N / 2.</param>
/// <param name="Outputs">The shifts of a block, N − n + 1 or fewer.</param>
/// <param name="Blocks">The blocks that hold all shifts.</param>
/// <param name="Cost">What they cost for one sample, all ranks, in multiply-adds of a correlation tap by tap.</param>
internal sealed record OverlapSave(int Half, int Outputs, int Blocks, double Cost)
{
    /// <summary>What it costs to multiply a complex value with what the taps do to it, in operations of a vector.</summary>
    private const double CostOfFiltering = 12;

    /// <summary>What an operation of the transforms takes, in multiply-adds of the correlation tap by tap, which waits for its loads.</summary>
    private const double CostOfOperation = 1.05;

    /// <summary>The longest transforms whose buffers stay in a first-level cache of 48 KB.</summary>
    private const int HalfInCache = 160;

    /// <summary>What each value more costs, as a share of the whole.</summary>
    private const double CostOfLeavingCache = 0.004;

    /// <summary>The longest transforms that are considered.</summary>
    private const int MostHalf = 512;

    /// <summary>N: the length of the real transforms.</summary>
    public int Length => 2 * Half;

    /// <summary>What is prepared: the twiddles, then for each rank what the transform of its taps does to a transform of x.</summary>
    public int Prepared(int rank) => Twiddles + rank * FilterLength;

    /// <summary>The twiddles, in full vectors.</summary>
    public int Twiddles => ReLayout.RoundUp(Transform.Twiddles(Half), KernelShape.Lanes);

    /// <summary>Three complex factors for each pair of bins.</summary>
    public int FilterLength => 6 * (Half / 2 + 1);

    /// <summary>The rows of x that the blocks read.</summary>
    public int RowsRead => (Blocks - 1) * Outputs + Length;

    /// <summary>The rows of S that the blocks write, two at a time; those behind the last shift included.</summary>
    public int RowsWritten => (Blocks - 1) * Outputs + ReLayout.RoundUp(Outputs, 2);

    /// <summary>Where x̂ begins in the scratch memory, behind the two buffers of a transform.</summary>
    public int Spectrum => 4 * Half * KernelShape.Lanes;

    public int Scratch => Spectrum + 2 * Half * KernelShape.Lanes;

    /// <summary>The transforms that cost least, or null where the correlation tap by tap costs less.</summary>
    public static OverlapSave? For(ReLayoutPlan plan, int shifts)
    {
        OverlapSave? best = null;
        double least = (double)plan.Rank * plan.N * shifts;
        for (int half = Transform.NextLength(plan.N / 2 + 1); half <= MostHalf; half = Transform.NextLength(half + 1))
        {
            int blocks = (int)ReLayout.CeilDiv(shifts, 2 * half - plan.N + 1), outputs = (int)ReLayout.CeilDiv(shifts, blocks);
            double cost = blocks * CostOfBlock(half, plan.Rank);
            if (cost < least) (best, least) = (new(half, outputs, blocks, cost), cost);
        }

        return best;
    }

    private static double CostOfBlock(int half, int rank)
    {
        double passes = 0;
        foreach (int radix in Transform.Radices(half)) passes += CostOfValue(radix);
        double waiting = 1 + CostOfLeavingCache * Math.Max(0, half - HalfInCache);
        return CostOfOperation * waiting * half * ((1 + rank) * passes + CostOfFiltering * rank);
    }

    // Operations for a complex value in a pass, or what its loads and stores take where there are few.
    private static double CostOfValue(int radix) => radix switch
    {
        2 => 5,
        3 => 8,
        4 => 7,
        _ => 10,
    };
}
