using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>
/// Pruning by magnitude (Han, Pool, Tran and Dally, NIPS 2015, arXiv:1506.02626): of W only the largest values are kept, with their places. In memory W
/// is whole, zeros included; a weight that is zero has no gradient and stays zero.
/// </summary>
internal sealed record PrunedPlan(int Q, int R, int NonZeros) : WeightsPlan(Q, R)
{
    public override string Kind => "pruned";

    public override long Parameters => NonZeros;

    public override IEnumerable<TensorInfo> Tensors(double variance) => [new("weight", R, Q, 0) { Initial = Initial.Normal(Math.Sqrt(variance)), NonZeros = NonZeros }];

    public override KernelPlan Kernels(Kernel kernel, Optimize optimize, WeightType held) => KernelPlan.Only(new PrunedShape(Q, R) { Held = held });

    public override string Summary => $"pruned, {Numbers.Text(NonZeros)} weights kept";

    public override string Describe() => $"W {Q}×{R}, pruned to {NonZeros} values";
}
