using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>Rank factorisation, W = U·V with U of Q×k and V of k×R. U is kept column by column, so that both factors are read in order.</summary>
internal sealed record LowRankPlan(int Q, int R, int Rank) : WeightsPlan(Q, R)
{
    public override string Kind => "lowrank";

    public override long Parameters => Rank * ((long)Q + R);

    public override int RankOfFactors => Rank;

    /// <summary>The largest rank within a ratio beside so many gains; 0 where not even rank 1 is.</summary>
    public static int RankFor(int q, int r, double ratio, long gains = 0) => (int)Math.Max(0, Math.Min(int.MaxValue, Math.Floor((ratio * q * r - gains) / ((long)q + r))));

    /// <summary>The largest rank at which the factors, with so many gains, hold fewer values than W; 0 where there is none.</summary>
    public static int MostRank(int q, int r, long gains = 0) => (int)Math.Max(0, ((long)q * r - 1 - gains) / ((long)q + r));

    // U keeps the variance of x, and V has the rest.
    public override IEnumerable<TensorInfo> Tensors(double variance) =>
    [
        new("u", Rank, Q, 0) { Initial = Initial.Normal(Math.Sqrt(1.0 / Q)) },
        new("v", Rank, R, 0) { Initial = Initial.Normal(Math.Sqrt(variance * Q / Rank)) },
    ];

    public override KernelPlan Kernels(Kernel kernel, Optimize optimize, WeightType held) => KernelPlan.Only(new LowRankShape(Q, R, Rank) { Held = held });

    public override string Summary => $"low rank, rank {Numbers.Text(Rank)}";

    public override string Describe() => $"W {Q}×{R} = U {Q}×{Rank} · V {Rank}×{R}, rank factorisation";
}
