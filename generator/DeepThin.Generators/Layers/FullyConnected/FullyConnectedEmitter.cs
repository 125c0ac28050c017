using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Emitting.Kernels;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.FullyConnected;

/// <summary>Writes the class of a fully connected layer: the kernels of its matrix, and around them gains, bias and activation.</summary>
internal sealed class FullyConnectedEmitter : LayerEmitter
{
    private readonly FullyConnectedPlan _plan;
    private readonly bool _training, _ofColumns;
    private readonly bool _scalesOutput;
    private readonly MapEmitter _map;
    private readonly GainsEmitter _gains;
    private readonly BiasEmitter _bias;
    private readonly EpilogueEmitter _epilogue;

    /// <param name="step">The step of the layer, which has the places of its tensors.</param>
    /// <param name="plan">The plan of the layer.</param>
    /// <param name="training">Whether the model trains.</param>
    /// <param name="ofColumns">Whether another layer applies it to panels of columns, so that it never has one sample.</param>
    /// <param name="firstTensor">The tensors of the layer before those of the step, where it has several parts.</param>
    public FullyConnectedEmitter(StepPlan step, FullyConnectedPlan plan, bool training, bool ofColumns = false, int firstTensor = 0)
        : base(step)
    {
        // The code calls tensors as the layer does, whatever they are called in a file.
        step = step with { Tensors = [.. step.Tensors.Zip(plan.Tensors(), static (placed, own) => new TensorInfo(placed, own.Name))] };
        _plan = plan;
        _training = training;
        _ofColumns = ofColumns;
        _scalesOutput = step.ScalesOutput;
        _map = new(plan.Map, [.. step.Tensors.Where(tensor => tensor.Role != TensorRole.Bias && !GainsEmitter.IsGain(tensor))], step, training, ofColumns, firstTensor);
        _gains = new(step.Tensors, step);
        _bias = new(plan.Bias, [.. step.Tensors.Where(tensor => tensor.Role == TensorRole.Bias)], step);
        _epilogue = new(step, _gains, _bias, new(step.Epilogue.Activation), (Kept(plan.KeptInputs), Kept(plan.KeptSums)));
    }

    public override bool Prepares => _map.Prepares;

    public override string PanelMethod => TracesTogether ? "ForwardPanel<Untraced>" : "ForwardPanel";

    public override string TraceMethod => _map.TracesApart ? "ForwardTrace" : TracesTogether ? "ForwardPanel<Traced>" : "ForwardPanel";

    public override bool TraceTakesGains => _scalesOutput && !_map.TracesApart;

    public override string Formula => _epilogue.Formula((_gains.HasInputs, _gains.HasOutputs) switch
    {
        (false, false) => "xW",
        (true, false) => "(g∘x)W",
        (false, true) => "s∘xW",
        _ => "s∘((g∘x)W)",
    });

    // Whether several inputs have one gain.
    private bool IsPeriodic => _plan.Map.Period > 0;

    // Where the kernel of a prediction traces, but does more: one method then serves both.
    private bool TracesTogether => _training && !_map.TracesApart && (_map.KeepsMore || _epilogue.KeepsMore || _gains.HasInputs || _scalesOutput);

    public override IEnumerable<string> Describe() => [.. _map.Describe(), .. Lines(_gains.Describe(_ofColumns ? "channel of the input" : "input")), .. Lines(_bias.Describe()), .. Lines(_epilogue.Describe())];

    public override void EmitBody(SourceWriter writer)
    {
        _map.EmitSizes(writer);
        _bias.EmitSizes(writer);
        writer.Write($"""

            // The places of the tensors behind the first one of the layer.
            private const int {string.Join(", ", _map.Places().Concat(_gains.Places()).Concat(_bias.Places()))};

            """);
        _map.EmitMaps(writer);
        if (!_ofColumns)
        {
            EmitForward(writer);
            writer.Skip();
        }

        EmitPanel(writer, TracesTogether ? Trace.AsTyped : Trace.Never);
        if (!_training) return;
        writer.Skip();
        _map.EmitTrainingMethods(writer);
        if (_map.TracesApart)
        {
            EmitPanel(writer, Trace.Always);
            writer.Skip();
        }

        EmitBackward(writer);
    }

    /// <summary>Writes a method that makes outputs of sums in rows of any length, one for each output.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="length">The floats from a row to the next.</param>
    /// <param name="count">The values of a row; up to full vectors of them are written.</param>
    public void EmitFinish(SourceWriter writer, long length, int count)
    {
        writer.Write($"""
            /// <summary>From sums to outputs, in place, in rows of {count} values.</summary>
            {ShortNames.Optimize}
            """);
        writer.Block($"public static void Finish(ref float y, {NormParameter}ref float parameters)", () =>
        {
            string row = SourceWriter.Literal(length);
            _epilogue.EmitPanelTensors(writer);
            _epilogue.EmitRows(writer, "for (int c = 0; c < R; c++)", Trace.Never, row, SourceWriter.Literal(ReLayout.RoundUp(count, KernelShape.Lanes)));
            _epilogue.EmitPanelRest(writer, Trace.Never, row);
        });
    }

    private void EmitForward(SourceWriter writer)
    {
        var need = _plan.Need(Mode.OneSample);
        writer.Write($$"""
            /// <summary>One sample.{{Margins(need.Before, need.After, "zeros")}} y is written in full vectors.</summary>
            {{Remarks(Trace.Never)}}{{ShortNames.Optimize}}
            """);
        writer.Block($"public static void Forward(ref float x, ref float y, {NormParameter}{ParameterOfGains(Trace.Never)}ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            _map.EmitOneSample(writer);
            _epilogue.EmitOneSample(writer);
        });
    }

    private void EmitPanel(SourceWriter writer, Trace trace)
    {
        var shape = trace == Trace.Always ? _plan.Map.Training : _plan.Map.Panel;
        string keeps = trace switch { Trace.Always => " What the backward half needs is kept.", Trace.AsTyped => " A trace keeps what the backward half needs.", _ => "" };

        // A layer with gains for its inputs has the margins of a trace in what it keeps.
        string margins = trace == Trace.Always && _gains.HasInputs ? "" : Margins(shape.PanelBefore, shape.PanelAfter, "rows of zeros");
        writer.Write($$"""
            /// <summary>A panel of samples.{{margins}}{{keeps}}</summary>
            {{Remarks(trace)}}{{ShortNames.Optimize}}
            """);
        string method = trace == Trace.Always ? TraceMethod : trace == Trace.AsTyped ? "ForwardPanel<TTrace>" : "ForwardPanel";
        string signature = $"public static void {method}(ref float x, ref float y, {NormParameter}{ParameterOfGains(trace)}ref float kept, ref float parameters, ref float prepared, ref float scratch)";
        writer.Block($"{signature}{(trace == Trace.AsTyped ? "\n" + Traces.Constraint : "")}", () =>
        {
            _map.EmitTensors(writer, "parameters", "");
            if (trace != Trace.Never) _gains.EmitTensor(writer, GainsEmitter.Inputs);
            _epilogue.EmitPanelTensors(writer);
            writer.Skip();
            if (trace != Trace.Never && _gains.HasInputs) EmitScaledInput(writer, trace);
            _map.EmitPanel(writer, trace, rows => _epilogue.EmitRows(writer, rows, trace));
            _epilogue.EmitPanelRest(writer, trace);
        });
    }

    // The value itself is needed for the gradients of its gains.
    private void EmitScaledInput(SourceWriter writer, Trace trace)
    {
        var need = _plan.Map.Need(Mode.Trace);
        writer.Write("// A trace has x as it is: the kernel reads its product with the gains.");
        if (trace == Trace.AsTyped) writer.Open($"if (TTrace.IsKept)");
        writer.Write($"ref float scaled = ref {Kept(_plan.KeptScaled)};");
        if (need.Before > 0) writer.Write($"Clear(ref At(ref scaled, {-need.Before}), {need.Before});");
        writer.Write(IsPeriodic
            ? $"for (int q = 0; q < Q; q += {_plan.Map.Period}) {PanelKernels}.ScaleRows(ref At(ref x, q * Panel.Size), ref {GainsEmitter.Inputs}, ref At(ref scaled, q * Panel.Size), {_plan.Map.Period});"
            : (SourceWriter.Source)$"{PanelKernels}.ScaleRows(ref x, ref {GainsEmitter.Inputs}, ref scaled, Q);");
        if (need.After > 0) writer.Write($"Clear(ref At(ref scaled, Q * Panel.Size), {need.After});");
        writer.Write("x = ref scaled;");
        if (trace == Trace.AsTyped) writer.Close();
        writer.Skip();
    }

    private void EmitBackward(SourceWriter writer)
    {
        writer.Write($$"""
            /// <summary>From g = ∂L/∂y of a panel to the gradients of the parameters, which are added, and to gx = ∂L/∂x where it is wanted. Overwrites g.</summary>
            {{ShortNames.Optimize}}
            """);
        const string Signature = """
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            """;
        writer.Block($"{Signature}", () =>
        {
            _map.EmitTensors(writer, "parameters", "");
            _map.EmitTensors(writer, "gradients", "d");
            foreach (string gain in new[] { GainsEmitter.Inputs, GainsEmitter.Outputs })
            {
                _gains.EmitTensor(writer, gain);
                _gains.EmitTensor(writer, gain, "gradients", "d");
            }

            writer.Skip();
            _epilogue.EmitBackward(writer);
            if (_gains.HasInputs) EmitBackwardOfScaledInput(writer);
            else _map.EmitBackward(writer);
        });
    }

    private void EmitBackwardOfScaledInput(SourceWriter writer)
    {
        writer.Write($"""
            // The kernel has read inputGain∘x, and its gradients are always needed: those of the gains follow from them.
            ref float inputs = ref x;
            x = ref {Kept(_plan.KeptScaled)};
            wantsInput = true;

            """);
        _map.EmitBackward(writer);
        writer.Skip();
        writer.Write(IsPeriodic
            ? $$"""
            // ∂L/∂inputGain[i] = Σ_b gx[q, b]·x[q, b] over all q that are i modulo {{_plan.Map.Period}}, then gx = inputGain∘gx
            for (int q = 0; q < Q; q += {{_plan.Map.Period}})
            {
                {{PanelKernels}}.ScaleRowsBackward(ref At(ref gx, q * Panel.Size), ref At(ref inputs, q * Panel.Size), ref {{GainsEmitter.Inputs}}, ref d{{GainsEmitter.Inputs}}, {{_plan.Map.Period}});
            }
            """
            : (SourceWriter.Source)$"""
            // ∂L/∂inputGain[q] = Σ_b gx[q, b]·x[q, b], then gx = inputGain∘gx
            {PanelKernels}.ScaleRowsBackward(ref gx, ref inputs, ref {GainsEmitter.Inputs}, ref d{GainsEmitter.Inputs}, Q);
            """);
    }

    private static string Margins(long before, long after, string zeros) => (before, after) switch
    {
        (0, 0) => "",
        (0, _) => $" x has {Numbers.Text(after)} {zeros} behind it.",
        _ => $" x has {Numbers.Text(before)} {zeros} before it and {Numbers.Text(after)} behind it.",
    };

    private string Remarks(Trace trace)
    {
        string[] remarks =
        [
            .. Lines(_gains.HasInputs ? "x comes multiplied with inputGain" : null),
            .. Lines(_scalesOutput ? "y is multiplied with gains, those of the layer that reads it" : null),
        ];
        if (remarks.Length == 0 || trace == Trace.Always) return "";
        string but = trace == Trace.Never ? "" : remarks.Length == 1 ? "; not in a trace" : "; both are not in a trace";
        return $"/// <remarks>{string.Join("; ", remarks)}{but}.</remarks>\n";
    }

    private string ParameterOfGains(Trace trace) => _scalesOutput && trace != Trace.Always ? "ref float gains, " : "";

    private static string Kept(long place) => place switch
    {
        0 => "kept",
        _ when place % KernelShape.PanelSize == 0 => $"At(ref kept, {SourceWriter.Literal(place / KernelShape.PanelSize)} * Panel.Size)",
        _ => $"At(ref kept, {SourceWriter.Literal(place)})",
    };

    private static string[] Lines(string? line) => line == null ? [] : [line];
}
