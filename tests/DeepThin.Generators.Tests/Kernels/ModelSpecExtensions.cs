using DeepThin.Generators.Specs;
using DeepThin.Planning;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>What tests ask of a model's declaration.</summary>
internal static class ModelSpecExtensions
{
    /// <summary>The activation of each layer.</summary>
    public static IReadOnlyList<ReferenceActivation> Activations(this ModelSpec spec) =>
        [.. spec.Network.Layers.Select(layer => new ReferenceActivation(layer.Activation.Kind.ToString(), layer.Activation.Parameter))];

    /// <summary>The same model, optimised for something.</summary>
    public static ModelSpec With(this ModelSpec spec, Optimize optimize) => spec with { Network = spec.Network with { Optimize = optimize } };
}
