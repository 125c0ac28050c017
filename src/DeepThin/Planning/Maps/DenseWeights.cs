using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>W as it is.</summary>
internal sealed record DenseWeights(int Q, int R) : WeightsPlan(Q, R)
{
    public override string Kind => "dense";

    public override long Parameters => (long)Q * R;

    public override IEnumerable<TensorInfo> Tensors(double variance) => [new("weight", R, Q, 0) { Initial = Initial.Normal(Math.Sqrt(variance)) }];

    public override KernelPlan Kernels(Kernel kernel, Optimize optimize, WeightType held) => KernelPlan.Only(new DenseShape(Q, R) { Held = held });

    public override bool IsCompressed => false;

    public override string Summary => "uncompressed";

    public override string Describe() => $"W {Q}×{R}, uncompressed";
}
