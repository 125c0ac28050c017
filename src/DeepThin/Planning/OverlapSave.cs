using System;

namespace DeepThin.Planning;

/// <summary>
/// A correlation with n taps by real transforms of length N (overlap-save; Stockham, "High-speed convolution and correlation", 1966): the
/// transform of N rows of x, multiplied with that of the taps, gives N − n + 1 shifts; the others wrap around.
/// </summary>
/// <param name="Half">N / 2.</param>
/// <param name="Outputs">The shifts of a block, N − n + 1 or fewer.</param>
/// <param name="Blocks">The blocks that hold all shifts.</param>
/// <param name="RankLanes">The rank, rounded up to full vectors.</param>
internal sealed record OverlapSave(int Half, int Outputs, int Blocks, int RankLanes)
{
    /// <summary>What an operation of the transforms takes more than a multiply-add of the correlation that adds up the taps.</summary>
    private const double Overhead = 1.6;

    /// <summary>The longest transforms: the buffers of longer ones fall out of the first-level cache, and every pass waits.</summary>
    private const int MostHalf = 320;

    /// <summary>N: the length of the real transforms.</summary>
    public int Length => 2 * Half;

    /// <summary>N / 2 + 1: the bins of a real transform.</summary>
    public int Bins => Half + 1;

    public int Twiddles => ReLayout.RoundUp(Transform.Twiddles(Half), KernelShape.Lanes);

    /// <summary>The rows of x that the blocks read.</summary>
    public int RowsRead => (Blocks - 1) * Outputs + Length;

    /// <summary>The rows of S that the blocks write, those behind the last shift included.</summary>
    public int RowsWritten => Blocks * Outputs;

    /// <summary>Where x̂ begins in the scratch memory, behind the two buffers of a transform.</summary>
    public int Spectrum => 4 * Half * KernelShape.Lanes;

    /// <summary>Where Ŝ begins, behind x̂.</summary>
    public int Products => Spectrum + 2 * Bins * KernelShape.Lanes;

    /// <summary>Where Ŵ_f begins, behind Ŝ: bins × (real parts of the ranks, imaginary parts of the ranks).</summary>
    public int Filters => Products + 2 * Bins * KernelShape.Lanes;

    public int Scratch => Filters + 2 * Bins * RankLanes;

    /// <summary>The transforms that cost least, or null where the correlation tap by tap costs less.</summary>
    public static OverlapSave? For(ReLayoutPlan plan, int shifts)
    {
        OverlapSave? best = null;
        double least = (double)plan.Rank * plan.N * shifts;
        for (int half = Transform.NextLength(plan.N / 2 + 1); half <= MostHalf; half = Transform.NextLength(half + 1))
        {
            int blocks = (int)ReLayout.CeilDiv(shifts, 2 * half - plan.N + 1), outputs = (int)ReLayout.CeilDiv(shifts, blocks);
            double cost = Overhead * blocks * ((1 + plan.Rank) * Transform.CostOfReal(half) + 4.0 * plan.Rank * (half + 1));
            if (cost < least) (best, least) = (new(half, outputs, blocks, ReLayout.RoundUp(plan.Rank, KernelShape.Lanes)), cost);
        }

        return best;
    }
}
