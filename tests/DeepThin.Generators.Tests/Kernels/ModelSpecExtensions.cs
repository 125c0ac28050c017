using DeepThin.Generators.Parsing;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>What tests ask of a model's declaration.</summary>
internal static class ModelSpecExtensions
{
    /// <summary>The activation of each layer.</summary>
    public static IReadOnlyList<ReferenceActivation> Activations(this ModelSpec spec) =>
        [.. spec.Layers.Select(layer => new ReferenceActivation(layer.Activation.Kind.ToString(), layer.Activation.Parameter))];
}
