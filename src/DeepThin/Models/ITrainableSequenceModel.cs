namespace DeepThin;

/// <summary>A model with recurrent layers and <c>[DeepThinModel(Training = true)]</c>: it gives the gradients of a loss of whole sequences (backpropagation through time).</summary>
/// <remarks>
/// What <see cref="ITrainableModel{TSelf}"/> says of a sample holds for a sequence of one step, which begins with a state of zeros. Of a model that gives one prediction of a sequence a trace has the ones as
/// far as each step; that of the last step counts.
/// </remarks>
/// <typeparam name="TSelf">The model.</typeparam>
public interface ITrainableSequenceModel<TSelf> : ITrainableModel<TSelf>, ISequenceModel<TSelf>
    where TSelf : class, ITrainableSequenceModel<TSelf>
{
    /// <summary>Predicts up to <see cref="ITrainableModel{TSelf}.PanelSize"/> sequences step by step and keeps what the backward half needs.</summary>
    /// <param name="inputs">The sequences one after the other, each as long as the longest: count × longest × InputLength values. What stands behind the end of a sequence is not read.</param>
    /// <param name="lengths">The number of steps of each sequence, 1 or more, the longest first and none longer than the one before.</param>
    /// <param name="outputs">Receives the predictions in the same order, count × longest × OutputLength values; those behind the end of a sequence are left as they are.</param>
    /// <param name="trace">Receives the activations, longest × <see cref="ITrainableModel{TSelf}.TraceLength"/> values.</param>
    /// <param name="states">The state that each sequence begins with, count × <see cref="ISequenceModel{TSelf}.StateLength"/> values; receives that behind its end. Empty for zeros, and for a model that takes whole sequences alone.</param>
    /// <param name="noise">What layers such as <c>[Dropout]</c> draw from; each step draws other numbers. 0 leaves none out.</param>
    /// <exception cref="ArgumentException">A length is wrong, the lengths do not fall, or what is written overlaps anything else; nothing was written.</exception>
    void ForwardTrace(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, Span<float> outputs, Span<float> trace, Span<float> states, ulong noise = 0);

    /// <summary>Adds the gradients of a loss to those of earlier panels. Gradients do not pass the beginning of the sequences.</summary>
    /// <param name="outputGradients">∂L/∂output in the order of the outputs; what stands behind the end of a sequence is not read.</param>
    /// <param name="lengths">The number of steps of each sequence, as in the forward half.</param>
    /// <param name="trace">The trace that the forward half filled with the same parameters.</param>
    /// <param name="parameterGradients">∂L/∂parameters is added here, in the layout of <see cref="ITrainableModel{TSelf}.Parameters"/>; the padding is left alone.</param>
    /// <param name="inputGradients">Receives ∂L/∂input in the order of the inputs; what stands behind the end of a sequence is left as it is. Empty when it is not wanted.</param>
    /// <exception cref="ArgumentException">A length is wrong, or what is written overlaps anything else; nothing was written.</exception>
    void Backward(ReadOnlySpan<float> outputGradients, ReadOnlySpan<int> lengths, ReadOnlySpan<float> trace, Span<float> parameterGradients, Span<float> inputGradients);
}
