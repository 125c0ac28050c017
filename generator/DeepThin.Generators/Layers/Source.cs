using DeepThin.Planning;

namespace DeepThin.Generators.Layers;

/// <summary>What a layer reads: an input of the model, or what another layer writes.</summary>
/// <param name="Name">The name of the input or of the layer.</param>
/// <param name="Value">Its place among the values of the network; −1 where there is none.</param>
/// <param name="Shape">Its shape; null where it is not known.</param>
internal sealed record Source(string Name, int Value, Shape? Shape);
