using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>What a model needs of a weights file.</summary>
/// <param name="name">The model's name in messages.</param>
/// <param name="tensors">The tensors of its parameter block.</param>
/// <param name="preparedLength">The floats that its kernels prepare.</param>
/// <param name="kernels">The kernels, as a packed file names them: see <see cref="PackedLayout.KernelsText"/>.</param>
internal sealed class NeededWeights(string name, IReadOnlyList<TensorInfo> tensors, long preparedLength, string kernels)
{
    /// <summary>The model's name in messages.</summary>
    public string Name => name;

    /// <summary>The tensors of its parameter block.</summary>
    public IReadOnlyList<TensorInfo> Tensors => tensors;

    /// <summary>The floats that its kernels prepare.</summary>
    public long PreparedLength => preparedLength;

    /// <summary>The kernels, as a packed file names them.</summary>
    public string Kernels => kernels;
}
