extern alias Library;

using Library::DeepThin;
using Role = Library::DeepThin.TensorRole;
using Tensor = Library::DeepThin.TensorInfo;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>Where the parameters of a layer lie.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Bias">The bias, or what it is repeated from; empty where there is none.</param>
/// <param name="BiasScales">The factors of the repetitions of a compressed bias; empty for one that is whole.</param>
internal readonly record struct LayerPlace((int Start, int Length) Weights, (int Start, int Length) Bias, (int Start, int Length) BiasScales)
{
    /// <summary>The place of a fully connected layer; null for another one.</summary>
    public static LayerPlace? Of(LayerInfo layer)
    {
        if (layer.Maps is not [var map] || layer.Kind != map.Kind) return null;
        var biases = layer.Tensors.Where(tensor => tensor.Role == Role.Bias).ToList();
        var weights = layer.Tensors.Except(biases).ToList();
        return new LayerPlace(Between(weights[0], weights[^1]), biases.Count == 0 ? default : Between(biases[^1], biases[^1]), biases.Count < 2 ? default : Between(biases[0], biases[0]));
    }

    /// <summary>The place of the last layer, where that is a fully connected one and writes the only output.</summary>
    public static LayerPlace? OfLast(ModelInfo info) => info.Outputs.Count == 1 ? Of(info.Layers[^1]) : null;

    private static (int Start, int Length) Between(Tensor first, Tensor last) => (first.Offset, last.Offset + last.Length - first.Offset);
}
