using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Layers;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes the struct of a network, or of one of its passes: its parameters, what the kernels prepare from them, and the way of the values through the steps.</summary>
/// <param name="source">The model.</param>
/// <param name="classes">The class of each step that computes something.</param>
/// <param name="pass">The pass; null for a network that has none.</param>
internal sealed class NetworkEmitter(ModelSource source, IReadOnlyList<LayerClass?> classes, PassPlan? pass = null)
{
    private const string BackwardParameters =
        "ReadOnlySpan<float> outputGradients, int samples, ReadOnlySpan<float> trace, Span<float> gradients, Span<float> inputGradients";

    private const string OneState = ", ref float state", States = ", ref float states";

    private static readonly (string Simd, string Vector)[] Widths =
    [
        ("Simd512", "Vector512<float>"),
        ("Simd256", "Vector256<float>"),
        ("Simd128", "Vector128<float>"),
        ("Simd32", "float"),
    ];

    private readonly NetworkPlan _plan = pass?.Network ?? source.Plan;

    // Whether a sample is a step, whose state goes on; a pass may have none.
    private readonly bool _areSteps = pass != null || source.Plan.HasState;

    public void Emit(SourceWriter writer)
    {
        if (pass == null) EmitHead(writer);
        else EmitHeadOfPass(writer, pass);
        EmitPlaces(writer);
        EmitDispatchers(writer);
        EmitRun(writer);
        EmitRunPanel(writer);
        if (_areSteps) EmitRunSteps(writer);
        if (source.Spec.Training)
        {
            EmitRunTrace(writer);
            EmitRunBackward(writer);
        }

        EmitPrepare(writer);
        writer.Close();
    }

    private void EmitHead(SourceWriter writer)
    {
        writer.Write($"""
            /// <summary>The network of {source.Spec.Type.FullName.Replace("<", "&lt;")}: its parameters, what the kernels prepare from them, and the way of the values through the layers.</summary>
            {GeneratedCode}
            internal readonly struct Network : {(!_plan.HasState ? "IBatchNetwork" : source.Spec.Training ? "ITrainableSequenceNetwork" : "ISequenceNetwork")}
            """);
        writer.Open();
        EmitState(writer, source);
        writer.Skip();
    }

    private void EmitHeadOfPass(SourceWriter writer, PassPlan pass)
    {
        string name = source.NameOf(pass);
        string layers = string.Join(", ", _plan.Steps.Select(step => step.Layer.Name)), way = pass.IsReversed ? "last step of a sequence to the first" : "first step of a sequence to the last";
        writer.Write($$"""
            /// <summary>{{name}} of {{source.Plan.Passes.Count}}, from the {{way}}: {{layers}}.</summary>
            {{GeneratedCode}}
            internal readonly struct {{name}} : {{(source.Spec.Training ? "ITrainableSequencePass" : "ISequencePass")}}
            """);
        writer.Open();
        writer.Write($$"""
            private readonly AlignedBuffer Parameters, Prepared;

            public {{name}}(AlignedBuffer parameters, AlignedBuffer prepared) => (Parameters, Prepared) = (parameters, prepared);

            public static bool IsReversed => {{(pass.IsReversed ? "true" : "false")}};

            // In the row of a step: of each value where it begins, and its length.
            public static ReadOnlySpan<int> Reads => {{PassesEmitter.Parts(pass.Reads)}};

            public static ReadOnlySpan<int> Writes => {{PassesEmitter.Parts(pass.Writes)}};

            public static int InputLength => {{_plan.InputLength}};

            public static int OutputLength => {{_plan.OutputLength}};

            public static int StateLength => {{_plan.StateLength}};

            public static int TraceLength => {{_plan.Trace.Length}};

            """);
    }

    // The plan stands here, and not in a static field of the model, whose own static fields may call Load before that is set.
    public static void EmitState(SourceWriter writer, ModelSource source)
    {
        InfoEmitter.Emit(writer, source.Spec.Type.FullName, source.Plan);
        writer.Write($$"""
            public readonly ModelWeights Weights;
            public readonly AlignedBuffer Parameters, Prepared;

            public Network(ModelWeights weights)
            {
                Weights = weights;
                Parameters = weights.Parameters;
                Prepared = weights.Prepared ?? new({{source.Plan.PreparedLength}});
                if (weights.Prepared == null) Prepare();
            }
            """);
    }

    private void EmitPlaces(SourceWriter writer)
    {
        EmitPlaces(writer, "ParameterPlaces", "Where the parameters of each layer begin in the parameter block, in floats.", [.. _plan.Steps.Select(step => (Layer(step), (long)step.Parameters))]);
        (string, long)[] gains = [.. _plan.Values.Select(value => (Name: $"Value{Numbers.Text(value.Index)}", Gains: _plan.GainsOf(value))).Where(item => item.Gains != null).Select(item => (item.Name, (long)item.Gains!.Offset))];
        if (gains.Length > 0) EmitPlaces(writer, "GainPlaces", "Where the gains begin that a value is multiplied with as it is written: those of the layer that reads it.", gains);
        EmitPlaces(writer, "PreparedPlaces", "Where what its kernels prepare begins in the prepared block.", [.. _plan.Steps.Select(step => (Layer(step), step.Prepared))]);
        if (_plan.HasState) EmitPlaces(writer, "StatePlaces", "Where the state of each layer that has one begins in that of a sequence.", [.. _plan.Steps.Where(HasState).Select(step => (Layer(step), _plan.States[step.Place]))]);
        EmitPlaces(writer, "SamplePlaces", "Where values lie in the workspace of one sample. Values that are never needed at once share a place.", Places(Mode.OneSample));
        EmitPlaces(writer, "PanelPlaces", "Where panels lie in the workspace of a panel, and what layers keep while they run.", Places(Mode.Panel));
        if (!source.Spec.Training) return;
        EmitPlaces(writer, "TracePlaces", "Where panels lie in a trace, and what the backward half needs.", Places(Mode.Trace));
        EmitPlaces(writer, "GradientPlaces", "Where the gradients of panels lie in the workspace of the backward half.", Places(Mode.Backward));
    }

    private IEnumerable<(string Name, long Place)> Places(Mode mode)
    {
        var memory = _plan.Memory(mode);
        for (int i = 0; i < memory.Values.Length; i++) yield return ($"Value{Numbers.Text(i)}", memory.Values[i]);
        for (int i = 0; i < memory.Kept.Length && mode is Mode.Panel or Mode.Trace; i++) yield return ($"Kept{Numbers.Text(_plan.Steps[i].Layer.Index)}", memory.Kept[i]);
        if (mode == Mode.Trace)
        {
            yield return ("WorkspaceLength", memory.Scratch);
            yield break;
        }

        yield return ("Scratch", memory.Length);
        yield return ("WorkspaceLength", memory.Total);
    }

    private static void EmitPlaces(SourceWriter writer, string name, string summary, IEnumerable<(string Name, long Place)> places)
    {
        writer.Write($"/// <summary>{summary}</summary>");
        writer.Block($"private static class {name}", () =>
        {
            string[] constants = [.. places.Select(place => $"{place.Name} = {SourceWriter.Literal(place.Place)}")];
            const int PerLine = 6;
            for (int i = 0; i < constants.Length; i += PerLine) writer.Write($"public const int {string.Join(", ", constants.Skip(i).Take(PerLine))};");
        });
        writer.Skip();
    }

    private void EmitDispatchers(SourceWriter writer)
    {
        if (_areSteps)
        {
            EmitSequenceDispatchers(writer);
            return;
        }

        int inputs = _plan.InputLength, outputs = _plan.OutputLength;
        EmitDispatcher(writer, "Run(ReadOnlySpan<float> input, Span<float> output)", "Run", "input, output");
        writer.Write($$"""
            // Up to a panel of samples: fewer than {{_plan.FewestSamples}} are predicted to be faster one by one.
            public void RunSome(ReadOnlySpan<float> inputs, Span<float> outputs, int samples)
            {
                if (samples >= {{_plan.FewestSamples}})
                {
                    RunPanel(inputs, outputs, samples);
                    return;
                }

                for (int i = 0; i < samples; i++) Run(inputs.Slice(i * {{inputs}}, {{inputs}}), outputs.Slice(i * {{outputs}}, {{outputs}}));
            }

            """);
        EmitDispatcher(writer, "RunPanel(ReadOnlySpan<float> inputs, Span<float> outputs, int samples)", "RunPanel", "inputs, outputs, samples");
        if (!source.Spec.Training) return;
        EmitDispatcher(writer, "RunTrace(ReadOnlySpan<float> inputs, Span<float> outputs, int samples, Span<float> trace, ulong noise)", "RunTrace", "inputs, outputs, samples, trace, noise");
        EmitDispatcher(writer, $"RunBackward({BackwardParameters})", "RunBackward", "outputGradients, samples, trace, gradients, inputGradients");
    }

    private void EmitSequenceDispatchers(SourceWriter writer)
    {
        int inputs = _plan.InputLength, outputs = _plan.OutputLength;
        writer.Write($"""
            // Fewer samples than these are predicted to be faster one by one.
            public int FewestSamples => {_plan.FewestSamples};

            """);
        EmitDispatcher(writer, $"Run(ReadOnlySpan<float> input, Span<float> output{OneState})", "Run", "input, output, ref state");
        writer.Write($$"""
            // Up to a panel of steps of one sequence: fewer than {{_plan.FewestSteps}} are predicted to be faster one by one.
            public void RunSome(ReadOnlySpan<float> inputs, Span<float> outputs, int steps{{OneState}})
            {
                if (steps >= {{_plan.FewestSteps}})
                {
                    RunSteps(inputs, outputs, steps, ref state);
                    return;
                }

                for (int t = 0; t < steps; t++) Run(inputs.Slice(t * {{inputs}}, {{inputs}}), outputs.Slice(t * {{outputs}}, {{outputs}}), ref state);
            }

            """);
        EmitDispatcher(writer, $"RunSteps(ReadOnlySpan<float> inputs, Span<float> outputs, int steps{OneState})", "RunSteps", "inputs, outputs, steps, ref state");
        EmitDispatcher(writer, $"RunPanel(ReadOnlySpan<float> inputs, Span<float> outputs, int samples{States})", "RunPanel", "inputs, outputs, samples, ref states");
        if (!source.Spec.Training) return;
        EmitDispatcher(writer, $"RunTrace(ReadOnlySpan<float> inputs, Span<float> outputs, int samples, Span<float> trace, ulong noise{States})", "RunTrace", "inputs, outputs, samples, trace, noise, ref states");
        EmitDispatcher(writer, $"RunBackward({BackwardParameters}{States})", "RunBackward", "outputGradients, samples, trace, gradients, inputGradients, ref states");
    }

    // The compiler folds the conditions: what is left is the widest width that it may use, or a check of the processor.
    public static void EmitDispatcher(SourceWriter writer, string signature, string method, string arguments)
    {
        writer.Write($"public void {signature}");
        writer.Open();
        for (int i = 0; i < Widths.Length; i++)
        {
            var (simd, vector) = Widths[i];
            string condition = i < Widths.Length - 1 ? $"if ({simd}.IsSupported) " : "";
            writer.Write($"{(i > 0 ? "else " : "")}{condition}{method}<{simd}, {vector}>({arguments});");
        }

        writer.Close();
        writer.Skip();
    }

    private static void OpenGeneric(SourceWriter writer, string signature)
    {
        writer.Write($"""
            private void {signature}
            {OfWidth}
            """);
        writer.Open();
    }

    private void EmitRun(SourceWriter writer)
    {
        OpenGeneric(writer, $"Run<TSimd, TVector>(ReadOnlySpan<float> input, Span<float> output{Optional(OneState)})");
        EmitWorkspace(writer, "SamplePlaces");
        writer.Skip();
        foreach (var port in _plan.Inputs)
        {
            writer.Write($"""
                ref float {Value(port.Value.Index)} = ref At(ref workspace, SamplePlaces.Value{port.Value.Index});
                Panel.Copy({Part("input", port, _plan.Inputs)}, {GainsOf(port.Value)}ref {Value(port.Value.Index)});
                """);
            EmitMargins(writer, Mode.OneSample, port.Value);
        }

        foreach (var step in _plan.Steps)
        {
            EmitStepComment(writer, step);
            if (EmitAlias(writer, step)) continue;
            EmitScaled(writer, step, Mode.OneSample);
            writer.Write($"""
                ref float {Value(step.Output)} = ref At(ref workspace, SamplePlaces.Value{step.Output});
                {Call(step)}.Forward(
                    {InputsOf(step)}ref {Value(step.Output)}, {OnALine(NormOf(step) + GainsOf(_plan.Values[step.Output]))}{StateOf(step, "state")}{Parameters(step)}, {Prepared(step)}, ref scratch);
                """);
            EmitMargins(writer, Mode.OneSample, _plan.Values[step.Output]);
        }

        writer.Skip();
        foreach (var port in _plan.Outputs) writer.Write($"Panel.Copy(ref {Value(port.Value.Index)}, {Part("output", port, _plan.Outputs)});");
        writer.Close();
        writer.Skip();
    }

    // The product of a value that others read as well with the gains of a step.
    private void EmitScaled(SourceWriter writer, StepPlan step, Mode mode)
    {
        if (!_plan.ScalesOwn(step)) return;
        var own = _plan.Values[step.Own[0]];
        string length = SourceWriter.Literal(own.Length);
        writer.Write(mode == Mode.OneSample
            ? $"""
            ref float {Value(own.Index)} = ref At(ref workspace, SamplePlaces.Value{own.Index});
            Panel.Copy(ref {Value(step.Inputs[0])}, {GainsOf(own)}ref {Value(own.Index)}, {length});
            """
            : (SourceWriter.Source)$"""
            ref float {Value(own.Index)} = ref At(ref workspace, PanelPlaces.Value{own.Index});
            {ShortNames.PanelKernels}.ScaleRows(ref {Value(step.Inputs[0])}, {GainsOf(own)}ref {Value(own.Index)}, {length});
            """);
        EmitMargins(writer, mode, own);
    }

    // What a step reads, as arguments.
    private string InputsOf(StepPlan step, Mode mode = Mode.OneSample) =>
        string.Concat(step.Inputs.Select(input => $"ref {Value(mode != Mode.Trace && _plan.ScalesOwn(step) ? step.Own[0] : input)}, "));

    // The values of one of several inputs or outputs in the span of all.
    private static string Part(string span, PortPlan port, IReadOnlyList<PortPlan> all) =>
        all.Count == 1 ? span : $"{span}.Slice({SourceWriter.Literal(port.Offset)}, {SourceWriter.Literal(port.Length)})";

    private void EmitWorkspace(SourceWriter writer, string places) => writer.Write($"""
        ref float workspace = ref Workspace.Rent({places}.WorkspaceLength), scratch = ref At(ref workspace, {places}.Scratch);
        {Blocks}
        """);

    // The parameters and what is prepared from them; those of a pass begin in the blocks of all.
    private string Blocks => $"ref float parameters = {First("Parameters", pass?.Parameters ?? 0)}, prepared = {First("Prepared", pass?.Prepared ?? 0)};";

    private static string First(string block, long place) => place == 0 ? $"ref {block}.First" : $"ref At(ref {block}.First, {SourceWriter.Literal(place)})";

    private void EmitRunPanel(SourceWriter writer)
    {
        OpenGeneric(writer, $"RunPanel<TSimd, TVector>(ReadOnlySpan<float> inputs, Span<float> outputs, int samples{Optional(States)})");
        EmitWorkspace(writer, "PanelPlaces");
        EmitPanels(writer, Mode.Panel, "workspace", "PanelPlaces", static emitter => emitter.PanelMethod);
        writer.Close();
        writer.Skip();
    }

    private void EmitRunSteps(SourceWriter writer)
    {
        OpenGeneric(writer, $"RunSteps<TSimd, TVector>(ReadOnlySpan<float> inputs, Span<float> outputs, int steps{OneState})");
        EmitWorkspace(writer, "PanelPlaces");
        EmitPanels(writer, Mode.Panel, "workspace", "PanelPlaces", static emitter => emitter.PanelMethod, areSteps: true);
        writer.Close();
        writer.Skip();
    }

    private void EmitRunTrace(SourceWriter writer)
    {
        OpenGeneric(writer, $"RunTrace<TSimd, TVector>(ReadOnlySpan<float> inputs, Span<float> outputs, int samples, Span<float> trace, ulong noise{Optional(States)})");
        writer.Write($"""
            ref float start = ref MemoryMarshal.GetReference(trace), scratch = ref Workspace.Rent(TracePlaces.WorkspaceLength);
            {Blocks}
            """);
        EmitPanels(writer, Mode.Trace, "start", "TracePlaces", static emitter => emitter.TraceMethod);
        writer.Close();
        writer.Skip();
    }

    private void EmitPanels(SourceWriter writer, Mode mode, string block, string places, Func<LayerEmitter, string> method, bool areSteps = false)
    {
        string count = areSteps ? "steps" : "samples";
        writer.Skip();
        foreach (var port in _plan.Inputs)
        {
            string gains = mode == Mode.Panel ? GainsOf(port.Value) : "", value = Value(port.Value.Index);
            bool isAll = _plan.Inputs.Count == 1;
            string stride = isAll && gains.Length == 0 ? "" : $"{SourceWriter.Literal(_plan.InputLength)}, ";
            writer.Write($"""
                ref float {value} = ref At(ref {block}, {places}.Value{port.Value.Index});
                {(gains.Length > 0 ? ShortNames.PanelKernels : "Panel")}.Pack({From("inputs", port, isAll)}, {stride}{count}, {port.Length}, {gains}ref {value});
                """);
            EmitMargins(writer, mode, port.Value);
        }

        foreach (var step in _plan.Steps)
        {
            EmitStepComment(writer, step);
            if (EmitAlias(writer, step)) continue;
            if (mode == Mode.Panel) EmitScaled(writer, step, mode);
            var emitter = classes[step.Place]!.Emitter;
            writer.Write($"""
                ref float {Value(step.Output)} = ref At(ref {block}, {places}.Value{step.Output});
                {Call(step)}.{(areSteps && HasState(step) ? "ForwardSteps" : method(emitter))}(
                    {InputsOf(step, mode)}ref {Value(step.Output)}, {NormOf(step)}{(mode == Mode.Panel || emitter.TraceTakesGains ? GainsOf(_plan.Values[step.Output]) : "")}{(areSteps && HasState(step) ? "steps, " + StateOf(step, "state") : StateOf(step, "states", " * Panel.Size"))}ref At(ref {block}, {places}.Kept{step.Layer.Index}),
                    {Parameters(step)}, {Prepared(step)}, ref scratch{(mode == Mode.Trace ? Samples(emitter) + Noise(emitter, step) : "")});
                """);
            EmitMargins(writer, mode, _plan.Values[step.Output]);
        }

        writer.Skip();
        foreach (var port in _plan.Outputs) writer.Write($"Panel.Unpack(ref {Value(port.Value.Index)}, {count}, {port.Length}, {FirstOf("outputs", port)}, {_plan.OutputLength});");
    }

    private static string From(string span, PortPlan port, bool isAll) => isAll || port.Offset == 0 ? span : $"{span}.Slice({SourceWriter.Literal(port.Offset)})";

    private static string FirstOf(string span, PortPlan port) =>
        port.Offset == 0 ? $"ref MemoryMarshal.GetReference({span})" : $"ref At(ref MemoryMarshal.GetReference({span}), {SourceWriter.Literal(port.Offset)})";

    private void EmitRunBackward(SourceWriter writer)
    {
        OpenGeneric(writer, $"RunBackward<TSimd, TVector>({BackwardParameters}{Optional(States)})");
        EmitWorkspace(writer, "GradientPlaces");
        writer.Write($"ref float start = ref MemoryMarshal.GetReference(trace), sums = ref MemoryMarshal.GetReference(gradients);");
        writer.Skip();
        foreach (var port in _plan.Outputs) EmitOutputGradients(writer, port);
        foreach (var step in _plan.Steps.Reverse())
        {
            EmitStepComment(writer, step);
            if (step.Layer.IsAlias)
            {
                writer.Write($"// The gradients of its output are those of its input.");
                continue;
            }

            int[] receivers = [.. step.Inputs.Select((input, place) => _plan.AddsGradients(step, place) ? step.Own[place] : RootOf(input))];
            foreach (int receiver in receivers) writer.Write($"ref float {Gradients(receiver)} = ref At(ref workspace, GradientPlaces.Value{receiver});");
            writer.Write($$"""
                {{Call(step)}}.Backward(
                    {{string.Concat(step.Inputs.Select(input => $"ref At(ref start, TracePlaces.Value{Numbers.Text(input)}), "))}}ref At(ref start, TracePlaces.Value{{step.Output}}), ref At(ref start, TracePlaces.Kept{{step.Layer.Index}}),
                    ref {{Gradients(RootOf(step.Output))}}, {{string.Join(", ", receivers.Select((receiver, place) => $"ref {Gradients(receiver)}, {Wants(step.Inputs[place])}"))}},
                    {{StateOf(step, "states", " * Panel.Size")}}{{Parameters(step)}}, {{Prepared(step)}}, ref At(ref sums, ParameterPlaces.{{Layer(step)}}), ref scratch{{Samples(classes[step.Place]!.Emitter)}});
                """);
            for (int place = 0; place < receivers.Length; place++)
            {
                if (_plan.AddsGradients(step, place)) EmitAddition(writer, receivers[place], step.Inputs[place], Wants(step.Inputs[place]));
            }
        }

        writer.Skip();
        foreach (var port in _plan.Inputs)
        {
            writer.Write($$"""
                if (!inputGradients.IsEmpty) Panel.Unpack(ref {{Gradients(port.Value.Index)}}, samples, {{port.Length}}, {{FirstOf("inputGradients", port)}}, {{_plan.InputLength}});
                """);
        }

        writer.Close();
        writer.Skip();
    }

    private void EmitOutputGradients(SourceWriter writer, PortPlan port)
    {
        bool isAdded = port.Own != StepPlan.NoValue, isAll = _plan.Outputs.Count == 1;
        int receiver = isAdded ? port.Own : RootOf(port.Value.Index);
        writer.Write($$"""
            ref float {{Gradients(receiver)}} = ref At(ref workspace, GradientPlaces.Value{{receiver}});
            Panel.Pack({{From("outputGradients", port, isAll)}}, {{(isAll ? "" : $"{SourceWriter.Literal(_plan.OutputLength)}, ")}}samples, {{port.Length}}, ref {{Gradients(receiver)}});
            """);
        if (isAdded) EmitAddition(writer, receiver, port.Value.Index, "true");
    }

    // What another reader of a value has given already comes first.
    private void EmitAddition(SourceWriter writer, int own, int value, string wants) => writer.Write(
        $"{(wants == "true" ? "" : $"if ({wants}) ")}Panel.Add(ref {Gradients(own)}, ref {Gradients(RootOf(value))}, {SourceWriter.Literal(_plan.Values[value].Length)} * Panel.Size);");

    private int RootOf(int value) => _plan.RootOf(_plan.Values[value]).Index;

    private string Wants(int value) => _plan.Values[RootOf(value)].Writer < 0 ? "!inputGradients.IsEmpty" : "true";

    private void EmitPrepare(SourceWriter writer)
    {
        StepPlan[] steps = [.. _plan.Steps.Where(step => classes[step.Place]?.Emitter.Prepares == true)];
        if (steps.Length == 0)
        {
            writer.Write("""
                // The kernels read the parameters as they are.
                public void Prepare()
                {
                }
                """);
            return;
        }

        EmitDispatcher(writer, "Prepare()", "Prepare", "");
        OpenGeneric(writer, "Prepare<TSimd, TVector>()");
        writer.Write($"{Blocks}");
        foreach (var step in steps) writer.Write($"{Call(step)}.Prepare({Parameters(step)}, {Prepared(step)});");
        writer.Close();
    }

    private void EmitStepComment(SourceWriter writer, StepPlan step)
    {
        writer.Skip();
        writer.Write($"// {step.Layer.Name}: {string.Join(" and ", step.Inputs.Select(input => _plan.Values[input].Shape.ToString()))} → {step.Layer.Output.ToString()}");
    }

    private void EmitMargins(SourceWriter writer, Mode mode, ValuePlan value)
    {
        var margins = _plan.Margins(mode, value);
        long length = value.Length * (mode == Mode.OneSample ? 1L : KernelShape.PanelSize);
        if (margins.Before > 0) writer.Write($"Clear(ref At(ref {Value(value.Index)}, {-margins.Before}), {margins.Before});");
        if (margins.After > 0) writer.Write($"Clear(ref At(ref {Value(value.Index)}, {length}), {margins.After});");
    }

    // Whether the output of a step is its input by another name.
    private bool EmitAlias(SourceWriter writer, StepPlan step)
    {
        if (step.Layer.IsFolded) writer.Write($"// {_plan.NameOf(RootOf(step.Output))} has computed it.");
        if (step.Layer.IsAlias) writer.Write($"ref float {Value(step.Output)} = ref {Value(step.Inputs[0])};");
        return step.Layer.IsAlias;
    }

    private static bool HasState(StepPlan step) => step.Layer.StateLength > 0;

    // The state of a step, as an argument, or nothing; that of a panel has a row for each value.
    private static string StateOf(StepPlan step, string state, string times = "") => HasState(step) ? $"ref At(ref {state}, StatePlaces.{Layer(step)}{times}), " : "";

    private string Optional(string parameter) => _areSteps ? parameter : "";

    private string Call(StepPlan step) => classes[step.Place]!.Name + "<TSimd, TVector>";

    private static string Parameters(StepPlan step) => $"ref At(ref parameters, ParameterPlaces.{Layer(step)})";

    private static string Prepared(StepPlan step) => $"ref At(ref prepared, PreparedPlaces.{Layer(step)})";

    private string GainsOf(ValuePlan value) => _plan.GainsOf(value) == null ? "" : $"ref At(ref parameters, GainPlaces.Value{Numbers.Text(value.Index)}), ";

    private string NormOf(StepPlan step) => step.Epilogue.Norm is { } norm ? $"ref At(ref prepared, PreparedPlaces.{Layer(_plan.Steps[norm])}), " : "";

    private static string Layer(StepPlan step) => $"Layer{Numbers.Text(step.Layer.Index)}";

    private static string Noise(LayerEmitter emitter, StepPlan step) => emitter.TraceTakesNoise ? $", noise, {Numbers.Text(step.Layer.Index)}" : "";

    private static string Samples(LayerEmitter emitter) => emitter.TraceTakesSamples ? ", samples" : "";

    // More arguments than one line has room for.
    private static string OnALine(string arguments) => arguments.Length == 0 ? "" : arguments.TrimEnd() + "\n    ";

    private static string Value(int index) => $"value{Numbers.Text(index)}";

    private static string Gradients(int index) => $"gradients{Numbers.Text(index)}";
}
