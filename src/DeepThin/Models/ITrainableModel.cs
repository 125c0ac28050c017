namespace DeepThin;

/// <summary>A model with <c>[DeepThinModel(Training = true)]</c>: besides predicting, it gives the gradients of a loss.</summary>
/// <typeparam name="TSelf">The model.</typeparam>
public interface ITrainableModel<TSelf> : IModel<TSelf>
    where TSelf : class, ITrainableModel<TSelf>
{
    /// <summary>The most samples that one <see cref="ForwardTrace"/> takes.</summary>
    static abstract int PanelSize { get; }

    /// <summary>The floats that the trace of one panel takes.</summary>
    static abstract int TraceLength { get; }

    /// <summary>
    /// The parameter block: all tensors of <see cref="ModelInfo.Tensors"/> at their offsets, and padding, which is zero and stays so.
    /// Whoever writes here calls <see cref="Prepare"/> before the next prediction or trace.
    /// </summary>
    Span<float> Parameters { get; }

    /// <summary>Prepares what kernels read besides the parameters, after these were written: for predictions, traces and the backward half.</summary>
    void Prepare();

    /// <summary>Predicts up to <see cref="PanelSize"/> samples and keeps what <see cref="Backward"/> needs.</summary>
    /// <param name="inputs">The samples one after the other, count × InputLength values.</param>
    /// <param name="outputs">Receives the predictions, count × OutputLength values.</param>
    /// <param name="count">The number of samples, 1 to <see cref="PanelSize"/>.</param>
    /// <param name="trace">Receives the activations, <see cref="TraceLength"/> values.</param>
    /// <param name="noise">What layers such as <c>[Dropout]</c> draw from: the same number leaves the same values out, and 0 leaves none out. Give each panel of a training another one.</param>
    /// <exception cref="ArgumentException">A length or the count is wrong, or what is written overlaps anything else; nothing was written.</exception>
    void ForwardTrace(ReadOnlySpan<float> inputs, Span<float> outputs, int count, Span<float> trace, ulong noise = 0);

    /// <summary>Adds the gradients of a loss to those of earlier panels.</summary>
    /// <param name="outputGradients">∂L/∂output of the samples of the trace, count × OutputLength values.</param>
    /// <param name="count">The number of samples, as in <see cref="ForwardTrace"/>.</param>
    /// <param name="trace">The trace that <see cref="ForwardTrace"/> filled with the same parameters.</param>
    /// <param name="parameterGradients">∂L/∂parameters is added here, in the layout of <see cref="Parameters"/>; the padding is left alone.</param>
    /// <param name="inputGradients">Receives ∂L/∂input, count × InputLength values; empty when it is not wanted.</param>
    /// <exception cref="ArgumentException">A length or the count is wrong, or what is written overlaps anything else; nothing was written.</exception>
    void Backward(ReadOnlySpan<float> outputGradients, int count, ReadOnlySpan<float> trace, Span<float> parameterGradients, Span<float> inputGradients);
}
