using System.ComponentModel;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>The loops of a network that goes over the steps of a sequence several times, and of its passes. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Passes
{
    /// <summary>Predicts a sequence.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="input">The steps one after the other.</param>
    /// <param name="output">Receives the predictions.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="hasOne">Whether the sequence has one prediction, that of its last step.</param>
    public static void Forward<TNetwork>(TNetwork network, ReadOnlySpan<float> input, Span<float> output, int steps, int inputLength, int outputLength, bool hasOne)
        where TNetwork : struct, IPassNetwork
    {
        var rows = new StepRows(Workspace.RentRows((long)steps * TNetwork.RowLength), TNetwork.RowLength, steps);
        for (int t = 0; t < steps; t++) input.Slice(t * inputLength, inputLength).CopyTo(rows.At(0, t));
        network.Run(rows.Values, steps);
        int first = hasOne ? steps - 1 : 0;
        for (int t = first; t < steps; t++) StepRows.Gather(rows.At(0, t), TNetwork.Outputs, output.Slice((t - first) * outputLength, outputLength));
    }

    /// <summary>The network for sequences of one step, as <see cref="Batch"/> runs it.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    public static PassBatch<TNetwork> OfOneStep<TNetwork>(TNetwork network, int inputLength, int outputLength)
        where TNetwork : struct, IPassNetwork => new(network, inputLength, outputLength);

    /// <summary>The lengths of sequences of one step.</summary>
    /// <param name="count">The number of sequences, at most <see cref="Panel.Size"/>.</param>
    public static ReadOnlySpan<int> OneStepEach(int count) => Ones[..count];

    /// <summary>Predicts a panel of sequences and keeps what the backward half needs.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The sequences, each as long as the longest.</param>
    /// <param name="lengths">Their steps, the longest first.</param>
    /// <param name="outputs">Receives the predictions.</param>
    /// <param name="trace">Receives the activations.</param>
    /// <param name="noise">What layers draw from; 0 for nothing.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    public static void Trace<TNetwork>(
        TNetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, Span<float> outputs, Span<float> trace, ulong noise, int inputLength, int outputLength)
        where TNetwork : struct, ITrainablePassNetwork
    {
        int steps = lengths[0];
        var rows = new StepRows(Workspace.RentRows((long)lengths.Length * steps * TNetwork.RowLength), TNetwork.RowLength, steps);
        for (int i = 0; i < lengths.Length; i++)
        {
            for (int t = 0; t < lengths[i]; t++) inputs.Slice((i * steps + t) * inputLength, inputLength).CopyTo(rows.At(i, t));
        }

        network.RunTrace(rows.Values, lengths, trace, noise);
        for (int i = 0; i < lengths.Length; i++)
        {
            for (int t = 0; t < lengths[i]; t++) StepRows.Gather(rows.At(i, t), TNetwork.Outputs, outputs.Slice((i * steps + t) * outputLength, outputLength));
        }
    }

    /// <summary>Adds the gradients of a panel of sequences.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="outputGradients">∂L/∂output in the order of the outputs.</param>
    /// <param name="lengths">The steps of each sequence, the longest first.</param>
    /// <param name="trace">The activations.</param>
    /// <param name="gradients">∂L/∂parameters is added here.</param>
    /// <param name="inputGradients">Receives ∂L/∂input; empty where it is not wanted.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    public static void Backward<TNetwork>(
        TNetwork network, ReadOnlySpan<float> outputGradients, ReadOnlySpan<int> lengths, ReadOnlySpan<float> trace, Span<float> gradients, Span<float> inputGradients, int inputLength, int outputLength)
        where TNetwork : struct, ITrainablePassNetwork
    {
        int steps = lengths[0];
        var rows = new StepRows(Workspace.RentRows((long)lengths.Length * steps * TNetwork.RowLength), TNetwork.RowLength, steps);
        rows.Values.Clear();
        for (int i = 0; i < lengths.Length; i++)
        {
            for (int t = 0; t < lengths[i]; t++) StepRows.Add(outputGradients.Slice((i * steps + t) * outputLength, outputLength), TNetwork.Outputs, rows.At(i, t));
        }

        network.RunBackward(rows.Values, lengths, trace, gradients, !inputGradients.IsEmpty);
        for (int i = 0; i < lengths.Length && !inputGradients.IsEmpty; i++)
        {
            for (int t = 0; t < lengths[i]; t++) rows.At(i, t)[..inputLength].CopyTo(inputGradients.Slice((i * steps + t) * inputLength, inputLength));
        }
    }

    /// <summary>Runs a pass over one sequence.</summary>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <param name="pass">The pass.</param>
    /// <param name="rows">The rows of the steps.</param>
    /// <param name="rowLength">The floats of a row.</param>
    /// <param name="steps">The number of steps.</param>
    public static void Run<TPass>(TPass pass, Span<float> rows, int rowLength, int steps)
        where TPass : struct, ISequencePass
    {
        var all = new StepRows(rows, rowLength, steps);
        var memory = new StepMemory(TPass.StateLength, TPass.InputLength, TPass.OutputLength);
        memory.States.Clear();
        for (int first = 0; first < steps; first += Panel.Size)
        {
            int count = Math.Min(Panel.Size, steps - first);
            for (int i = 0; i < count; i++) StepRows.Gather(all.At(0, StepOf<TPass>(first + i, steps)), TPass.Reads, memory.InputOf(i));
            pass.RunSome(memory.InputsOf(count), memory.OutputsOf(count), count, ref MemoryMarshal.GetReference(memory.States));
            for (int i = 0; i < count; i++) StepRows.Scatter(memory.OutputOf(i), TPass.Writes, all.At(0, StepOf<TPass>(first + i, steps)));
        }
    }

    /// <summary>Runs a pass over up to a panel of sequences of one step.</summary>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <param name="pass">The pass.</param>
    /// <param name="rows">A row for each sequence.</param>
    /// <param name="rowLength">The floats of a row.</param>
    /// <param name="samples">The number of sequences.</param>
    public static void RunSamples<TPass>(TPass pass, Span<float> rows, int rowLength, int samples)
        where TPass : struct, ISequencePass
    {
        var all = new StepRows(rows, rowLength, 1);
        var memory = new StepMemory(TPass.StateLength, TPass.InputLength, TPass.OutputLength);
        memory.States.Clear();
        for (int i = 0; i < samples; i++) StepRows.Gather(all.At(i, 0), TPass.Reads, memory.InputOf(i));
        ref float states = ref MemoryMarshal.GetReference(memory.States);
        if (samples >= pass.FewestSamples)
        {
            pass.RunPanel(memory.InputsOf(samples), memory.OutputsOf(samples), samples, ref states);
        }
        else
        {
            for (int i = 0; i < samples; i++)
            {
                memory.States.Clear();
                pass.Run(memory.InputOf(i), memory.OutputOf(i), ref states);
            }
        }

        for (int i = 0; i < samples; i++) StepRows.Scatter(memory.OutputOf(i), TPass.Writes, all.At(i, 0));
    }

    /// <summary>Runs a pass over a panel of sequences step by step, and keeps what the backward half needs.</summary>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <param name="pass">The pass.</param>
    /// <param name="rows">The rows of the steps.</param>
    /// <param name="rowLength">The floats of a row.</param>
    /// <param name="lengths">The steps of the sequences, the longest first.</param>
    /// <param name="trace">Receives the activations of the pass, those of a step behind those of the one before.</param>
    /// <param name="noise">What layers draw from; 0 for nothing.</param>
    public static void RunTrace<TPass>(TPass pass, Span<float> rows, int rowLength, ReadOnlySpan<int> lengths, Span<float> trace, ulong noise)
        where TPass : struct, ITrainableSequencePass
    {
        int steps = lengths[0], going = lengths.Length;
        var all = new StepRows(rows, rowLength, steps);
        var memory = new StepMemory(TPass.StateLength, TPass.InputLength, TPass.OutputLength);
        memory.States.Clear();
        for (int t = 0; t < steps; t++)
        {
            while (lengths[going - 1] <= t) going--;
            memory.ClearEnded(going);
            for (int i = 0; i < going; i++) StepRows.Gather(all.At(i, StepOf<TPass>(t, lengths[i])), TPass.Reads, memory.InputOf(i));
            pass.RunTrace(
                memory.InputsOf(going), memory.OutputsOf(going), going, trace.Slice(t * TPass.TraceLength, TPass.TraceLength), Sequences.NoiseOf(noise, t), ref MemoryMarshal.GetReference(memory.States));
            for (int i = 0; i < going; i++) StepRows.Scatter(memory.OutputOf(i), TPass.Writes, all.At(i, StepOf<TPass>(t, lengths[i])));
        }
    }

    /// <summary>Adds the gradients of a pass, from its last step to its first.</summary>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <param name="pass">The pass.</param>
    /// <param name="rows">∂L/∂ what stands in the rows; those of what the pass reads are added.</param>
    /// <param name="rowLength">The floats of a row.</param>
    /// <param name="lengths">The steps of the sequences, the longest first.</param>
    /// <param name="trace">The activations of the pass.</param>
    /// <param name="gradients">∂L/∂parameters of the pass is added here.</param>
    /// <param name="wantsInput">Whether the gradients of what it reads are wanted.</param>
    public static void RunBackward<TPass>(TPass pass, Span<float> rows, int rowLength, ReadOnlySpan<int> lengths, ReadOnlySpan<float> trace, Span<float> gradients, bool wantsInput)
        where TPass : struct, ITrainableSequencePass
    {
        int steps = lengths[0], going = 0;
        var all = new StepRows(rows, rowLength, steps);
        var memory = new StepMemory(TPass.StateLength, TPass.InputLength, TPass.OutputLength);
        memory.States.Clear();
        for (int t = steps - 1; t >= 0; t--)
        {
            while (going < lengths.Length && lengths[going] > t) going++;
            for (int i = 0; i < going; i++) StepRows.Gather(all.At(i, StepOf<TPass>(t, lengths[i])), TPass.Writes, memory.OutputOf(i));
            pass.RunBackward(
                memory.OutputsOf(going), going, trace.Slice(t * TPass.TraceLength, TPass.TraceLength), gradients, wantsInput ? memory.InputsOf(going) : default, ref MemoryMarshal.GetReference(memory.States));
            for (int i = 0; i < going && wantsInput; i++) StepRows.Add(memory.InputOf(i), TPass.Reads, all.At(i, StepOf<TPass>(t, lengths[i])));
        }
    }

    private static ReadOnlySpan<int> Ones =>
    [
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ];

    // The step of a sequence that comes t-th in a pass.
    private static int StepOf<TPass>(int t, int steps)
        where TPass : struct, ISequencePass => TPass.IsReversed ? steps - 1 - t : t;
}

/// <summary>A network of passes for sequences of one step. Used by generated code.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <param name="network">The network.</param>
/// <param name="inputLength">The length of a step.</param>
/// <param name="outputLength">The length of a prediction.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PassBatch<TNetwork>(TNetwork network, int inputLength, int outputLength) : IBatchNetwork
    where TNetwork : struct, IPassNetwork
{
    /// <inheritdoc/>
    public void RunSome(ReadOnlySpan<float> inputs, Span<float> outputs, int samples)
    {
        var rows = new StepRows(Workspace.RentRows((long)samples * TNetwork.RowLength), TNetwork.RowLength, steps: 1);
        for (int i = 0; i < samples; i++) inputs.Slice(i * inputLength, inputLength).CopyTo(rows.At(i, 0));
        network.RunSamples(rows.Values, samples);
        for (int i = 0; i < samples; i++) StepRows.Gather(rows.At(i, 0), TNetwork.Outputs, outputs.Slice(i * outputLength, outputLength));
    }
}
