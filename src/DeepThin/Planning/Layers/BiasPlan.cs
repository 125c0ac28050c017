using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A bias of so many values: a vector, or a matrix of one row that two factors stand for.</summary>
internal sealed record BiasPlan(int Length, ReLayoutPlan? Factors)
{
    /// <summary>The trained values.</summary>
    public long Parameters => Factors?.Parameters ?? Length;

    /// <summary>The tensors, by their names within the layer and without offsets.</summary>
    /// <remarks>Of a factored bias X_f begins with zeros, so that W_f, which is ±1, leads the gradient to it.</remarks>
    public IEnumerable<TensorInfo> Tensors() => Factors == null
        ? [new("bias", Length, 0, 0) { Role = TensorRole.Bias }]
        :
        [
            new("bias.xf", Factors.M, Factors.Rank, 0) { Role = TensorRole.Bias },
            new("bias.wf", Factors.Rank, Factors.N, 0) { Role = TensorRole.Bias, Initial = Initial.Signs },
        ];
}
