using DeepThin.Planning;

namespace DeepThin.Generators.Layers;

/// <summary>What the parser of a layer found.</summary>
/// <param name="Input">The shape of its input, or null where it is not usable.</param>
/// <param name="Output">The shape of its output, or null where it is not usable.</param>
/// <param name="Spec">The layer, or null where it has errors.</param>
internal sealed record LayerResult(Shape? Input, Shape? Output, LayerSpec? Spec);
