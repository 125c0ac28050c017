using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>What the parser of a layer kind found.</summary>
/// <param name="Sizes">The inputs and outputs.</param>
/// <param name="Spec">The layer, or null where it has errors.</param>
internal sealed record LayerResult(Sizes Sizes, LayerSpec? Spec);
