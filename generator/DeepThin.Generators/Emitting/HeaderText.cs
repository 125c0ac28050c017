using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Planning;

namespace DeepThin.Generators.Emitting;

/// <summary>The C header of a model's functions.</summary>
internal sealed class HeaderText(string model, string prefix, NetworkPlan plan, bool embedded)
{
    private readonly string _capitals = prefix.ToUpperInvariant();
    private readonly LayerPlan[] _layers = [.. plan.Steps.Select(step => step.Layer)];

    public override string ToString()
    {
        var text = new SourceWriter();
        WriteHead(text);
        WriteConstants(text);
        text.Write($"""
            #ifdef __cplusplus
            extern "C" {"{"}
            #endif

            """);
        WriteLoads(text);
        WriteForwards(text);
        if (plan.TakesSequences) WriteForwardSequence(text);
        if (plan.HasState) WriteSessions(text);
        WriteRest(text);
        text.Write($"""
            #ifdef __cplusplus
            {"}"}
            #endif

            #endif
            """);
        return text.ToString();
    }

    private void WriteHead(SourceWriter text) => text.Write($"""
        /*
         * {prefix}.h: the network {model} for C, and for all that call functions of C.
         * Written by DeepThin.Generators {Names.Version} at every build of the library: changes here are lost.
         *
         * Network:  {Layers()}
         * Values:   32-bit floats. Lengths of inputs and outputs count floats, all others bytes.
         * Threads:  any number of threads may use one handle at once; no prediction takes a lock. Freeing a
         *           handle leaves predictions that are running in peace.
         * Memory:   every buffer is the caller's, and no function keeps a pointer. A thread's first prediction
         *           allocates a workspace for the thread, later ones allocate nothing.
         * Failures: a function returns {_capitals}_OK or another of the codes below, and writes no outputs where it
         *           fails. {prefix}_last_error has the message. Pointers must be null or point to as
         *           much memory as the lengths say: that cannot be checked.
         */
        #ifndef {_capitals}_DEEPTHIN_H
        #define {_capitals}_DEEPTHIN_H

        #include <stddef.h>

        """);

    private void WriteConstants(SourceWriter text)
    {
        text.Write($"""
            /* The floats of a sample, and of a prediction: {Prediction()}. */
            #define {_capitals}_INPUT_LENGTH {plan.InputLength}
            #define {_capitals}_OUTPUT_LENGTH {plan.OutputLength}

            """);
        WritePorts(text, "INPUT", "inputs", "a sample", plan.Inputs);
        WritePorts(text, "OUTPUT", "outputs", "a prediction", plan.Outputs);
        if (plan.HasState)
        {
            text.Write($"""
                /* The bytes of a state that is saved. */
                #define {_capitals}_STATE_BYTES {StateBytes}

                """);
        }

        text.Write($"/* What functions return. */");
        foreach (NativeResult result in Enum.GetValues(typeof(NativeResult)).Cast<NativeResult>().Where(result => result != NativeResult.State || plan.HasState)) text.Write($"#define {_capitals}_{Name(result)} {(int)result} /* {Meaning(result)} */");
        text.Skip();
    }

    // The parts of what has several.
    private void WritePorts(SourceWriter text, string kind, string kinds, string whole, IReadOnlyList<PortPlan> ports)
    {
        if (ports.Count == 1) return;
        text.Write($"/* The {kinds} one after the other in {whole}: the first float of each, and how many it has. */");
        for (int i = 0; i < ports.Count; i++)
        {
            // A macro has letters of ASCII.
            string name = ports[i].Name.All(c => c < 128) ? ports[i].Name.ToUpperInvariant() : Numbers.Text(i);
            text.Write($"""
                #define {_capitals}_{kind}_{name}_OFFSET {ports[i].Offset}
                #define {_capitals}_{kind}_{name}_LENGTH {ports[i].Length} /* {Text(ports[i].Value.Shape)} */
                """);
        }

        text.Skip();
    }

    private void WriteLoads(SourceWriter text)
    {
        text.Write($"""
            /*
             * Loads the weights of a safetensors file and writes a handle to *handle, which {prefix}_free takes; NULL where it
             * fails. path is UTF-8. The file is read and not needed afterwards. New weights for a program that runs: write them to
             * a file beside it, fsync, rename, load that into a second handle, predict with the second, and free the first.
             * Returns {Codes(NativeResult.NullPointer, NativeResult.File, NativeResult.Weights)}.
             */
            int {prefix}_load(const char *path, void **handle);

            /*
             * The same from length bytes of memory, which are not needed afterwards.
             * Returns {Codes(NativeResult.NullPointer, NativeResult.WrongLength, NativeResult.Weights)}.
             */
            int {prefix}_load_memory(const void *bytes, size_t length, void **handle);

            """);
        if (!embedded) return;
        text.Write($"""
            /*
             * The same from the weights inside of the library.
             * Returns {Codes(NativeResult.NullPointer, NativeResult.Weights)}.
             */
            int {prefix}_load_embedded(void **handle);

            """);
    }

    private void WriteForwards(SourceWriter text) => text.Write($"""
        /*
         * Predicts one sample. input_length must be {_capitals}_INPUT_LENGTH and output_length {_capitals}_OUTPUT_LENGTH.
         * Returns {Codes(NativeResult.InvalidHandle, NativeResult.NullPointer, NativeResult.WrongLength, NativeResult.Overlap)}.
         */
        int {prefix}_forward(void *handle, const float *input, size_t input_length, float *output, size_t output_length);

        /*
         * Predicts count samples that lie one after the other, on the calling thread; faster than one by one. inputs_length
         * must be count times {_capitals}_INPUT_LENGTH and outputs_length count times {_capitals}_OUTPUT_LENGTH.
         * Returns {Codes(NativeResult.InvalidHandle, NativeResult.NullPointer, NativeResult.WrongLength, NativeResult.Overlap)}.
         */
        int {prefix}_forward_batch(void *handle, const float *inputs, size_t inputs_length, float *outputs, size_t outputs_length, size_t count);

        """);

    private void WriteForwardSequence(SourceWriter text) => text.Write($"""
        /*
         * Predicts a sequence that begins, whose steps lie one after the other: a sample is a step. input_length must be a multiple
         * of {_capitals}_INPUT_LENGTH, one step or more, and output_length {(plan.EndsSequences ? $"{_capitals}_OUTPUT_LENGTH: a sequence has one prediction." : $"as many times {_capitals}_OUTPUT_LENGTH.")}
         * Returns {Codes(NativeResult.InvalidHandle, NativeResult.NullPointer, NativeResult.WrongLength, NativeResult.Overlap)}.
         */
        int {prefix}_forward_sequence(void *handle, const float *input, size_t input_length, float *output, size_t output_length);

        """);

    // As ModelSession writes it: a version, what the state is of, the steps, the values of the state, and those of a step that wait.
    private int StateBytes => 32 + sizeof(float) * (plan.StateLength + plan.InputLength);

    private void WriteSessions(SourceWriter text) => text.Write($"""
        /*
         * Begins a sequence: a sample is then a step of it, and what the network knows of the steps before is in the session,
         * whose handle is written to *session, which {prefix}_session_free takes; NULL where it fails. Any number of sessions
         * share a network, which may be freed before them. A session is for one thread at a time.
         * Returns {Codes(NativeResult.InvalidHandle, NativeResult.NullPointer)}.
         */
        int {prefix}_session_create(void *handle, void **session);

        /*
         * Goes on by one step. input_length must be {_capitals}_INPUT_LENGTH and output_length {_capitals}_OUTPUT_LENGTH.
         * Returns {Codes(NativeResult.InvalidHandle, NativeResult.NullPointer, NativeResult.WrongLength, NativeResult.Overlap, NativeResult.State)}.
         */
        int {prefix}_session_step(void *session, const float *input, size_t input_length, float *output, size_t output_length);

        /*
         * Takes any number of values, which follow those of the calls before, and goes on by the steps that they complete; the
         * rest waits for the next call. Writes the number of steps to *steps. outputs_length must be that number times
         * {_capitals}_OUTPUT_LENGTH or more; outputs may be NULL where no step is completed.
         * Returns {Codes(NativeResult.InvalidHandle, NativeResult.NullPointer, NativeResult.WrongLength, NativeResult.Overlap)}.
         */
        int {prefix}_session_push(void *session, const float *values, size_t values_length, float *outputs, size_t outputs_length, size_t *steps);

        /*
         * Begins a new sequence in a session.
         * Returns {Codes(NativeResult.InvalidHandle)}.
         */
        int {prefix}_session_reset(void *session);

        /*
         * Writes the state of a session, {_capitals}_STATE_BYTES bytes, with which a sequence goes on in another session or process.
         * Returns {Codes(NativeResult.InvalidHandle, NativeResult.NullPointer, NativeResult.WrongLength, NativeResult.State)}.
         */
        int {prefix}_session_save(void *session, void *bytes, size_t length);

        /*
         * Goes on from a state that was saved with the same weights. Where it fails the session is as it was.
         * Returns {Codes(NativeResult.InvalidHandle, NativeResult.NullPointer, NativeResult.State)}.
         */
        int {prefix}_session_restore(void *session, const void *bytes, size_t length);

        /*
         * Ends a session. Its handle is not valid any more.
         * Returns {Codes(NativeResult.InvalidHandle)}.
         */
        int {prefix}_session_free(void *session);

        """);

    private void WriteRest(SourceWriter text) => text.Write($"""
        /*
         * Lets go of a network. Its handle is not valid any more, and no other network gets it.
         * Returns {Codes(NativeResult.InvalidHandle)}.
         */
        int {prefix}_free(void *handle);

        /*
         * Writes the message of the calling thread's last failure to buffer, UTF-8, as much of it as fits, and always a zero at
         * its end. Returns the bytes that the whole message needs, with the zero; buffer may be NULL to ask for them.
         */
        size_t {prefix}_last_error(char *buffer, size_t length);

        /* {_capitals}_INPUT_LENGTH and {_capitals}_OUTPUT_LENGTH of the library that is loaded. */
        int {prefix}_input_length(void);
        int {prefix}_output_length(void);

        """);

    private bool IsChain => plan.Spec.Layers.All(layer => layer.Reads.Count == 0) && plan.Inputs.Count == 1 && plan.Outputs.Count == 1;

    private string Layers() => IsChain
        ? Text(plan.Inputs[0].Value.Shape) + string.Concat(_layers.Select(layer => $" -> {Text(layer.Output)} ({Kind(layer)})"))
        : string.Join("; ", plan.Steps.Select(step => $"{step.Layer.Name}: {string.Join(" and ", step.Inputs.Select(plan.NameOf))} -> {Text(step.Layer.Output)} ({Kind(step.Layer)})"));

    private static string Kind(LayerPlan layer) => layer.Parameters > 0 || layer.Activation.Kind != Activation.Identity ? layer.Activation.Kind.ToString() : layer.Kind;

    // Channels, then rows and columns.
    private static string Text(Shape shape) => shape.ToString().Replace("×", "x");

    // Behind a pooling, or at several positions, the sum is another one.
    private string Prediction()
    {
        if (plan.Outputs.Count > 1) return $"the outputs {string.Join(", ", plan.Outputs.Select(output => output.Name))}";
        var value = plan.RootOf(plan.Outputs[0].Value);
        bool isOneDistribution = value.Writer >= 0 && plan.Steps[value.Writer].Layer is { EndsActivation: true, Output.IsVector: true };
        return plan.ActivationOf(value) switch
        {
            Activation.Softmax when isOneDistribution => "probabilities, with the sum 1",
            Activation.LogSoftmax when isOneDistribution => "logarithms of probabilities",
            var kind => $"the values of the last layer, by {kind}",
        };
    }

    // Every function may fail for want of memory, for instance.
    private static string Codes(params NativeResult[] failures) => string.Join(", ", failures.Prepend(NativeResult.Ok).Append(NativeResult.Other).Select(Name));

    private static string Name(NativeResult result) => string.Concat(result.ToString().Select((c, index) => index > 0 && char.IsUpper(c) ? $"_{c}" : c.ToString())).ToUpperInvariant();

    private static string Meaning(NativeResult result) => result switch
    {
        NativeResult.Ok => "done",
        NativeResult.NullPointer => "a pointer is null",
        NativeResult.WrongLength => "a length is not the network's",
        NativeResult.InvalidHandle => "the handle was freed, is another network's, or was never given",
        NativeResult.Overlap => "the outputs share memory with the inputs",
        NativeResult.Weights => "the weights are no valid file, or do not fit the network",
        NativeResult.State => "a session cannot go on from its state, or the bytes are no state of the network",
        NativeResult.File => "the file is not there, or cannot be read",
        _ => "anything else, such as too little memory",
    };
}
