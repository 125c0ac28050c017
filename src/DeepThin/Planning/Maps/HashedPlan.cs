using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>
/// HashedNets (Chen, Wilson, Tyree, Weinberger and Chen, ICML 2015, arXiv:1504.04788): weights share K values, by a hash of their place. W[q, c] is
/// one of the buckets, with a sign; both come from xxHash32 of the flat index c·Q + q, so that no index is stored.
/// </summary>
internal sealed record HashedPlan(int Q, int R, int Buckets, int Seed) : WeightsPlan(Q, R)
{
    // The matrices of a layer have seeds of their own, and none that another layer has.
    private const int SeedsOfMatrix = 1 << 16;

    public override string Kind => "hashed";

    public override long Parameters => Buckets;

    /// <summary>The seed of a matrix.</summary>
    /// <param name="layer">The index of its layer.</param>
    /// <param name="matrix">Its place among those of the layer.</param>
    public static int SeedOf(int layer, int matrix) => layer + matrix * SeedsOfMatrix;

    public override IEnumerable<TensorInfo> Tensors(double variance) => [new("buckets", Buckets, 0, 0) { Initial = Initial.Normal(Math.Sqrt(variance)) }];

    public override KernelPlan Kernels(Kernel kernel, Optimize optimize, WeightType held) => KernelPlan.Only(new HashedShape(Q, R, Buckets, Seed));

    public override string Summary => $"hashed, {Numbers.Text(Buckets)} buckets";

    public override string Describe() => $"W {Q}×{R} of {Buckets} buckets, hashed";
}
