using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>What a step of a panel of sequences has: their states, what it reads and what it writes; or steps of one sequence. Valid until the thread asks for another one.</summary>
internal readonly ref struct StepMemory
{
    private readonly int _inputLength, _outputLength;

    /// <summary>Memory for a network.</summary>
    /// <param name="stateLength">The length of a state.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    public StepMemory(int stateLength, int inputLength, int outputLength)
    {
        (_inputLength, _outputLength) = (inputLength, outputLength);
        int states = stateLength * Panel.Size, inputs = inputLength * Panel.Size, outputs = outputLength * Panel.Size;
        var all = MemoryMarshal.CreateSpan(ref Workspace.RentBeside(states + inputs + outputs), states + inputs + outputs);
        States = all[..states];
        Inputs = all.Slice(states, inputs);
        Outputs = all[(states + inputs)..];
    }

    /// <summary>The states, a row of a panel for each value.</summary>
    public readonly Span<float> States;

    /// <summary>What the network reads.</summary>
    public readonly Span<float> Inputs;

    /// <summary>What it writes.</summary>
    public readonly Span<float> Outputs;

    /// <summary>What it reads of so many.</summary>
    public Span<float> InputsOf(int count) => Inputs[..(count * _inputLength)];

    /// <summary>What it writes of so many.</summary>
    public Span<float> OutputsOf(int count) => Outputs[..(count * _outputLength)];

    /// <summary>What it reads of one.</summary>
    public Span<float> InputOf(int index) => Inputs.Slice(index * _inputLength, _inputLength);

    /// <summary>What it writes of one.</summary>
    public Span<float> OutputOf(int index) => Outputs.Slice(index * _outputLength, _outputLength);

    /// <summary>Clears the states of sequences that have ended, which would grow without end.</summary>
    /// <param name="going">The sequences that go on.</param>
    public void ClearEnded(int going)
    {
        for (int row = 0; row < States.Length && going < Panel.Size; row += Panel.Size) States.Slice(row + going, Panel.Size - going).Clear();
    }
}
