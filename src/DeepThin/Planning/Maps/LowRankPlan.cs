using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>Rank factorisation, W = U·V with U of Q×k and V of k×R. U is kept column by column, so that both factors are read in order.</summary>
internal sealed record LowRankPlan(int Q, int R, int Rank) : WeightsPlan(Q, R)
{
    public override string Kind => "lowrank";

    public override long Parameters => Rank * ((long)Q + R);

    public override int RankOfFactors => Rank;

    /// <summary>The largest rank within a ratio; 0 where not even rank 1 is.</summary>
    public static int RankFor(int q, int r, double ratio) => (int)Math.Min(int.MaxValue, Math.Floor(ratio * q * r / ((long)q + r)));

    /// <summary>The largest rank at which the factors hold fewer values than W; 0 where there is none.</summary>
    public static int MostRank(int q, int r) => (int)(((long)q * r - 1) / ((long)q + r));

    // U keeps the variance of x, and V has the rest.
    public override IEnumerable<TensorInfo> Tensors(double variance) =>
    [
        new("u", Rank, Q, 0) { Initial = Initial.Normal(Math.Sqrt(1.0 / Q)) },
        new("v", Rank, R, 0) { Initial = Initial.Normal(Math.Sqrt(variance * Q / Rank)) },
    ];

    public override KernelPlan Kernels(Kernel kernel, Optimize optimize, WeightType held) => KernelPlan.Only(new LowRankShape(Q, R, Rank) { Held = held });

    public override string Summary => $"low rank, rank {Numbers.Text(Rank)}, α = {Numbers.Percent(Ratio)}";

    public override string Describe() => $"W {Q}×{R} = U {Q}×{Rank} · V {Rank}×{R}, rank factorisation, α = {Numbers.Percent(Ratio)}.";
}
