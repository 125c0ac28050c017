using DeepThin.Planning;

namespace DeepThin.Generators.Weights;

/// <summary>What the header of a weights file says.</summary>
/// <param name="Tensors">The tensors in the order of their data.</param>
/// <param name="Metadata">The texts of <c>__metadata__</c> in the order of their keys.</param>
internal sealed record WeightsHeader(EquatableArray<FoundTensor> Tensors, EquatableArray<(string Key, string Value)> Metadata);
