using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Layers;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting;

/// <summary>Writes the struct of a network: its parameters, what the kernels prepare from them, and the way of the values through the steps.</summary>
/// <param name="source">The model.</param>
/// <param name="classes">The class of each step that computes something.</param>
internal sealed class NetworkEmitter(ModelSource source, IReadOnlyList<LayerClass?> classes)
{
    private const string BackwardParameters =
        "ReadOnlySpan<float> outputGradients, int samples, ReadOnlySpan<float> trace, Span<float> gradients, Span<float> inputGradients";

    private static readonly (string Simd, string Vector)[] Widths =
    [
        ("Simd512", "Vector512<float>"),
        ("Simd256", "Vector256<float>"),
        ("Simd128", "Vector128<float>"),
    ];

    private readonly NetworkPlan _plan = source.Plan;

    public void Emit(SourceWriter writer)
    {
        writer.Write($"""
            /// <summary>The network of {source.Spec.Type.FullName.Replace("<", "&lt;")}: its parameters, what the kernels prepare from them, and the way of the values through the layers.</summary>
            {GeneratedCode}
            internal readonly struct Network : IBatchNetwork
            """);
        writer.Open();
        EmitState(writer);
        EmitPlaces(writer);
        EmitDispatchers(writer);
        EmitRun(writer);
        EmitRunPanel(writer);
        if (source.Spec.Training)
        {
            EmitRunTrace(writer);
            EmitRunBackward(writer);
        }

        EmitPrepare(writer);
        writer.Close();
    }

    // The plan stands here, and not in a static field of the model, whose own static fields may call Load before that is set.
    private void EmitState(SourceWriter writer)
    {
        InfoEmitter.Emit(writer, source.Spec.Type.FullName, _plan);
        writer.Write($$"""
            public readonly ModelWeights Weights;
            public readonly AlignedBuffer Parameters, Prepared;

            public Network(ModelWeights weights)
            {
                Weights = weights;
                Parameters = weights.Parameters;
                Prepared = weights.Prepared ?? new({{_plan.PreparedLength}});
                if (weights.Prepared == null) Prepare();
            }

            """);
    }

    private void EmitPlaces(SourceWriter writer)
    {
        EmitPlaces(writer, "ParameterPlaces", "Where the parameters of each layer begin in the parameter block, in floats.", [.. _plan.Steps.Select((step, i) => ($"Layer{Numbers.Text(i)}", (long)step.Parameters))]);
        (string, long)[] gains = [.. _plan.Values.Select(value => (Name: $"Value{Numbers.Text(value.Index)}", Gains: _plan.GainsOf(value))).Where(item => item.Gains != null).Select(item => (item.Name, (long)item.Gains!.Offset))];
        if (gains.Length > 0) EmitPlaces(writer, "GainPlaces", "Where the gains begin that a value is multiplied with as it is written: those of the layer that reads it.", gains);
        EmitPlaces(writer, "PreparedPlaces", "Where what its kernels prepare begins in the prepared block.", [.. _plan.Steps.Select((step, i) => ($"Layer{Numbers.Text(i)}", step.Prepared))]);
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
        for (int i = 0; i < memory.Kept.Length && mode is Mode.Panel or Mode.Trace; i++) yield return ($"Kept{Numbers.Text(i)}", memory.Kept[i]);
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
        int inputs = _plan.Input.Length, outputs = _plan.Output.Length;
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
        EmitDispatcher(writer, "RunTrace(ReadOnlySpan<float> inputs, Span<float> outputs, int samples, Span<float> trace)", "RunTrace", "inputs, outputs, samples, trace");
        EmitDispatcher(writer, $"RunBackward({BackwardParameters})", "RunBackward", "outputGradients, samples, trace, gradients, inputGradients");
    }

    // The compiler folds the conditions: what is left is the widest width that it may use, or a check of the processor.
    private static void EmitDispatcher(SourceWriter writer, string signature, string method, string arguments)
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
        OpenGeneric(writer, "Run<TSimd, TVector>(ReadOnlySpan<float> input, Span<float> output)");
        EmitWorkspace(writer, "SamplePlaces");
        writer.Write("""

            ref float value0 = ref At(ref workspace, SamplePlaces.Value0);
            """);
        writer.Write($"Panel.Copy(input, {GainsOf(_plan.Input)}ref value0);");
        EmitMargins(writer, Mode.OneSample, _plan.Input);
        foreach (var step in _plan.Steps)
        {
            EmitStepComment(writer, step);
            if (EmitAlias(writer, step)) continue;
            writer.Write($"""
                ref float {Value(step.Output)} = ref At(ref workspace, SamplePlaces.Value{step.Output});
                {Call(step)}.Forward(
                    ref {Value(step.Input)}, ref {Value(step.Output)}, {OnALine(GainsOf(_plan.Values[step.Output]))}{Parameters(step)}, {Prepared(step)}, ref scratch);
                """);
            EmitMargins(writer, Mode.OneSample, _plan.Values[step.Output]);
        }

        writer.Skip();
        writer.Write($"Panel.Copy(ref {Value(_plan.Output.Index)}, output);");
        writer.Close();
        writer.Skip();
    }

    private static void EmitWorkspace(SourceWriter writer, string places) => writer.Write($"""
        ref float workspace = ref Workspace.Rent({places}.WorkspaceLength), scratch = ref At(ref workspace, {places}.Scratch);
        ref float parameters = ref Parameters.First, prepared = ref Prepared.First;
        """);

    private void EmitRunPanel(SourceWriter writer)
    {
        OpenGeneric(writer, "RunPanel<TSimd, TVector>(ReadOnlySpan<float> inputs, Span<float> outputs, int samples)");
        EmitWorkspace(writer, "PanelPlaces");
        EmitPanels(writer, Mode.Panel, "workspace", "PanelPlaces", static emitter => emitter.PanelMethod);
        writer.Close();
        writer.Skip();
    }

    private void EmitRunTrace(SourceWriter writer)
    {
        OpenGeneric(writer, "RunTrace<TSimd, TVector>(ReadOnlySpan<float> inputs, Span<float> outputs, int samples, Span<float> trace)");
        writer.Write("""
            ref float start = ref MemoryMarshal.GetReference(trace), scratch = ref Workspace.Rent(TracePlaces.WorkspaceLength);
            ref float parameters = ref Parameters.First, prepared = ref Prepared.First;
            """);
        EmitPanels(writer, Mode.Trace, "start", "TracePlaces", static emitter => emitter.TraceMethod);
        writer.Close();
        writer.Skip();
    }

    private void EmitPanels(SourceWriter writer, Mode mode, string block, string places, Func<LayerEmitter, string> method)
    {
        string gains = mode == Mode.Panel ? GainsOf(_plan.Input) : "";
        writer.Write($$"""

            ref float value0 = ref At(ref {{block}}, {{places}}.Value0);
            {{(gains.Length > 0 ? ShortNames.PanelKernels : "Panel")}}.Pack(inputs, samples, {{_plan.Input.Length}}, {{gains}}ref value0);
            """);
        EmitMargins(writer, mode, _plan.Input);
        foreach (var step in _plan.Steps)
        {
            EmitStepComment(writer, step);
            if (EmitAlias(writer, step)) continue;
            var emitter = classes[step.Layer.Index]!.Emitter;
            writer.Write($"""
                ref float {Value(step.Output)} = ref At(ref {block}, {places}.Value{step.Output});
                {Call(step)}.{method(emitter)}(
                    ref {Value(step.Input)}, ref {Value(step.Output)}, {(mode == Mode.Panel || emitter.TraceTakesGains ? GainsOf(_plan.Values[step.Output]) : "")}ref At(ref {block}, {places}.Kept{step.Layer.Index}),
                    {Parameters(step)}, {Prepared(step)}, ref scratch{(mode == Mode.Trace ? Samples(emitter) : "")});
                """);
            EmitMargins(writer, mode, _plan.Values[step.Output]);
        }

        writer.Skip();
        writer.Write($"Panel.Unpack(ref {Value(_plan.Output.Index)}, samples, {_plan.Output.Length}, ref MemoryMarshal.GetReference(outputs), {_plan.Output.Length});");
    }

    private void EmitRunBackward(SourceWriter writer)
    {
        OpenGeneric(writer, $"RunBackward<TSimd, TVector>({BackwardParameters})");
        EmitWorkspace(writer, "GradientPlaces");
        string last = Gradients(_plan.Output.Index), first = Gradients(_plan.Input.Index);
        writer.Write($$"""
            ref float start = ref MemoryMarshal.GetReference(trace), sums = ref MemoryMarshal.GetReference(gradients);

            ref float {{last}} = ref At(ref workspace, GradientPlaces.Value{{_plan.Output.Index}});
            Panel.Pack(outputGradients, samples, {{_plan.Output.Length}}, ref {{last}});
            """);
        foreach (var step in _plan.Steps.Reverse())
        {
            string g = Gradients(step.Output), gx = Gradients(step.Input), wants = _plan.RootOf(_plan.Values[step.Input]) == _plan.Input ? "!inputGradients.IsEmpty" : "true";
            EmitStepComment(writer, step);
            if (step.Layer.IsAlias)
            {
                writer.Write($"ref float {gx} = ref {g};");
                continue;
            }

            writer.Write($$"""
                ref float {{gx}} = ref At(ref workspace, GradientPlaces.Value{{step.Input}});
                {{Call(step)}}.Backward(
                    ref At(ref start, TracePlaces.Value{{step.Input}}), ref At(ref start, TracePlaces.Value{{step.Output}}), ref At(ref start, TracePlaces.Kept{{step.Layer.Index}}),
                    ref {{g}}, ref {{gx}}, {{wants}},
                    {{Parameters(step)}}, {{Prepared(step)}}, ref At(ref sums, ParameterPlaces.Layer{{step.Layer.Index}}), ref scratch{{Samples(classes[step.Layer.Index]!.Emitter)}});
                """);
        }

        writer.Skip();
        writer.Write($$"""
            if (!inputGradients.IsEmpty) Panel.Unpack(ref {{first}}, samples, {{_plan.Input.Length}}, ref MemoryMarshal.GetReference(inputGradients), {{_plan.Input.Length}});
            """);
        writer.Close();
        writer.Skip();
    }

    private void EmitPrepare(SourceWriter writer)
    {
        StepPlan[] steps = [.. _plan.Steps.Where(step => classes[step.Layer.Index]?.Emitter.Prepares == true)];
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
        writer.Write("ref float parameters = ref Parameters.First, prepared = ref Prepared.First;");
        foreach (var step in steps) writer.Write($"{Call(step)}.Prepare({Parameters(step)}, {Prepared(step)});");
        writer.Close();
    }

    private static void EmitStepComment(SourceWriter writer, StepPlan step)
    {
        writer.Skip();
        writer.Write($"// {step.Layer.Name}: {step.Layer.Input.ToString()} → {step.Layer.Output.ToString()}");
    }

    private void EmitMargins(SourceWriter writer, Mode mode, ValuePlan value)
    {
        var margins = _plan.Margins(mode, value);
        long length = value.Length * (mode == Mode.OneSample ? 1L : KernelShape.PanelSize);
        if (_plan.RootOf(_plan.Output) == value) return;
        if (margins.Before > 0) writer.Write($"Clear(ref At(ref {Value(value.Index)}, {-margins.Before}), {margins.Before});");
        if (margins.After > 0) writer.Write($"Clear(ref At(ref {Value(value.Index)}, {length}), {margins.After});");
    }

    // Whether the output of a step is its input by another name.
    private static bool EmitAlias(SourceWriter writer, StepPlan step)
    {
        if (step.Layer.IsAlias) writer.Write($"ref float {Value(step.Output)} = ref {Value(step.Input)};");
        return step.Layer.IsAlias;
    }

    private string Call(StepPlan step) => classes[step.Layer.Index]!.Name + "<TSimd, TVector>";

    private static string Parameters(StepPlan step) => $"ref At(ref parameters, ParameterPlaces.Layer{Numbers.Text(step.Layer.Index)})";

    private static string Prepared(StepPlan step) => $"ref At(ref prepared, PreparedPlaces.Layer{Numbers.Text(step.Layer.Index)})";

    private string GainsOf(ValuePlan value) => _plan.GainsOf(value) == null ? "" : $"ref At(ref parameters, GainPlaces.Value{Numbers.Text(value.Index)}), ";

    private static string Samples(LayerEmitter emitter) => emitter.TraceTakesSamples ? ", samples" : "";

    // More arguments than one line has room for.
    private static string OnALine(string arguments) => arguments.Length == 0 ? "" : arguments.TrimEnd() + "\n    ";

    private static string Value(int index) => $"value{Numbers.Text(index)}";

    private static string Gradients(int index) => $"gradients{Numbers.Text(index)}";
}
