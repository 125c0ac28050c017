using System.ComponentModel;

namespace DeepThin.Runtime;

/// <summary>A network whose samples are steps of sequences, as <see cref="Sequences"/> runs it. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISequenceNetwork
{
    /// <summary>The fewest samples for which a panel is predicted to be faster than one after the other.</summary>
    int FewestSamples { get; }

    /// <summary>Predicts one step.</summary>
    /// <param name="input">The step.</param>
    /// <param name="output">Receives the prediction.</param>
    /// <param name="state">The first value of the state, which goes on.</param>
    void Run(ReadOnlySpan<float> input, Span<float> output, ref float state);

    /// <summary>Predicts up to a panel of steps of one sequence.</summary>
    /// <param name="inputs">The steps one after the other.</param>
    /// <param name="outputs">Receives the predictions one after the other.</param>
    /// <param name="steps">The number of steps, 1 to <see cref="Panel.Size"/>.</param>
    /// <param name="state">The first value of the state, which goes on.</param>
    void RunSome(ReadOnlySpan<float> inputs, Span<float> outputs, int steps, ref float state);

    /// <summary>Predicts one step of each of up to a panel of sequences.</summary>
    /// <param name="inputs">The steps one after the other.</param>
    /// <param name="outputs">Receives the predictions one after the other.</param>
    /// <param name="samples">The number of sequences, 1 to <see cref="Panel.Size"/>.</param>
    /// <param name="states">The states as a panel, which go on.</param>
    void RunPanel(ReadOnlySpan<float> inputs, Span<float> outputs, int samples, ref float states);
}

/// <summary>Such a network of a model that trains. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainableSequenceNetwork : ISequenceNetwork
{
    /// <summary>Predicts one step of each of up to a panel of sequences, and keeps what the backward half needs.</summary>
    /// <param name="inputs">The steps one after the other.</param>
    /// <param name="outputs">Receives the predictions one after the other.</param>
    /// <param name="samples">The number of sequences, 1 to <see cref="Panel.Size"/>.</param>
    /// <param name="trace">Receives the activations.</param>
    /// <param name="noise">What layers draw from; 0 for nothing.</param>
    /// <param name="states">The states as a panel, which go on.</param>
    void RunTrace(ReadOnlySpan<float> inputs, Span<float> outputs, int samples, Span<float> trace, ulong noise, ref float states);

    /// <summary>Adds the gradients of such a step.</summary>
    /// <param name="outputGradients">∂L/∂output of each sequence.</param>
    /// <param name="samples">The number of sequences.</param>
    /// <param name="trace">The activations.</param>
    /// <param name="gradients">∂L/∂parameters is added here.</param>
    /// <param name="inputGradients">Receives ∂L/∂input; empty where it is not wanted.</param>
    /// <param name="states">∂L/∂state behind the step as a panel; receives that before it.</param>
    void RunBackward(ReadOnlySpan<float> outputGradients, int samples, ReadOnlySpan<float> trace, Span<float> gradients, Span<float> inputGradients, ref float states);
}
