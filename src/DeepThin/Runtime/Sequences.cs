using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>
/// The loops over the steps of sequences around a network, which knows one step: time is outside of it. A sequence is computed in panels of its steps; many sequences go side by side, a panel
/// for each step. Called by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Sequences
{
    /// <summary>Predicts a sequence that begins or goes on.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="input">The steps one after the other.</param>
    /// <param name="output">Receives the predictions.</param>
    /// <param name="state">The state, which goes on; empty for one that begins with zeros and is not wanted.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="stateLength">The length of a state.</param>
    /// <param name="hasOne">Whether the sequence has one prediction, that of its last step.</param>
    public static void Forward<TNetwork>(TNetwork network, ReadOnlySpan<float> input, Span<float> output, Span<float> state, int steps, int inputLength, int outputLength, int stateLength, bool hasOne)
        where TNetwork : struct, ISequenceNetwork
    {
        ref float first = ref state.IsEmpty ? ref Zeroed(stateLength) : ref MemoryMarshal.GetReference(state);
        if (steps == 1)
        {
            network.Run(input, output, ref first);
            return;
        }

        var some = hasOne ? Workspace.RentRows((long)Math.Min(Panel.Size, steps) * outputLength) : default;
        for (int t = 0; t < steps; t += Panel.Size)
        {
            int count = Math.Min(Panel.Size, steps - t);
            network.RunSome(input.Slice(t * inputLength, count * inputLength), hasOne ? some[..(count * outputLength)] : output.Slice(t * outputLength, count * outputLength), count, ref first);
            if (hasOne && t + count == steps) some.Slice((count - 1) * outputLength, outputLength).CopyTo(output);
        }
    }

    /// <summary>Predicts one step of each of many sequences.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The steps one after the other.</param>
    /// <param name="outputs">Receives the predictions.</param>
    /// <param name="states">The states one after the other, which go on.</param>
    /// <param name="count">The number of sequences.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="stateLength">The length of a state.</param>
    public static void StepBatch<TNetwork>(TNetwork network, ReadOnlySpan<float> inputs, Span<float> outputs, Span<float> states, int count, int inputLength, int outputLength, int stateLength)
        where TNetwork : struct, ISequenceNetwork
    {
        for (int first = 0; first < count; first += Panel.Size)
        {
            int samples = Math.Min(Panel.Size, count - first);
            StepSome(
                network, inputs.Slice(first * inputLength, samples * inputLength), outputs.Slice(first * outputLength, samples * outputLength),
                states.Slice(first * stateLength, samples * stateLength), samples, inputLength, outputLength, stateLength);
        }
    }

    /// <summary>The network for sequences of one step that begin, as <see cref="Batch"/> runs it.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="stateLength">The length of a state.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    public static StartedNetwork<TNetwork> Started<TNetwork>(TNetwork network, int stateLength, int inputLength, int outputLength)
        where TNetwork : struct, ISequenceNetwork => new(network, stateLength, inputLength, outputLength);

    /// <summary>The states of a panel of sequences that begin; valid until the thread's next call.</summary>
    /// <param name="stateLength">The length of a state.</param>
    public static ref float Zeros(int stateLength) => ref Zeroed(stateLength * Panel.Size);

    /// <summary>Predicts a panel of sequences step by step and keeps what the backward half needs.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The sequences, each as long as the longest.</param>
    /// <param name="lengths">Their steps, the longest first.</param>
    /// <param name="outputs">Receives the predictions.</param>
    /// <param name="trace">Receives the activations, those of a step behind those of the one before.</param>
    /// <param name="states">The states, one for each sequence, which go on; empty for zeros.</param>
    /// <param name="noise">What layers draw from; 0 for nothing.</param>
    /// <param name="steps">The steps of the longest.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="traceLength">The length of the trace of a step.</param>
    /// <param name="stateLength">The length of a state.</param>
    public static void Trace<TNetwork>(
        TNetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, Span<float> outputs, Span<float> trace, Span<float> states, ulong noise, int steps,
        int inputLength, int outputLength, int traceLength, int stateLength)
        where TNetwork : struct, ITrainableSequenceNetwork
    {
        var memory = new StepMemory(stateLength, inputLength, outputLength);
        if (states.IsEmpty) memory.States.Clear();
        else Panel.Pack(states, lengths.Length, stateLength, ref memory.States[0]);
        int going = lengths.Length;
        for (int t = 0; t < steps; t++)
        {
            going = Going(lengths, t, going, states, memory.States, stateLength);
            memory.ClearEnded(going);
            Gather(inputs, t, steps, going, inputLength, memory.Inputs);
            network.RunTrace(
                memory.InputsOf(going), memory.OutputsOf(going), going, trace.Slice(t * traceLength, traceLength), NoiseOf(noise, t), ref memory.States[0]);
            Scatter(memory.Outputs, t, steps, going, outputLength, outputs);
        }

        Going(lengths, steps, going, states, memory.States, stateLength);
    }

    /// <summary>Adds the gradients of a panel of sequences, from the last step to the first.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="outputGradients">∂L/∂output in the order of the outputs.</param>
    /// <param name="lengths">The steps of each sequence, the longest first.</param>
    /// <param name="trace">The activations.</param>
    /// <param name="gradients">∂L/∂parameters is added here.</param>
    /// <param name="inputGradients">Receives ∂L/∂input; empty where it is not wanted.</param>
    /// <param name="steps">The steps of the longest.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="traceLength">The length of the trace of a step.</param>
    /// <param name="stateLength">The length of a state.</param>
    public static void Backward<TNetwork>(
        TNetwork network, ReadOnlySpan<float> outputGradients, ReadOnlySpan<int> lengths, ReadOnlySpan<float> trace, Span<float> gradients, Span<float> inputGradients, int steps,
        int inputLength, int outputLength, int traceLength, int stateLength)
        where TNetwork : struct, ITrainableSequenceNetwork
    {
        var memory = new StepMemory(stateLength, inputLength, outputLength);
        memory.States.Clear();
        int going = 0;
        for (int t = steps - 1; t >= 0; t--)
        {
            while (going < lengths.Length && lengths[going] > t) going++;
            Gather(outputGradients, t, steps, going, outputLength, memory.Outputs);
            network.RunBackward(
                memory.OutputsOf(going), going, trace.Slice(t * traceLength, traceLength), gradients, inputGradients.IsEmpty ? default : memory.InputsOf(going),
                ref memory.States[0]);
            if (!inputGradients.IsEmpty) Scatter(memory.Inputs, t, steps, going, inputLength, inputGradients);
        }
    }

    /// <summary>Up to a panel of sequences by one step.</summary>
    internal static void StepSome<TNetwork>(TNetwork network, ReadOnlySpan<float> inputs, Span<float> outputs, Span<float> states, int samples, int inputLength, int outputLength, int stateLength)
        where TNetwork : struct, ISequenceNetwork
    {
        if (samples < network.FewestSamples)
        {
            for (int i = 0; i < samples; i++)
            {
                network.Run(inputs.Slice(i * inputLength, inputLength), outputs.Slice(i * outputLength, outputLength), ref states[i * stateLength]);
            }

            return;
        }

        ref float panel = ref Workspace.RentBeside(stateLength * Panel.Size);
        Panel.Pack(states, samples, stateLength, ref panel);
        network.RunPanel(inputs, outputs, samples, ref panel);
        Panel.Unpack(ref panel, samples, stateLength, ref states[0], stateLength);
    }

    private static ref float Zeroed(int length)
    {
        ref float start = ref Workspace.RentBeside(length);
        MemoryMarshal.CreateSpan(ref start, length).Clear();
        return ref start;
    }

    /// <summary>What the layers of a step draw from: each step draws other numbers.</summary>
    /// <param name="noise">What those of a sequence draw from; 0 for nothing.</param>
    /// <param name="step">The step.</param>
    internal static ulong NoiseOf(ulong noise, int step) => noise == 0 ? 0 : Noise.Of(noise, step);

    // The sequences that have a step t, of those that had the one before. The states of the others are those that they end with.
    private static int Going(ReadOnlySpan<int> lengths, int t, int before, Span<float> states, Span<float> panel, int stateLength)
    {
        int going = before;
        while (going > 0 && lengths[going - 1] <= t)
        {
            going--;
            for (int i = 0; i < stateLength && !states.IsEmpty; i++) states[going * stateLength + i] = panel[i * Panel.Size + going];
        }

        return going;
    }

    private static void Gather(ReadOnlySpan<float> sequences, int t, int steps, int count, int length, Span<float> rows)
    {
        for (int i = 0; i < count; i++) sequences.Slice((i * steps + t) * length, length).CopyTo(rows.Slice(i * length, length));
    }

    private static void Scatter(ReadOnlySpan<float> rows, int t, int steps, int count, int length, Span<float> sequences)
    {
        for (int i = 0; i < count; i++) rows.Slice(i * length, length).CopyTo(sequences.Slice((i * steps + t) * length, length));
    }
}

/// <summary>A network for sequences of one step that begin. Used by generated code.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <param name="network">The network.</param>
/// <param name="stateLength">The length of a state.</param>
/// <param name="inputLength">The length of a step.</param>
/// <param name="outputLength">The length of a prediction.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StartedNetwork<TNetwork>(TNetwork network, int stateLength, int inputLength, int outputLength) : IBatchNetwork
    where TNetwork : struct, ISequenceNetwork
{
    /// <inheritdoc/>
    public void RunSome(ReadOnlySpan<float> inputs, Span<float> outputs, int samples)
    {
        if (samples >= network.FewestSamples)
        {
            network.RunPanel(inputs, outputs, samples, ref Sequences.Zeros(stateLength));
            return;
        }

        for (int i = 0; i < samples; i++)
        {
            Sequences.Forward(network, inputs.Slice(i * inputLength, inputLength), outputs.Slice(i * outputLength, outputLength), default, 1, inputLength, outputLength, stateLength, hasOne: true);
        }
    }
}
