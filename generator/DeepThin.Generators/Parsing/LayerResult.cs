using DeepThin.Planning;

namespace DeepThin.Generators.Parsing;

/// <summary>What the parser of a layer kind found.</summary>
/// <param name="Inputs">The inputs, or null where they are not usable.</param>
/// <param name="Outputs">The outputs, or null where they are not usable.</param>
/// <param name="Floats">What its tensors take of the parameter block, padding included; 0 for a layer with errors.</param>
/// <param name="Spec">The layer, or null where it has errors.</param>
internal sealed record LayerResult(int? Inputs, int? Outputs, long Floats, LayerSpec? Spec);
