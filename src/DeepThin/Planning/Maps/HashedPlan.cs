using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>
/// HashedNets (Chen, Wilson, Tyree, Weinberger and Chen, ICML 2015, arXiv:1504.04788): weights share K values, by a hash of their place. W[q, c] is
/// one of the buckets, with a sign; both come from xxHash32 of the flat index c·Q + q, so that no index is stored.
/// </summary>
internal sealed record HashedPlan(int Q, int R, int Buckets, int Seed) : WeightsPlan(Q, R)
{
    public override string Kind => "hashed";

    public override long Parameters => Buckets;

    public override IEnumerable<TensorInfo> Tensors(double variance) => [new("buckets", Buckets, 0, 0) { Initial = Initial.Normal(Math.Sqrt(variance)) }];

    public override KernelPlan Kernels(Kernel kernel, Optimize optimize, WeightType held) => KernelPlan.Only(new HashedShape(Q, R, Buckets, Seed));

    public override string Summary => $"hashed, {Numbers.Text(Buckets)} buckets";

    public override string Describe() => $"W {Q}×{R} of {Buckets} buckets, hashed";
}
