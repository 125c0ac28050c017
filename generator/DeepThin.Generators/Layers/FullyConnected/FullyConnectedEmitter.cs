using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Emitting.Kernels;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.FullyConnected;

/// <summary>Writes the class of a fully connected layer: the kernels of its matrix, and around them bias and activation.</summary>
internal sealed class FullyConnectedEmitter : LayerEmitter
{
    private readonly FullyConnectedPlan _plan;
    private readonly bool _training;
    private readonly bool _scalesOutput;
    private readonly MapEmitter _map;
    private readonly GainsEmitter _gains;
    private readonly BiasEmitter _bias;
    private readonly ActivationEmitter _activation;

    public FullyConnectedEmitter(StepPlan step, FullyConnectedPlan plan, bool training)
    {
        _plan = plan;
        _training = training;
        _scalesOutput = step.ScalesOutput;
        _map = new(plan.Map, [.. step.Tensors.Where(tensor => tensor.Role != TensorRole.Bias && !GainsEmitter.IsGain(tensor))], step, training);
        _gains = new(step.Tensors, step);
        _bias = new(plan.Bias, [.. step.Tensors.Where(tensor => tensor.Role == TensorRole.Bias)], step);
        _activation = new(plan.Activation);
    }

    public override bool Prepares => _map.Prepares;

    public override string PanelMethod => TracesTogether ? "ForwardPanel<Untraced>" : "ForwardPanel";

    public override string TraceMethod => _map.TracesApart ? "ForwardTrace" : TracesTogether ? "ForwardPanel<Traced>" : "ForwardPanel";

    public override bool TraceTakesGains => _scalesOutput && !_map.TracesApart;

    public override string Formula => $"y = f({Sums("x", "W")}{(_bias.IsThere ? " + b" : "")}), f(z) = {_activation.Formula}";

    private bool KeepsInputs => _training && _plan.Activation.NeedsInput;

    private bool KeepsSums => _training && _gains.HasOutputs;

    // Where the kernel of a prediction traces, but does more: one method then serves both.
    private bool TracesTogether => _training && !_map.TracesApart && (_map.KeepsMore || KeepsInputs || KeepsSums || _gains.HasInputs || _scalesOutput);

    private string KeptInputs => Kept(_plan.KeptInputs);

    private string KeptSums => Kept(_plan.KeptSums);

    private string KeptScaled => Kept(_plan.KeptScaled);

    public override IEnumerable<string> Describe() =>
        _map.Describe().Concat(_gains.Describe() is { } gains ? [gains] : []).Concat(_bias.Describe() is { } bias ? [bias] : []);

    public override void EmitBody(SourceWriter writer)
    {
        _map.EmitSizes(writer);
        _bias.EmitSizes(writer);
        writer.Write($"""

            // The places of the tensors behind the first one of the layer.
            private const int {string.Join(", ", _map.Places().Concat(_gains.Places()).Concat(_bias.Places()))};

            """);
        _map.EmitMaps(writer);
        EmitForward(writer);
        writer.Skip();
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

    private void EmitForward(SourceWriter writer)
    {
        var need = _plan.Need(Mode.OneSample);
        writer.Write($$"""
            /// <summary>One sample.{{Margins(need.Before, need.After, "zeros")}} y is written in full vectors.</summary>
            {{Remarks(Trace.Never)}}{{ShortNames.Optimize}}
            """);
        writer.Block($"public static void Forward(ref float x, ref float y, {GainsParameter(Trace.Never)}ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            _map.EmitOneSample(writer);
            EmitEpilogue(writer);
        });
    }

    private void EmitEpilogue(SourceWriter writer)
    {
        _gains.EmitTensor(writer, GainsEmitter.Outputs);
        _bias.EmitTensors(writer, "parameters", "");
        if (_bias.IsThere || _gains.HasOutputs) writer.Skip();

        // The sums of factors are written in rows of another length, so that gains come first.
        bool scales = _gains.HasOutputs && !_bias.IsFactored;
        if (_gains.HasOutputs && !scales) writer.Write($"Panel.Scale(ref sums, ref {GainsEmitter.Outputs}, R);");
        _bias.EmitOneSample(writer);
        string sums = "TSimd.Load(ref sums, c)", gain = $"TSimd.Load(ref {GainsEmitter.Outputs}, c)", bias = "TSimd.Load(ref b, c)";
        string result = InRegisters(scales, _bias.IsVector, Trace.Never);
        writer.Write($$"""
            // {{result}}
            {{_activation.Constants}}for (int c = 0; c < R; c += TSimd.Count)
            {
                TVector z = {{Affine(sums, scales ? gain : null, _bias.IsVector ? bias : null)}};
                TSimd.Store({{Scaled(_activation.Register, "TSimd.Load(ref gains, c)")}}, ref y, c);
            }
            """);
        EmitRest(writer, _activation.OneSample);
        if (ScalesBehind) writer.Write("Panel.Scale(ref y, ref gains, R);");
    }

    private void EmitPanel(SourceWriter writer, Trace trace)
    {
        var shape = trace == Trace.Always ? _plan.Map.Training : _plan.Map.Panel;
        string keeps = trace switch { Trace.Always => " What the backward half needs is kept.", Trace.AsTyped => " A trace keeps what the backward half needs.", _ => "" };
        writer.Write($$"""
            /// <summary>A panel of samples.{{Margins(shape.PanelBefore, shape.PanelAfter, "rows of zeros", trace)}}{{keeps}}</summary>
            {{Remarks(trace)}}{{ShortNames.Optimize}}
            """);
        string method = trace == Trace.Always ? TraceMethod : trace == Trace.AsTyped ? "ForwardPanel<TTrace>" : "ForwardPanel";
        string signature = $"public static void {method}(ref float x, ref float y, {GainsParameter(trace)}ref float kept, ref float parameters, ref float prepared, ref float scratch)";
        writer.Block($"{signature}{(trace == Trace.AsTyped ? "\n" + Traces.Constraint : "")}", () =>
        {
            _map.EmitTensors(writer, "parameters", "");
            if (trace != Trace.Never) _gains.EmitTensor(writer, GainsEmitter.Inputs);
            _gains.EmitTensor(writer, GainsEmitter.Outputs);
            _bias.EmitTensors(writer, "parameters", "");
            if (_activation.Constants.Length > 0) writer.Write(_activation.Constants.TrimEnd('\n'));
            writer.Skip();
            if (trace != Trace.Never && _gains.HasInputs) EmitScaledInput(writer, trace);
            _map.EmitPanel(writer, trace, rows => EmitFinish(writer, rows, trace));
            EmitRest(writer, _activation.Panel);
            if (ScalesBehind && trace != Trace.Always) writer.Write($"{(trace == Trace.AsTyped ? "if (!TTrace.IsKept) " : "")}{PanelKernels}.ScaleRows(ref y, ref gains, ref y, R);");
        });
    }

    // The value itself is needed for the gradients of its gains.
    private void EmitScaledInput(SourceWriter writer, Trace trace)
    {
        var need = _plan.Map.Need(Mode.Trace);
        writer.Write("// A trace has x as it is: the kernel reads its product with the gains.");
        if (trace == Trace.AsTyped) writer.Open($"if (TTrace.IsKept)");
        writer.Write($"ref float scaled = ref {KeptScaled};");
        if (need.Before > 0) writer.Write($"Clear(ref At(ref scaled, {-need.Before}), {need.Before});");
        writer.Write($"{PanelKernels}.ScaleRows(ref x, ref {GainsEmitter.Inputs}, ref scaled, Q);");
        if (need.After > 0) writer.Write($"Clear(ref At(ref scaled, Q * Panel.Size), {need.After});");
        writer.Write("x = ref scaled;");
        if (trace == Trace.AsTyped) writer.Close();
        writer.Skip();
    }

    // A layer with gains for its inputs has the margins of a trace in what it keeps.
    private string Margins(long before, long after, string zeros, Trace trace = Trace.Never) => (before, after) switch
    {
        (0, 0) => "",
        _ when trace == Trace.Always && _gains.HasInputs => "",
        (0, _) => $" x has {Numbers.Text(after)} {zeros} behind it.",
        _ => $" x has {Numbers.Text(before)} {zeros} before it and {Numbers.Text(after)} behind it.",
    };

    private void EmitFinish(SourceWriter writer, string rows, Trace trace)
    {
        bool keepsInputs = KeepsInputs && trace != Trace.Never, keepsSums = KeepsSums && trace != Trace.Never, scales = ScalesInRegisters && trace != Trace.Always;
        if (_activation.Register == "z" && !_bias.IsThere && !_gains.HasOutputs && !keepsInputs && !scales) return;
        const string Load = "TSimd.Load(ref y, row + lane)";
        string[] factors =
        [
            .. _gains.HasOutputs ? new[] { $"TVector gain = TSimd.Broadcast(ref {GainsEmitter.Outputs}, c);" } : [],
            .. _bias.IsThere ? new[] { $"TVector bias = {_bias.Row};" } : [],
            .. scales ? new[] { "TVector next = TSimd.Broadcast(ref gains, c);" } : [],
        ];
        string sums = keepsSums ? "sums" : Load;
        string[] lines =
        [
            .. keepsSums ? new[] { $"TVector sums = {Load};", trace.Statement($"TSimd.Store(sums, ref {KeptSums}, row + lane);") } : [],
            $"TVector z = {Affine(sums, _gains.HasOutputs ? "gain" : null, _bias.IsThere ? "bias" : null)};",
            .. keepsInputs ? new[] { trace.Statement($"TSimd.Store(z, ref {KeptInputs}, row + lane);") } : [],
            .. scales && trace == Trace.AsTyped
                ? new[] { $"TVector result = {_activation.Register};", "TSimd.Store(TTrace.IsKept ? result : TSimd.Multiply(next, result), ref y, row + lane);" }
                : [$"TSimd.Store({(scales ? Scaled(_activation.Register, "next") : _activation.Register)}, ref y, row + lane);"],
        ];
        writer.Skip();
        writer.Write($"// {InRegisters(_gains.HasOutputs, _bias.IsThere, trace)}");
        writer.Block((SourceWriter.Source)$"{rows}", () =>
        {
            writer.Write("nint row = (nint)c * Panel.Size;");
            foreach (string factor in factors) writer.Write(factor);
            writer.Block((SourceWriter.Source)$"for (int lane = 0; lane < Panel.Size; lane += TSimd.Count)", () =>
            {
                foreach (string line in lines) writer.Write(line);
            });
        });
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
            string activation = _activation.Backward(KeptInputs);
            if (activation.Length > 0)
            {
                writer.Write($"// ∂L/∂z = ∂L/∂y·f′(z), f(z) = {_activation.Formula}");
                writer.Write(activation.TrimEnd('\n'));
                writer.Skip();
            }

            _bias.EmitBackward(writer);
            if (_gains.HasOutputs)
            {
                writer.Write($"""
                    // ∂L/∂outputGain[c] = Σ_b g[c, b]·sums[c, b], then g = outputGain∘g
                    {PanelKernels}.ScaleRowsBackward(ref g, ref {KeptSums}, ref {GainsEmitter.Outputs}, ref d{GainsEmitter.Outputs}, R);

                    """);
            }

            if (!_gains.HasInputs)
            {
                _map.EmitBackward(writer);
                return;
            }

            writer.Write($"""
                // The kernel has read inputGain∘x, and its gradients are always needed: those of the gains follow from them.
                ref float inputs = ref x;
                x = ref {KeptScaled};
                wantsInput = true;

                """);
            _map.EmitBackward(writer);
            writer.Write($"""

                // ∂L/∂inputGain[q] = Σ_b gx[q, b]·x[q, b], then gx = inputGain∘gx
                {PanelKernels}.ScaleRowsBackward(ref gx, ref inputs, ref {GainsEmitter.Inputs}, ref d{GainsEmitter.Inputs}, Q);
                """);
        });
    }

    // Predictions multiply y with the gains of the layer that reads it: in registers, or behind an activation of more than an instruction or two.
    private bool ScalesInRegisters => _scalesOutput && _activation.OneSample.Length == 0;

    private bool ScalesBehind => _scalesOutput && !ScalesInRegisters;

    private string Remarks(Trace trace)
    {
        string[] remarks =
        [
            .. _gains.HasInputs ? new[] { "x comes multiplied with inputGain" } : [],
            .. _scalesOutput ? new[] { "y is multiplied with gains, those of the layer that reads it" } : [],
        ];
        string but = trace == Trace.AsTyped ? "; both are not in a trace" : "";
        if (remarks.Length < 2) but = but.Replace("both are not", "not");
        return remarks.Length == 0 || trace == Trace.Always ? "" : $"/// <remarks>{string.Join("; ", remarks)}{but}.</remarks>\n";
    }

    private string GainsParameter(Trace trace) => _scalesOutput && trace != Trace.Always ? "ref float gains, " : "";

    private string Scaled(string result, string gain) => ScalesInRegisters ? $"TSimd.Multiply({gain}, {result})" : result;

    private static string Kept(long place) => place switch
    {
        0 => "kept",
        _ when place % KernelShape.PanelSize == 0 => $"At(ref kept, {SourceWriter.Literal(place / KernelShape.PanelSize)} * Panel.Size)",
        _ => $"At(ref kept, {SourceWriter.Literal(place)})",
    };

    private static string Affine(string sums, string? gain, string? bias) => (gain, bias) switch
    {
        (null, null) => sums,
        (null, _) => $"TSimd.Add({sums}, {bias})",
        (_, null) => $"TSimd.Multiply({gain}, {sums})",
        _ => $"TSimd.MultiplyAdd({gain}, {sums}, {bias})",
    };

    private string Sums(string x, string w) => (_gains.HasInputs, _gains.HasOutputs) switch
    {
        (false, false) => x + w,
        (true, false) => $"(g∘{x}){w}",
        (false, true) => $"s∘{x}{w}",
        _ => $"s∘((g∘{x}){w})",
    };

    // What the loop over the outputs does; an activation of more than an instruction or two comes behind it.
    private string InRegisters(bool hasGain, bool hasBias, Trace trace)
    {
        string z = $"{(hasGain ? "outputGain∘" : "")}sums{(hasBias ? " + b" : "")}";
        bool scales = ScalesInRegisters && trace != Trace.Always;
        string y = _activation.Register == "z" && !scales ? "" : $"y = {(scales ? $"gains∘{_activation.Formula}" : _activation.Formula)}, ";
        return y + $"z = {z}" + (scales && trace == Trace.AsTyped ? "; a trace leaves out the gains" : "");
    }

    private void EmitRest(SourceWriter writer, string lines)
    {
        if (lines.Length == 0) return;
        writer.Skip();
        writer.Write($"// y = {_activation.Formula}");
        writer.Write(lines.TrimEnd('\n'));
    }
}
