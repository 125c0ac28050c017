namespace DeepThin;

/// <summary>
/// A model with recurrent layers: a sample is a step of a sequence, and what the layers know of the steps before is a state, a block of <see cref="StateLength"/> values that
/// belongs to the caller. So one model serves any number of sequences at once.
/// </summary>
/// <remarks>
/// What <see cref="IModel{TSelf}"/> says of a sample holds for a step: <see cref="IModel{TSelf}.Forward"/> takes a whole sequence of any number of steps, and each sample of
/// <see cref="IModel{TSelf}.ForwardBatch"/> is a sequence of one step. Both begin with a state of zeros. A model with a layer such as <c>[LastStep]</c> gives one prediction of a whole sequence, of
/// OutputLength values: see <see cref="ModelInfo.EndsSequences"/>. A model with a bidirectional layer takes whole sequences alone, and has no state.
/// </remarks>
/// <typeparam name="TSelf">The model.</typeparam>
public interface ISequenceModel<TSelf> : IModel<TSelf>
    where TSelf : class, ISequenceModel<TSelf>
{
    /// <summary>The floats of a state. A sequence begins with zeros. 0 for a model that takes whole sequences alone.</summary>
    static abstract int StateLength { get; }

    /// <summary>Goes on with a sequence by any number of steps. Safe from many threads at once with states of their own; allocates nothing after a thread's first call.</summary>
    /// <param name="input">The steps one after the other, InputLength values each.</param>
    /// <param name="output">Receives the predictions one after the other, OutputLength values for each step, or the one of the sequence as far as it is; must not overlap the other spans.</param>
    /// <param name="state">The state behind the steps before, <see cref="StateLength"/> values; receives that behind these. Its order is the model's own.</param>
    /// <exception cref="ArgumentException">A length is wrong, or spans overlap; nothing was written.</exception>
    /// <exception cref="NotSupportedException">The model takes whole sequences alone.</exception>
    /// <exception cref="ObjectDisposedException">The model has read its parameters from a mapped file and was disposed of.</exception>
    void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> state);

    /// <summary>
    /// Goes on with many sequences by one step each, 64 sequences at a time. Safe from many threads at once with states of their own; allocates nothing after a thread's first call.
    /// </summary>
    /// <param name="inputs">A step of each sequence, InputLength values.</param>
    /// <param name="outputs">Receives the predictions, OutputLength values for each sequence; must not overlap the other spans.</param>
    /// <param name="states">The states, one after the other; receives the new ones.</param>
    /// <exception cref="ArgumentException">A length is wrong, or spans overlap; nothing was written.</exception>
    /// <exception cref="NotSupportedException">The model takes whole sequences alone.</exception>
    /// <exception cref="ObjectDisposedException">The model has read its parameters from a mapped file and was disposed of.</exception>
    void StepBatch(ReadOnlySpan<float> inputs, Span<float> outputs, Span<float> states);
}
