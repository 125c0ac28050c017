using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>The sizes of the two factors X_f (m×r) and W_f (r×n) that stand for a matrix of Q×R.</summary>
internal sealed record ReLayoutPlan(int Q, int R, int Rank, int N) : WeightsPlan(Q, R)
{
    public int M { get; } = ReLayout.RowsFor(Q, R, N);

    /// <summary>Wide at and above n = sqrt(QR), the n with the fewest parameters; tall below.</summary>
    public Form Form { get; } = (long)N * N >= (long)Q * R ? Form.Wide : Form.Tall;

    public override string Kind => "deepthin";

    public override long Parameters => Rank * ((long)M + N);

    public override int RankOfFactors => Rank;

    public override IEnumerable<TensorPlan> Tensors() => [new("xf", M, Rank), new("wf", Rank, N)];

    public override KernelPlan Kernels(Kernel kernel, Optimize optimize) => KernelPlan.For(this, kernel, optimize);

    public override string Describe(Func<double, string> percent) =>
        $"W {Q}×{R} = ReLayout(X_f {M}×{Rank} · W_f {Rank}×{N}), {Form.ToString().ToLowerInvariant()}, α = {percent(Ratio)}.";
}
