using DeepThin.Generators.Tests.Kernels;

namespace DeepThin.Aot.Tests.App;

/// <summary>A model that was emitted for this program, and what its checks need to know besides.</summary>
/// <param name="Name">The full name of its type.</param>
/// <param name="Tolerance">The largest relative error of a forward pass.</param>
/// <param name="Seed">Decides parameters and samples.</param>
/// <param name="Activations">The activation of each layer.</param>
/// <param name="Create">Makes one.</param>
internal sealed record KernelModel(string Name, double Tolerance, int Seed, ReferenceLayer[] Activations, Func<CompiledModel> Create);
