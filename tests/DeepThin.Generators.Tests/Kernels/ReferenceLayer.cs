namespace DeepThin.Generators.Tests.Kernels;

/// <summary>What the reference is told of a layer that its <c>Info</c> does not say.</summary>
/// <param name="Kind">The name of its activation.</param>
/// <param name="Parameter">The slope of a leaky ReLU, the ceiling of a clipped one, α of an ELU, the epsilon of a normalisation, the slope of hard gates, 0 for the others.</param>
/// <param name="Window">
/// Of a convolution or a pooling length, kernel, stride, dilation, zeros before and behind, of rows and then of columns; and 1 where the zeros count in a mean. Of a <c>[Pad]</c> what stands
/// above, below, to the left, to the right, the channels before and behind, and the mode. Of <c>[Channels]</c> the first one. Otherwise null.
/// </param>
/// <param name="Outputs">The layers that write the outputs of the model, by the names of these; null where it has none with a name.</param>
internal readonly record struct ReferenceLayer(string Kind, float Parameter, int[]? Window = null, IReadOnlyDictionary<string, string>? Outputs = null)
{
    /// <summary>Whether each output depends on the sum of the same place alone.</summary>
    public bool HasDerivative => Kind is not ("Softmax" or "LogSoftmax");
}
