using System.Diagnostics.CodeAnalysis;

namespace DeepThin;

/// <summary>The plan of a matrix W of a layer, as the build chose it: how its weights are kept, and the kernels that multiply with it.</summary>
/// <remarks>No record, for the reason of <see cref="LayerInfo"/>.</remarks>
public sealed class MapInfo
{
    /// <summary>Describes a matrix. Called by generated code.</summary>
    public MapInfo()
    {
    }

    /// <summary>Describes a matrix that is as another one in all that is not set.</summary>
    [SetsRequiredMembers]
    internal MapInfo(MapInfo other)
    {
        Kind = other.Kind;
        Inputs = other.Inputs;
        Outputs = other.Outputs;
        Rank = other.Rank;
        M = other.M;
        N = other.N;
        Form = other.Form;
        Gains = other.Gains;
        Ratio = other.Ratio;
        MultiplyAdds = other.MultiplyAdds;
        Kernel = other.Kernel;
        BatchKernel = other.BatchKernel;
        Reason = other.Reason;
    }

    /// <summary>How its weights are kept: <c>dense</c>, <c>deepthin</c> for compressed ones, or <c>lowrank</c>, <c>hashed</c>, <c>pruned</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its inputs, Q.</summary>
    public required int Inputs { get; init; }

    /// <summary>Its outputs, R.</summary>
    public required int Outputs { get; init; }

    /// <summary>The rank of the factors; 0 for weights without factors.</summary>
    public int Rank { get; init; }

    /// <summary>The rows m of X_f; 0 for weights of another kind.</summary>
    public int M { get; init; }

    /// <summary>The columns n of W_f; 0 for weights of another kind.</summary>
    public int N { get; init; }

    /// <summary>The form of the auxiliary matrix; null for weights of another kind.</summary>
    public Form? Form { get; init; }

    /// <summary>The gains that the matrix has; <see cref="DeepThin.Gains.None"/> for uncompressed weights.</summary>
    public Gains Gains { get; init; }

    /// <summary>The compression ratio reached, the fraction of the weights that is kept, gains included, such as (r(m + n) + Q) / (Q·R); 1 for uncompressed ones.</summary>
    public required double Ratio { get; init; }

    /// <summary>The counted multiply-adds of the kernel for one sample.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>The kernel chosen for one sample, such as <c>correlation</c>, <c>fourier</c>, <c>segments</c>, <c>dense</c>, <c>lowrank</c> or <c>hashed</c>; <c>shared</c> for a convolution that computes once what its positions share.</summary>
    public required string Kernel { get; init; }

    /// <summary>The kernel chosen for batches.</summary>
    public required string BatchKernel { get; init; }

    /// <summary>
    /// Why these kernels: what each one that fits was counted to cost, for one sample in full vectors, for batches in multiply-adds of a sample.
    /// Convolutions are counted at all positions of a sample, or a column, as it says.
    /// Empty for weights of other kinds than <c>deepthin</c>, which have one kernel only.
    /// </summary>
    public required string Reason { get; init; }
}
