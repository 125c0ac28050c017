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
    private readonly MapEmitter _map;
    private readonly BiasEmitter _bias;
    private readonly ActivationEmitter _activation;

    public FullyConnectedEmitter(StepPlan step, FullyConnectedPlan plan, bool training)
    {
        _plan = plan;
        _training = training;
        _map = new(plan.Map, [.. step.Tensors.Where(tensor => tensor.Role != TensorRole.Bias)], step, training);
        _bias = new(plan.Bias, [.. step.Tensors.Where(tensor => tensor.Role == TensorRole.Bias)], step);
        _activation = new(plan.Activation);
    }

    public override bool Prepares => _map.Prepares;

    public override string PanelMethod => TracesTogether ? "ForwardPanel<Untraced>" : "ForwardPanel";

    public override string TraceMethod => _map.TracesApart ? "ForwardTrace" : TracesTogether ? "ForwardPanel<Traced>" : "ForwardPanel";

    public override string Formula => $"y = f(xW{(_bias.IsThere ? " + b" : "")}), f(z) = {_activation.Formula}";

    private bool KeepsInputs => _training && _plan.Activation.NeedsInput;

    // Where the kernel of a prediction traces, but has more to keep: one method then serves both.
    private bool TracesTogether => !_map.TracesApart && (_map.KeepsMore || KeepsInputs);

    // Behind what the kernel keeps, a trace has the inputs of an activation whose derivative needs them.
    private string KeptInputs => _plan.Map.Training.TraceKept == 0 ? "kept" : $"At(ref kept, {SourceWriter.Literal(_plan.Map.Training.TraceKept)} * Panel.Size)";

    public override IEnumerable<string> Describe() => _bias.Describe() is { } bias ? _map.Describe().Append(bias) : _map.Describe();

    public override void EmitBody(SourceWriter writer)
    {
        _map.EmitSizes(writer);
        _bias.EmitSizes(writer);
        writer.Write($"""

            // The places of the tensors behind the first one of the layer.
            private const int {string.Join(", ", _map.Places().Concat(_bias.Places()))};

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
            {{ShortNames.Optimize}}
            """);
        writer.Block($"public static void Forward(ref float x, ref float y, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            _map.EmitOneSample(writer);
            EmitEpilogue(writer);
        });
    }

    private void EmitEpilogue(SourceWriter writer)
    {
        _bias.EmitTensors(writer, "parameters", "");
        if (_bias.IsThere) writer.Skip();
        _bias.EmitOneSample(writer);
        writer.Write($$"""
            // {{InRegisters(_bias.Formula)}}
            {{_activation.Constants}}for (int c = 0; c < R; c += TSimd.Count)
            {
                TVector z = {{_bias.OneSample}};
                TSimd.Store({{_activation.Register}}, ref y, c);
            }
            """);
        EmitRest(writer, _activation.OneSample);
    }

    private void EmitPanel(SourceWriter writer, Trace trace)
    {
        var shape = trace == Trace.Always ? _plan.Map.Training : _plan.Map.Panel;
        string keeps = trace switch { Trace.Always => " What the backward half needs is kept.", Trace.AsTyped => " A trace keeps what the backward half needs.", _ => "" };
        writer.Write($$"""
            /// <summary>A panel of samples.{{Margins(shape.PanelBefore, shape.PanelAfter, "rows of zeros")}}{{keeps}}</summary>
            {{ShortNames.Optimize}}
            """);
        string method = trace == Trace.Always ? TraceMethod : trace == Trace.AsTyped ? "ForwardPanel<TTrace>" : "ForwardPanel";
        string signature = $"public static void {method}(ref float x, ref float y, ref float kept, ref float parameters, ref float prepared, ref float scratch)";
        writer.Block($"{signature}{(trace == Trace.AsTyped ? "\n" + Traces.Constraint : "")}", () =>
        {
            _map.EmitTensors(writer, "parameters", "");
            _bias.EmitTensors(writer, "parameters", "");
            if (_activation.Constants.Length > 0) writer.Write(_activation.Constants.TrimEnd('\n'));
            writer.Skip();
            _map.EmitPanel(writer, trace, rows => EmitFinish(writer, rows, KeepsInputs ? trace : Trace.Never));
            EmitRest(writer, _activation.Panel);
        });
    }

    private static string Margins(long before, long after, string zeros) => (before, after) switch
    {
        (0, 0) => "",
        (0, _) => $" x has {Numbers.Text(after)} {zeros} behind it.",
        _ => $" x has {Numbers.Text(before)} {zeros} before it and {Numbers.Text(after)} behind it.",
    };

    private void EmitFinish(SourceWriter writer, string rows, Trace trace)
    {
        if (_activation.Register == "z" && !_bias.IsThere && trace == Trace.Never) return;
        string keep = trace == Trace.Never ? "" : "\n        " + trace.Statement($"TSimd.Store(z, ref {KeptInputs}, row + lane);");
        writer.Skip();
        writer.Write($$"""
            // {{InRegisters(_bias.IsThere ? "sums + b" : "sums")}}
            {{rows}}
            {
                nint row = (nint)c * Panel.Size;
                {{(_bias.IsThere ? $"TVector bias = {_bias.Row};\n    " : "")}}for (int lane = 0; lane < Panel.Size; lane += TSimd.Count)
                {
                    TVector z = {{(_bias.IsThere ? "TSimd.Add(TSimd.Load(ref y, row + lane), bias)" : "TSimd.Load(ref y, row + lane)")}};{{keep}}
                    TSimd.Store({{_activation.Register}}, ref y, row + lane);
                }
            }
            """);
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
            writer.Skip();
            string activation = _activation.Backward(KeptInputs);
            if (activation.Length > 0)
            {
                writer.Write($"// ∂L/∂z = ∂L/∂y·f′(z), f(z) = {_activation.Formula}");
                writer.Write(activation.TrimEnd('\n'));
                writer.Skip();
            }

            _bias.EmitBackward(writer);
            _map.EmitBackward(writer);
        });
    }

    // What the loop over the outputs does; an activation of more than an instruction or two comes behind it.
    private string InRegisters(string sums) => _activation.Register == "z" ? $"z = {sums}" : $"y = {_activation.Formula}, z = {sums}";

    private void EmitRest(SourceWriter writer, string lines)
    {
        if (lines.Length == 0) return;
        writer.Skip();
        writer.Write($"// y = {_activation.Formula}");
        writer.Write(lines.TrimEnd('\n'));
    }
}
