namespace DeepThin.Planning;

/// <summary>What a user asks of a network, checked. Its plan follows from it.</summary>
/// <param name="Layers">The layers in order.</param>
/// <param name="Optimize">What kernels are chosen for.</param>
/// <param name="Held">How kernels hold large weights, where they can read them so.</param>
internal sealed record NetworkSpec(EquatableArray<LayerSpec> Layers, Optimize Optimize = Optimize.Speed, WeightType Held = WeightType.Float32);
