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

    // The factor with fewer values is ±1, the other one normal with the variance of W over the rank: W has the wanted variance exactly, and no
    // product of two normal values with its heavy tails.
    public override IEnumerable<TensorInfo> Tensors(double variance)
    {
        var normal = Initial.Normal(Math.Sqrt(variance / Rank));
        return
        [
            new("xf", M, Rank, 0) { Role = TensorRole.LeftFactor, Initial = M < N ? Initial.Signs : normal },
            new("wf", Rank, N, 0) { Role = TensorRole.RightFactor, Initial = M < N ? normal : Initial.Signs },
        ];
    }

    public override KernelPlan Kernels(Kernel kernel, Optimize optimize, WeightType held) => KernelPlan.For(this, kernel, optimize, held);

    public override KernelPlan KernelsOfColumns(Optimize optimize, WeightType held) => KernelPlan.ForColumns(this, optimize, held);

    // The correlation reads X_f packed. Of W_f the Fourier kernel reads the transform only.
    public override TensorInfo Hold(TensorInfo tensor, KernelPlan kernels) => (tensor.Role, kernels.OneSample) switch
    {
        (TensorRole.LeftFactor, CorrelationShape { IsNarrow: true } correlation) => new(tensor) { Type = correlation.Held, Order = correlation.Order },
        (TensorRole.RightFactor, FourierShape { IsNarrow: true } fourier) => new(tensor) { Type = fourier.Held, Group = StoredTensor.Group },
        _ => tensor,
    };

    public override string Summary =>
        $"{Form.ToString().ToLowerInvariant()}, rank {Numbers.Text(Rank)}, n = {Numbers.Text(N)}, m = {Numbers.Text(M)}";

    public override string Describe() =>
        $"W {Q}×{R} = ReLayout(X_f {M}×{Rank} · W_f {Rank}×{N}), {Form.ToString().ToLowerInvariant()}";
}
