using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepThin.Runtime;

/// <summary>Checks the arguments of a model's methods before anything is written. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Check
{
    /// <summary>Checks the arguments of <c>Forward</c>.</summary>
    /// <param name="input">The sample.</param>
    /// <param name="output">The place of the prediction.</param>
    /// <param name="inputLength">The length that the sample must have.</param>
    /// <param name="outputLength">The length that the place must have.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(ReadOnlySpan<float> input, Span<float> output, int inputLength, int outputLength)
    {
        if (input.Length != inputLength) ThrowLength(nameof(input), input.Length, inputLength, "the model's InputLength");
        if (output.Length != outputLength) ThrowLength(nameof(output), output.Length, outputLength, "the model's OutputLength");
        if (input.Overlaps(output)) ThrowOverlap(nameof(output));
    }

    /// <summary>Checks the arguments of <c>ForwardBatch</c>.</summary>
    /// <param name="inputs">The samples.</param>
    /// <param name="outputs">The place of the predictions.</param>
    /// <param name="maxDegreeOfParallelism">The most threads.</param>
    /// <param name="inputLength">The length of a sample.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <returns>The number of samples.</returns>
    /// <exception cref="ArgumentException">A length or the number of threads is wrong, or the spans overlap.</exception>
    public static int ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int maxDegreeOfParallelism, int inputLength, int outputLength)
    {
        int count = inputs.Length / inputLength;
        if (inputs.Length != count * inputLength) ThrowNotWhole(nameof(inputs), inputs.Length, inputLength);
        CheckBatch(inputs, outputs, count, inputLength, outputLength);
        if (maxDegreeOfParallelism is 0 or < -1) ThrowDegree(nameof(maxDegreeOfParallelism), maxDegreeOfParallelism);
        return count;
    }

    /// <summary>Checks the arguments of <c>ForwardTrace</c>.</summary>
    /// <param name="inputs">The samples.</param>
    /// <param name="outputs">The place of the predictions.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="trace">The place of the trace.</param>
    /// <param name="inputLength">The length of a sample.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="traceLength">The length of a trace.</param>
    /// <exception cref="ArgumentException">A length or the count is wrong, or the spans overlap.</exception>
    public static void ForwardTrace(ReadOnlySpan<float> inputs, Span<float> outputs, int count, Span<float> trace, int inputLength, int outputLength, int traceLength)
    {
        CheckPanel(count);
        CheckBatch(inputs, outputs, count, inputLength, outputLength);
        if (trace.Length != traceLength) ThrowLength(nameof(trace), trace.Length, traceLength, "the model's TraceLength");
        if (inputs.Overlaps(trace) || ((ReadOnlySpan<float>)outputs).Overlaps(trace)) ThrowOverlap(nameof(trace));
    }

    /// <summary>Checks the arguments of <c>Backward</c>.</summary>
    /// <param name="outputGradients">The gradients of the predictions.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="parameterGradients">The place of the gradients of the parameters.</param>
    /// <param name="inputGradients">The place of the gradients of the samples, or nothing.</param>
    /// <param name="inputLength">The length of a sample.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="traceLength">The length of a trace.</param>
    /// <param name="blockLength">The length of the parameter block.</param>
    /// <exception cref="ArgumentException">A length or the count is wrong, or what is written overlaps anything else.</exception>
    public static void Backward(
        ReadOnlySpan<float> outputGradients, int count, ReadOnlySpan<float> trace, Span<float> parameterGradients, Span<float> inputGradients, int inputLength, int outputLength, int traceLength, int blockLength)
    {
        CheckPanel(count);
        if (outputGradients.Length != (long)count * outputLength) ThrowLength(nameof(outputGradients), outputGradients.Length, (long)count * outputLength, $"{count} × OutputLength");
        if (trace.Length != traceLength) ThrowLength(nameof(trace), trace.Length, traceLength, "the model's TraceLength");
        if (parameterGradients.Length != blockLength) ThrowLength(nameof(parameterGradients), parameterGradients.Length, blockLength, "the length of the model's Parameters");
        if (!inputGradients.IsEmpty && inputGradients.Length != (long)count * inputLength)
        {
            ThrowLength(nameof(inputGradients), inputGradients.Length, (long)count * inputLength, $"{count} × InputLength, or empty");
        }

        if (parameterGradients.Overlaps(trace) || parameterGradients.Overlaps(outputGradients)) ThrowOverlap(nameof(parameterGradients));
        if (inputGradients.Overlaps(trace) || inputGradients.Overlaps(outputGradients) || inputGradients.Overlaps(parameterGradients)) ThrowOverlap(nameof(inputGradients));
    }

    /// <summary>Checks the arguments of <c>Forward</c> of a model that takes sequences, which begin.</summary>
    /// <param name="input">The steps.</param>
    /// <param name="output">The place of the predictions.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="hasOne">Whether the sequence has one prediction.</param>
    /// <returns>The number of steps.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap.</exception>
    public static int ForwardSteps(ReadOnlySpan<float> input, Span<float> output, int inputLength, int outputLength, bool hasOne)
    {
        int steps = input.Length / inputLength;
        if (steps == 0 || input.Length != steps * inputLength) ThrowNoSteps(nameof(input), input.Length, inputLength);
        if (hasOne && output.Length != outputLength) ThrowLength(nameof(output), output.Length, outputLength, "OutputLength, one prediction of the sequence");
        if (!hasOne && output.Length != (long)steps * outputLength) ThrowLength(nameof(output), output.Length, (long)steps * outputLength, $"{steps} steps × OutputLength");
        if (input.Overlaps(output)) ThrowOverlap(nameof(output));
        return steps;
    }

    /// <summary>Checks the arguments of <c>Forward</c> of a model that takes sequences, which go on.</summary>
    /// <param name="input">The steps.</param>
    /// <param name="output">The place of the predictions.</param>
    /// <param name="state">The state.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="stateLength">The length of a state.</param>
    /// <param name="hasOne">Whether the sequence has one prediction.</param>
    /// <returns>The number of steps.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or spans overlap.</exception>
    public static int ForwardSteps(ReadOnlySpan<float> input, Span<float> output, Span<float> state, int inputLength, int outputLength, int stateLength, bool hasOne)
    {
        int steps = ForwardSteps(input, output, inputLength, outputLength, hasOne);
        if (state.Length != stateLength) ThrowLength(nameof(state), state.Length, stateLength, "the model's StateLength");
        if (state.Overlaps(output) || input.Overlaps(state)) ThrowOverlap(nameof(state));
        return steps;
    }

    /// <summary>Why a model does not go on with a sequence step by step.</summary>
    /// <param name="info">The model, one of whose layers needs a whole sequence.</param>
    public static NotSupportedException NoSteps(ModelInfo info)
    {
        int at = 0;
        while (!info.Layers[at].NeedsWholeSequence) at++;
        return new($"{info.Name} takes whole sequences: layer '{info.Layers[at].Name}' is bidirectional and needs the steps behind a step. Call Forward(input, output) with all steps.");
    }

    /// <summary>Checks the arguments of <c>StepBatch</c>.</summary>
    /// <param name="inputs">A step of each sequence.</param>
    /// <param name="outputs">The place of the predictions.</param>
    /// <param name="states">The states.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="stateLength">The length of a state.</param>
    /// <returns>The number of sequences.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or spans overlap.</exception>
    public static int StepBatch(ReadOnlySpan<float> inputs, Span<float> outputs, Span<float> states, int inputLength, int outputLength, int stateLength)
    {
        int count = inputs.Length / inputLength;
        if (inputs.Length != count * inputLength) ThrowNotWhole(nameof(inputs), inputs.Length, inputLength);
        CheckBatch(inputs, outputs, count, inputLength, outputLength);
        if (states.Length != (long)count * stateLength) ThrowLength(nameof(states), states.Length, (long)count * stateLength, $"{count} × StateLength");
        if (states.Overlaps(outputs) || inputs.Overlaps(states)) ThrowOverlap(nameof(states));
        return count;
    }

    /// <summary>Checks the arguments of <c>ForwardTrace</c> of sequences.</summary>
    /// <param name="inputs">The sequences.</param>
    /// <param name="lengths">Their steps.</param>
    /// <param name="outputs">The place of the predictions.</param>
    /// <param name="trace">The place of the trace.</param>
    /// <param name="states">The states, or nothing.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="traceLength">The length of the trace of a step.</param>
    /// <param name="stateLength">The length of a state.</param>
    /// <returns>The steps of the longest.</returns>
    /// <exception cref="ArgumentException">A length is wrong, the lengths do not fall, or spans overlap.</exception>
    public static int ForwardTrace(
        ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, Span<float> outputs, Span<float> trace, Span<float> states, int inputLength, int outputLength, int traceLength, int stateLength)
    {
        int steps = CheckLengths(lengths), count = lengths.Length;
        if (inputs.Length != (long)count * steps * inputLength) ThrowLength(nameof(inputs), inputs.Length, (long)count * steps * inputLength, $"{count} sequences × {steps} steps × InputLength");
        if (outputs.Length != (long)count * steps * outputLength) ThrowLength(nameof(outputs), outputs.Length, (long)count * steps * outputLength, $"{count} sequences × {steps} steps × OutputLength");
        if (trace.Length != (long)steps * traceLength) ThrowLength(nameof(trace), trace.Length, (long)steps * traceLength, $"{steps} steps × the model's TraceLength");
        if (!states.IsEmpty && states.Length != (long)count * stateLength) ThrowLength(nameof(states), states.Length, (long)count * stateLength, $"{count} × StateLength, or empty");
        if (inputs.Overlaps(outputs)) ThrowOverlap(nameof(outputs));
        if (inputs.Overlaps(trace) || outputs.Overlaps(trace)) ThrowOverlap(nameof(trace));
        if (inputs.Overlaps(states) || outputs.Overlaps(states) || trace.Overlaps(states)) ThrowOverlap(nameof(states));
        return steps;
    }

    /// <summary>Checks the arguments of <c>Backward</c> of sequences.</summary>
    /// <param name="outputGradients">The gradients of the predictions.</param>
    /// <param name="lengths">The steps of the sequences.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="parameterGradients">The place of the gradients of the parameters.</param>
    /// <param name="inputGradients">The place of the gradients of the sequences, or nothing.</param>
    /// <param name="inputLength">The length of a step.</param>
    /// <param name="outputLength">The length of a prediction.</param>
    /// <param name="traceLength">The length of the trace of a step.</param>
    /// <param name="blockLength">The length of the parameter block.</param>
    /// <returns>The steps of the longest.</returns>
    /// <exception cref="ArgumentException">A length is wrong, the lengths do not fall, or what is written overlaps anything else.</exception>
    public static int Backward(
        ReadOnlySpan<float> outputGradients, ReadOnlySpan<int> lengths, ReadOnlySpan<float> trace, Span<float> parameterGradients, Span<float> inputGradients, int inputLength, int outputLength, int traceLength, int blockLength)
    {
        int steps = CheckLengths(lengths), count = lengths.Length;
        if (outputGradients.Length != (long)count * steps * outputLength)
        {
            ThrowLength(nameof(outputGradients), outputGradients.Length, (long)count * steps * outputLength, $"{count} sequences × {steps} steps × OutputLength");
        }

        if (trace.Length != (long)steps * traceLength) ThrowLength(nameof(trace), trace.Length, (long)steps * traceLength, $"{steps} steps × the model's TraceLength");
        if (parameterGradients.Length != blockLength) ThrowLength(nameof(parameterGradients), parameterGradients.Length, blockLength, "the length of the model's Parameters");
        if (!inputGradients.IsEmpty && inputGradients.Length != (long)count * steps * inputLength)
        {
            ThrowLength(nameof(inputGradients), inputGradients.Length, (long)count * steps * inputLength, $"{count} sequences × {steps} steps × InputLength, or empty");
        }

        if (parameterGradients.Overlaps(trace) || parameterGradients.Overlaps(outputGradients)) ThrowOverlap(nameof(parameterGradients));
        if (inputGradients.Overlaps(trace) || inputGradients.Overlaps(outputGradients) || inputGradients.Overlaps(parameterGradients)) ThrowOverlap(nameof(inputGradients));
        return steps;
    }

    /// <summary>Checks the place of what is made of the outputs of a sample.</summary>
    /// <param name="input">The sample.</param>
    /// <param name="results">The place.</param>
    /// <param name="name">The place's name.</param>
    /// <param name="length">The length that the place must have, one value for each class.</param>
    /// <exception cref="ArgumentException">The length is wrong, or the spans overlap.</exception>
    internal static void Prediction(ReadOnlySpan<float> input, Span<float> results, string name, int length)
    {
        if (results.Length != length) ThrowLength(name, results.Length, length, "one for each class");
        if (input.Overlaps(results)) ThrowOverlap(name);
    }

    /// <summary>Checks the samples of a batch, and the place of what is made of its outputs.</summary>
    /// <typeparam name="T">What is made of the outputs.</typeparam>
    /// <param name="inputs">The samples.</param>
    /// <param name="results">The place.</param>
    /// <param name="name">The place's name.</param>
    /// <param name="length">The length for each sample.</param>
    /// <param name="maxDegreeOfParallelism">The most threads.</param>
    /// <param name="inputLength">The length of a sample.</param>
    /// <returns>The number of samples.</returns>
    /// <exception cref="ArgumentException">A length or the number of threads is wrong, or the spans overlap.</exception>
    internal static int PredictBatch<T>(ReadOnlySpan<float> inputs, Span<T> results, string name, int length, int maxDegreeOfParallelism, int inputLength)
        where T : unmanaged
    {
        int count = inputs.Length / inputLength;
        if (inputs.Length != count * inputLength) ThrowNotWhole(nameof(inputs), inputs.Length, inputLength);
        if (results.Length != (long)count * length) ThrowLength(name, results.Length, (long)count * length, $"{length} for each of {count} samples");
        if (MemoryMarshal.Cast<float, uint>(inputs).Overlaps(MemoryMarshal.Cast<T, uint>(results))) ThrowOverlap(name);
        if (maxDegreeOfParallelism is 0 or < -1) ThrowDegree(nameof(maxDegreeOfParallelism), maxDegreeOfParallelism);
        return count;
    }

    private static void CheckBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int count, int inputLength, int outputLength)
    {
        if (inputs.Length != (long)count * inputLength) ThrowLength(nameof(inputs), inputs.Length, (long)count * inputLength, $"{count} × InputLength");
        if (outputs.Length != (long)count * outputLength) ThrowLength(nameof(outputs), outputs.Length, (long)count * outputLength, $"{count} × OutputLength");
        if (inputs.Overlaps(outputs)) ThrowOverlap(nameof(outputs));
    }

    private static int CheckLengths(ReadOnlySpan<int> lengths)
    {
        if (lengths.Length is < 1 or > Panel.Size) throw new ArgumentException($"lengths has {lengths.Length} values; a panel takes 1 to {Panel.Size} sequences.", nameof(lengths));
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] < 1) throw new ArgumentException($"Sequence {i} has {lengths[i]} steps; a sequence has 1 or more.", nameof(lengths));
            if (i > 0 && lengths[i] > lengths[i - 1])
            {
                throw new ArgumentException($"Sequence {i} has {lengths[i]} steps and the one before it {lengths[i - 1]}; give the longest first, and none longer than the one before.", nameof(lengths));
            }
        }

        return lengths[0];
    }

    private static void CheckPanel(int count)
    {
        if (count is < 1 or > Panel.Size) throw new ArgumentOutOfRangeException(nameof(count), count, $"A panel takes 1 to {Panel.Size} samples.");
    }

    [DoesNotReturn]
    private static void ThrowLength(string name, long found, long wanted, string what) =>
        throw new ArgumentException($"{name} has {found} values where {wanted} are needed: {what}.", name);

    [DoesNotReturn]
    private static void ThrowNotWhole(string name, int found, int wanted) =>
        throw new ArgumentException($"{name} has {found} values, which are no whole samples of {wanted}: a multiple of the model's InputLength is needed.", name);

    [DoesNotReturn]
    private static void ThrowNoSteps(string name, int found, int wanted) =>
        throw new ArgumentException($"{name} has {found} values, which are no whole steps of {wanted}: a multiple of the model's InputLength, and one step or more, is needed.", name);

    [DoesNotReturn]
    private static void ThrowDegree(string name, int found) =>
        throw new ArgumentOutOfRangeException(name, found, "The degree of parallelism is 1 or more threads, or -1 for all processors.");

    [DoesNotReturn]
    private static void ThrowOverlap(string name) =>
        throw new ArgumentException($"{name} overlaps the memory that is read from; give it memory of its own.", name);
}
