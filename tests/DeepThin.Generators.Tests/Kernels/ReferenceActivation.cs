namespace DeepThin.Generators.Tests.Kernels;

/// <summary>The activation of a layer, as the reference is told of it.</summary>
/// <param name="Kind">The name of the function.</param>
/// <param name="Parameter">The slope of a leaky ReLU, the ceiling of a clipped one, 0 for the others.</param>
internal readonly record struct ReferenceActivation(string Kind, float Parameter)
{
    /// <summary>Whether each output depends on the sum of the same place alone.</summary>
    public bool HasDerivative => Kind is not ("Softmax" or "LogSoftmax");
}
