using System.Diagnostics.CodeAnalysis;

namespace DeepThin;

/// <summary>The plan of one layer, as the build chose it.</summary>
/// <remarks>No record: comparing enumerations and formatting them brings 80 KB of the framework into every program compiled ahead of time.</remarks>
public sealed class LayerInfo
{
    /// <summary>Describes a layer. Called by generated code.</summary>
    public LayerInfo()
    {
    }

    /// <summary>Describes a layer that is as another one in all that is not set.</summary>
    [SetsRequiredMembers]
    internal LayerInfo(LayerInfo other)
    {
        Name = other.Name;
        Kind = other.Kind;
        Q = other.Q;
        R = other.R;
        Rank = other.Rank;
        M = other.M;
        N = other.N;
        Form = other.Form;
        Activation = other.Activation;
        Ratio = other.Ratio;
        Parameters = other.Parameters;
        MultiplyAdds = other.MultiplyAdds;
        Kernel = other.Kernel;
        BatchKernel = other.BatchKernel;
        Reason = other.Reason;
        PreparedBytes = other.PreparedBytes;
        Tensors = other.Tensors;
    }

    /// <summary>The layer's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the layer is: <c>dense</c>, <c>deepthin</c> for a compressed one, or <c>lowrank</c>, <c>hashed</c>, <c>pruned</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Inputs.</summary>
    public required int Q { get; init; }

    /// <summary>Outputs.</summary>
    public required int R { get; init; }

    /// <summary>The rank of the factors; 0 for a layer without factors.</summary>
    public int Rank { get; init; }

    /// <summary>The rows m of X_f; 0 for a layer of another kind.</summary>
    public int M { get; init; }

    /// <summary>The columns n of W_f; 0 for a layer of another kind.</summary>
    public int N { get; init; }

    /// <summary>The form of the auxiliary matrix; null for a layer of another kind.</summary>
    public Form? Form { get; init; }

    /// <summary>The activation.</summary>
    public required Activation Activation { get; init; }

    /// <summary>The compression ratio reached, the fraction of the weights that is kept, such as r(m + n) / (Q·R); 1 for an uncompressed layer.</summary>
    public required double Ratio { get; init; }

    /// <summary>The number of trained values, bias included.</summary>
    public required int Parameters { get; init; }

    /// <summary>How the kernels hold the large weights of the layer.</summary>
    public WeightType Held
    {
        get
        {
            foreach (var tensor in Tensors)
            {
                if (tensor.Type != WeightType.Float32) return tensor.Type;
            }

            return WeightType.Float32;
        }
    }

    /// <summary>The bytes of the parameters as they are held, bias and scales included, and copies of rows that two columns of a packed factor overlap.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 4L * Parameters;
            foreach (var tensor in Tensors)
            {
                if (tensor.Type != WeightType.Float32) bytes += tensor.HeldBytes - 4L * tensor.Length;
            }

            return bytes;
        }
    }

    /// <summary>The counted multiply-adds of the kernel for one sample.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>The kernel chosen for one sample, such as <c>correlation</c>, <c>fourier</c>, <c>windows</c>, <c>dense</c>, <c>lowrank</c> or <c>hashed</c>.</summary>
    public required string Kernel { get; init; }

    /// <summary>The kernel chosen for batches.</summary>
    public required string BatchKernel { get; init; }

    /// <summary>
    /// Why these kernels: what each one that fits was counted to cost, for one sample in full vectors, for batches in multiply-adds of a sample.
    /// Empty for layers of other kinds than <c>deepthin</c>, which have one kernel only.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The bytes that the kernel holds at run time besides the parameters, such as packed factors or their transforms.</summary>
    public required long PreparedBytes { get; init; }

    /// <summary>The parameter tensors, in the order of the parameter block.</summary>
    public required IReadOnlyList<TensorInfo> Tensors { get; init; }
}
