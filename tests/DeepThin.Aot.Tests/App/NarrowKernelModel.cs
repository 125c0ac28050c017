using DeepThin.Generators.Tests.Kernels;

namespace DeepThin.Aot.Tests.App;

/// <summary>A model with narrow weights, and what its checks need to know besides.</summary>
/// <param name="Name">The full name of its type.</param>
/// <param name="Tolerance">The largest relative error of a forward pass.</param>
/// <param name="Seed">Decides parameters and samples.</param>
/// <param name="Activations">The activation of each layer.</param>
/// <param name="CreateWide">Makes the same model in single precision.</param>
/// <param name="CreateNarrow">Makes one.</param>
internal sealed record NarrowKernelModel(
    string Name, double Tolerance, int Seed, ReferenceLayer[] Activations, Func<CompiledModel> CreateWide, Func<CompiledModel> CreateNarrow);
