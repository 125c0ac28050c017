using System.ComponentModel;

namespace DeepThin.Runtime;

/// <summary>
/// A network that goes over the steps of a sequence several times, in passes, as <see cref="Passes"/> runs it. What a pass writes and a later one reads stands in a row for each step: first the
/// inputs of the network, then what passes write. Implemented by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPassNetwork
{
    /// <summary>The floats of a row.</summary>
    static abstract int RowLength { get; }

    /// <summary>The outputs of the network in a row: of each where it begins, and its length.</summary>
    static abstract ReadOnlySpan<int> Outputs { get; }

    /// <summary>Runs all passes over one sequence.</summary>
    /// <param name="rows">The rows of its steps.</param>
    /// <param name="steps">The number of steps.</param>
    void Run(Span<float> rows, int steps);

    /// <summary>Runs all passes over up to a panel of sequences of one step.</summary>
    /// <param name="rows">A row for each.</param>
    /// <param name="samples">The number of sequences, 1 to <see cref="Panel.Size"/>.</param>
    void RunSamples(Span<float> rows, int samples);
}

/// <summary>Such a network of a model that trains. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainablePassNetwork : IPassNetwork
{
    /// <summary>Runs all passes over a panel of sequences, and keeps what the backward half needs.</summary>
    /// <param name="rows">The rows of their steps, as many for each sequence as for the longest.</param>
    /// <param name="lengths">Their steps, the longest first.</param>
    /// <param name="trace">Receives the activations.</param>
    /// <param name="noise">What layers draw from; 0 for nothing.</param>
    void RunTrace(Span<float> rows, ReadOnlySpan<int> lengths, Span<float> trace, ulong noise);

    /// <summary>Adds the gradients of a panel of sequences, from the last pass to the first.</summary>
    /// <param name="rows">∂L/∂ what stands in the rows; those of what passes read are added.</param>
    /// <param name="lengths">The steps of the sequences, the longest first.</param>
    /// <param name="trace">The activations.</param>
    /// <param name="gradients">∂L/∂parameters is added here.</param>
    /// <param name="wantsInput">Whether the gradients of the inputs are wanted.</param>
    void RunBackward(Span<float> rows, ReadOnlySpan<int> lengths, ReadOnlySpan<float> trace, Span<float> gradients, bool wantsInput);
}

/// <summary>A pass of such a network: a network of some of its layers, whose samples are steps. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISequencePass : ISequenceNetwork
{
    /// <summary>Whether it goes from the last step of a sequence to the first.</summary>
    static abstract bool IsReversed { get; }

    /// <summary>The values that it reads from a row: of each where it begins, and its length.</summary>
    static abstract ReadOnlySpan<int> Reads { get; }

    /// <summary>The values that it writes to a row: of each where it begins, and its length.</summary>
    static abstract ReadOnlySpan<int> Writes { get; }

    /// <summary>The length of all that it reads.</summary>
    static abstract int InputLength { get; }

    /// <summary>The length of all that it writes.</summary>
    static abstract int OutputLength { get; }

    /// <summary>The length of its state.</summary>
    static abstract int StateLength { get; }

    /// <summary>The length of the trace of a step.</summary>
    static abstract int TraceLength { get; }
}

/// <summary>A pass of a model that trains. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainableSequencePass : ISequencePass, ITrainableSequenceNetwork;
