using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>What a model needs of a weights file.</summary>
/// <param name="name">The model's name in messages.</param>
/// <param name="tensors">The tensors of its parameter block.</param>
/// <param name="preparedLength">The floats that its kernels prepare.</param>
/// <param name="kernels">The kernels, as a packed file names them: see <see cref="PackedLayout.KernelsText"/>.</param>
/// <param name="features">How many features have a name, if any has.</param>
/// <param name="classes">How many classes have a name, if any has.</param>
internal sealed class NeededWeights(string name, IReadOnlyList<TensorInfo> tensors, long preparedLength, string kernels, int features, int classes)
{
    /// <summary>The model's name in messages.</summary>
    public string Name => name;

    /// <summary>The tensors of its parameter block.</summary>
    public IReadOnlyList<TensorInfo> Tensors => tensors;

    /// <summary>The floats that its kernels prepare.</summary>
    public long PreparedLength => preparedLength;

    /// <summary>The kernels, as a packed file names them.</summary>
    public string Kernels => kernels;

    /// <summary>How many features have a name, if any has.</summary>
    public int Features => features;

    /// <summary>How many classes have a name, if any has.</summary>
    public int Classes => classes;
}
