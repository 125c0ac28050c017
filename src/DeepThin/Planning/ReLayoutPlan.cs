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

    public override KernelPlan Kernels(Kernel kernel, Optimize optimize, WeightType held) => KernelPlan.For(this, kernel, optimize, held);

    // The correlation reads X_f packed. Of W_f the Fourier kernel reads the transform only.
    public override TensorPlan Hold(TensorPlan tensor, KernelPlan kernels) => (tensor.Name, kernels.OneSample) switch
    {
        ("xf", CorrelationShape { IsNarrow: true } correlation) => tensor with { Type = correlation.Held, Order = correlation.Order },
        ("wf", FourierShape { IsNarrow: true } fourier) => tensor with { Type = fourier.Held, Group = StoredTensor.Group },
        _ => tensor,
    };

    public override string Describe(Func<double, string> percent) =>
        $"W {Q}×{R} = ReLayout(X_f {M}×{Rank} · W_f {Rank}×{N}), {Form.ToString().ToLowerInvariant()}, α = {percent(Ratio)}.";
}
