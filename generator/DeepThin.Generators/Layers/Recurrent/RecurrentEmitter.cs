using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.FullyConnected;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Recurrent;

/// <summary>Writes the class of a recurrent layer: a fully connected layer of the inputs, one of the hidden values of the step before, and the gates between them.</summary>
internal sealed class RecurrentEmitter : LayerEmitter
{
    private const string ResetBeforeCell = "GruResetBeforeCell<TSimd, TVector>";

    private readonly RecurrentPlan _plan;
    private readonly bool _training;
    private readonly FullyConnectedEmitter _sums, _recurrentSums;
    private readonly FullyConnectedEmitter? _candidateSums;

    public RecurrentEmitter(StepPlan step, RecurrentPlan plan, bool training)
        : base(step)
    {
        _plan = plan;
        _training = training;
        int ofInputs = plan.Sums.Tensors().Count(), ofHidden = plan.RecurrentSums.Tensors().Count();
        TensorInfo[] inputs = [.. step.Tensors.Take(ofInputs)], hidden = [.. step.Tensors.Skip(ofInputs).Take(ofHidden)], candidate = [.. step.Tensors.Skip(ofInputs + ofHidden)];
        RecurrentParameters = hidden[0].Offset - step.Parameters;
        var sums = step with { ScalesOutput = false, Epilogue = new(null, default) };
        _sums = new(sums with { Layer = plan.Sums, Tensors = inputs }, plan.Sums, training);
        _recurrentSums = new(sums with { Layer = plan.RecurrentSums, Tensors = hidden }, plan.RecurrentSums, training, firstTensor: inputs.Length);
        HiddenGain = GainOf(hidden);
        if (plan.CandidateSums == null) return;
        CandidateParameters = candidate[0].Offset - step.Parameters;
        _candidateSums = new(sums with { Layer = plan.CandidateSums, Tensors = candidate }, plan.CandidateSums, training, firstTensor: ofInputs + ofHidden);
        ResetGain = GainOf(candidate);
    }

    public override bool Prepares => _sums.Prepares || _recurrentSums.Prepares || _candidateSums is { Prepares: true };

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => "ForwardTrace";

    public override bool TraceTakesGains => false;

    public override string Formula => FormulaOfCell + (IsHard ? $", where σ(x) = min(1, max(0, {SourceWriter.Number(_plan.GateActivation.Parameter)}·x + ½))" : "");

    private string FormulaOfCell => _plan.Cell switch
    {
        RecurrentCell.Lstm => "i, f, g, o = xW + b + h′W′ + b′, c = σ(f)∘c′ + σ(i)∘tanh(g), y = h = σ(o)∘tanh(c)",
        RecurrentCell.Gru => "with x₁, x₂, x₃ of xW + b and h₁, h₂, h₃ of h′W′ + b′, r = σ(x₁ + h₁), z = σ(x₂ + h₂), n = tanh(x₃ + r∘h₃), y = h = (1 − z)∘n + z∘h′",
        RecurrentCell.GruResetBefore => "with x₁, x₂, x₃ of xW + b and h₁, h₂ of h′W′ + b′, r = σ(x₁ + h₁), z = σ(x₂ + h₂), n = tanh(x₃ + (r∘h′)W″ + b″), y = h = (1 − z)∘n + z∘h′",
        RecurrentCell.Tanh => "y = h = tanh(xW + b + h′W′ + b′)",
        _ => "y = h = max(0, xW + b + h′W′ + b′)",
    };

    private int RecurrentParameters { get; }

    private int CandidateParameters { get; }

    private bool IsHard => _plan.GateActivation.Kind == Activation.HardSigmoid;

    // The last argument of what has to do with gates.
    private string GateSlope => IsHard ? ", " + SourceWriter.Literal(_plan.GateActivation.Parameter) : "";

    private bool IsLstm => _plan.Cell == RecurrentCell.Lstm;

    // The gains of the hidden values, which the kernel reads multiplied with them.
    private string HiddenGain { get; }

    // Those of the hidden values that were reset.
    private string ResetGain { get; } = "";

    private string OfRecurrent => $"ref At(ref parameters, {SourceWriter.Literal(RecurrentParameters)}), ref At(ref prepared, {SourceWriter.Literal(_plan.PreparedOfHidden)})";

    private string OfCandidate => $"ref At(ref parameters, {SourceWriter.Literal(CandidateParameters)}), ref At(ref prepared, {SourceWriter.Literal(_plan.PreparedOfCandidate)})";

    public override IEnumerable<string> Describe() =>
    [
        $"{Numbers.Grouped(_plan.Sums.Map.Q)} inputs, {Numbers.Grouped(_plan.Hidden)} hidden values, {Numbers.Text(_plan.Gates)} {(_plan.Gates == 1 ? "gate" : "gates")}. h′ is that of the step before{(IsLstm ? ", as c′ is" : "")}.",
        .. _sums.Describe().Select((line, i) => i == 0 ? "Of the inputs: " + line : line),
        .. _recurrentSums.Describe().Select((line, i) => i == 0 ? "Of the hidden values: " + line : line),
        .. (_candidateSums?.Describe() ?? []).Select((line, i) => i == 0 ? "Of the hidden values that were reset, r∘h′: " + line : line),
    ];

    public override void EmitBody(SourceWriter writer)
    {
        writer.Write($"private const int Hidden = {_plan.Hidden}, SumsLength = {_plan.SumsLength};");
        if (IsLstm) writer.Write($"\n// The place of c in the state of a sample, behind h.\nprivate const int Cells = {_plan.HiddenLength};");
        writer.Skip();
        EmitPrepare(writer);
        EmitForward(writer);
        EmitPanel(writer);
        EmitSteps(writer);
        EmitStep(writer);
        if (_training)
        {
            EmitTrace(writer);
            EmitBackward(writer);
        }

        writer.Write("/// <summary>The sums of the inputs.</summary>");
        writer.Block($"private static class Sums", () => _sums.EmitBody(writer));
        writer.Skip();
        writer.Write("/// <summary>The sums of the hidden values of the step before.</summary>");
        writer.Block($"private static class RecurrentSums", () => _recurrentSums.EmitBody(writer));
        if (_candidateSums == null) return;
        writer.Skip();
        writer.Write("/// <summary>The sums of the candidate n, of the hidden values that were reset.</summary>");
        writer.Block($"private static class CandidateSums", () => _candidateSums.EmitBody(writer));
    }

    private string GainOf(TensorInfo[] tensors) =>
        tensors.FirstOrDefault(tensor => tensor.Role == TensorRole.InputGain) is { } gain ? $"ref At(ref parameters, {SourceWriter.Literal(gain.Offset - Step.Parameters)}), " : "";

    private void EmitPrepare(SourceWriter writer)
    {
        if (!Prepares) return;
        writer.Write("/// <summary>Prepares what the kernels stream.</summary>");
        writer.Block($"public static void Prepare(ref float parameters, ref float prepared)", () =>
        {
            if (_sums.Prepares) writer.Write("Sums.Prepare(ref parameters, ref prepared);");
            if (_recurrentSums.Prepares) writer.Write($"RecurrentSums.Prepare({OfRecurrent});");
            if (_candidateSums is { Prepares: true }) writer.Write($"CandidateSums.Prepare({OfCandidate});");
        });
        writer.Skip();
    }

    private void EmitForward(SourceWriter writer)
    {
        var places = _plan.OfSample;
        writer.Write($"""
            /// <summary>One step of one sequence, whose state goes on.</summary>
            {GainsRemarks}{ShortNames.Optimize}
            """);
        writer.Block($"public static void Forward(ref float x, ref float y, {GainsParameter}ref float state, ref float parameters, ref float prepared, ref float scratch)", () => writer.Write($"""
            Sums.Forward(ref x, ref At(ref scratch, {places.Sums}), ref parameters, ref prepared, ref At(ref scratch, {places.Work}));
            Step(ref At(ref scratch, {places.Sums}), ref state, ref parameters, ref prepared, ref scratch);
            {CopyOut("state", "y")}
            """));
        writer.Skip();
    }

    // From the hidden values to the output of one sample.
    private string CopyOut(string from, string to) => $"Panel.Copy(ref {from}, {(Step.ScalesOutput ? "ref gains, " : "")}ref {to}, Hidden);";

    private void EmitStep(SourceWriter writer)
    {
        var places = _plan.OfSample;
        bool isDirect = places.Before == 0 && places.After == 0 && HiddenGain.Length == 0;
        writer.Write($"""
            /// <summary>The step from the sums of the inputs to the state. The sums are overwritten.</summary>
            {ShortNames.Inline}
            """);
        writer.Block($"private static void Step(ref float sums, ref float state, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            if (isDirect)
            {
                writer.Write("ref float hidden = ref state;");
            }
            else
            {
                writer.Write($"""
                    ref float hidden = ref At(ref scratch, {places.Hidden});
                    Panel.Copy(ref state, {HiddenGain}ref hidden, Hidden);
                    """);
                if (places.Before > 0) writer.Write($"Clear(ref At(ref hidden, {-places.Before}), {places.Before});");
                if (places.After > 0) writer.Write($"Clear(ref At(ref hidden, Hidden), {places.After});");
            }

            writer.Write($"ref float recurrentSums = ref At(ref scratch, {places.RecurrentSums});");
            writer.Write($"RecurrentSums.Forward(ref hidden, ref recurrentSums, {OfRecurrent}, ref At(ref scratch, {places.Work}));");
            if (_candidateSums != null) EmitCandidateOfSample(writer, places.Work);
            EmitCell(writer, "Hidden", "Cells");
        });
        writer.Skip();
    }

    private void EmitCandidateOfSample(SourceWriter writer, long work)
    {
        var places = _plan.CandidateOfSample;
        writer.Write($"""
            ref float reset = ref At(ref scratch, {places.Reset}), candidateSums = ref At(ref scratch, {places.Sums});
            {ResetBeforeCell}.Reset<Untraced>(ref sums, ref recurrentSums, ref state, ref reset, Hidden{GateSlope});
            """);
        if (ResetGain.Length > 0) writer.Write($"Panel.Copy(ref reset, {ResetGain}ref reset, Hidden);");
        if (places.Before > 0) writer.Write($"Clear(ref At(ref reset, {-places.Before}), {places.Before});");
        if (places.After > 0) writer.Write($"Clear(ref At(ref reset, Hidden), {places.After});");
        writer.Write($"CandidateSums.Forward(ref reset, ref candidateSums, {OfCandidate}, ref At(ref scratch, {work}));");
    }

    // Between the halves of a step of a panel; a trace keeps the hidden values that were reset, as they are.
    private void EmitCandidateOfPanel(SourceWriter writer, (string Start, CandidatePlaces At) reset, string kept, bool isTrace)
    {
        writer.Write($"""
            ref float reset = ref At(ref {reset.Start}, {reset.At.Reset}), candidateSums = ref At(ref scratch, {_plan.CandidateOfPanel.Sums});
            {ResetBeforeCell}.Reset<{(isTrace ? "Traced" : "Untraced")}>(ref sums, ref recurrentSums, ref state, ref reset, Hidden * Panel.Size{GateSlope});
            """);
        if (!isTrace && ResetGain.Length > 0) writer.Write($"{PanelKernels}.ScaleRows(ref reset, {ResetGain}ref reset, Hidden);");
        EmitMargins(writer, "reset", reset.At.Before, reset.At.After);
        writer.Write($"CandidateSums.{(isTrace ? _candidateSums!.TraceMethod : _candidateSums!.PanelMethod)}(ref reset, ref candidateSums, {kept}, {OfCandidate}, ref rest);");
    }

    // The gates, from the sums to the state.
    private void EmitCell(SourceWriter writer, string length, string cells, string trace = "Untraced") => writer.Write(_plan.Cell switch
    {
        RecurrentCell.Lstm => $"LstmCell<TSimd, TVector>.Forward<{trace}>(ref sums, ref recurrentSums, ref state, ref At(ref state, {cells}), {length}{GateSlope});",
        RecurrentCell.Gru => $"GruCell<TSimd, TVector>.Forward<{trace}>(ref sums, ref recurrentSums, ref state, {length}{GateSlope});",
        RecurrentCell.GruResetBefore => $"{ResetBeforeCell}.Forward<{trace}>(ref sums, ref recurrentSums, ref candidateSums, ref state, {length});",
        var cell => $"SimpleCell.Forward{cell}(ref sums, ref recurrentSums, ref state, {length});",
    });

    private void EmitPanel(SourceWriter writer)
    {
        var places = _plan.OfPanel;
        writer.Write($"""
            /// <summary>One step of a panel of sequences, whose states, a panel as well, go on.</summary>
            {GainsRemarks}{ShortNames.Optimize}
            """);
        writer.Block($"public static void ForwardPanel(ref float x, ref float y, {GainsParameter}ref float state, ref float kept, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            writer.Write($"""
                ref float sums = ref At(ref scratch, {places.Sums}), recurrentSums = ref At(ref scratch, {places.RecurrentSums}), hidden = ref At(ref scratch, {places.Hidden}), rest = ref At(ref scratch, {places.Work});
                Sums.{_sums.PanelMethod}(ref x, ref sums, ref kept, ref parameters, ref prepared, ref rest);
                {(HiddenGain.Length == 0 ? "Panel.Copy(ref state, ref hidden, Hidden * Panel.Size);" : $"{PanelKernels}.ScaleRows(ref state, {HiddenGain}ref hidden, Hidden);")}
                """);
            EmitMargins(writer, "hidden", places.Before, places.After);
            long kept = _plan.Sums.Need(Mode.Panel).Kept;
            writer.Write($"RecurrentSums.{_recurrentSums.PanelMethod}(ref hidden, ref recurrentSums, ref At(ref kept, {SourceWriter.Literal(kept)}), {OfRecurrent}, ref rest);");
            if (_candidateSums != null) EmitCandidateOfPanel(writer, ("scratch", _plan.CandidateOfPanel), $"ref At(ref kept, {SourceWriter.Literal(kept + _plan.RecurrentSums.Need(Mode.Panel).Kept)})", isTrace: false);
            EmitCell(writer, "Hidden * Panel.Size", "Cells * Panel.Size");
            EmitPanelOut(writer, "state", Step.ScalesOutput);
        });
        writer.Skip();
    }

    private static void EmitPanelOut(SourceWriter writer, string from, bool scales) => writer.Write(scales
        ? $"{PanelKernels}.ScaleRows(ref {from}, ref gains, ref y, Hidden);"
        : (SourceWriter.Source)$"Panel.Copy(ref {from}, ref y, Hidden * Panel.Size);");

    private static void EmitMargins(SourceWriter writer, string values, long before, long after)
    {
        if (before > 0) writer.Write($"Clear(ref At(ref {values}, {-before}), {before});");
        if (after > 0) writer.Write($"Clear(ref At(ref {values}, Hidden * Panel.Size), {after});");
    }

    private void EmitSteps(SourceWriter writer)
    {
        var (panel, rows, hidden, rest, _) = _plan.OfSteps;
        writer.Write($"""
            /// <summary>The steps of one sequence, which are the columns of a panel: the sums of their inputs as a panel, then one after the other.</summary>
            {GainsRemarks}{ShortNames.Optimize}
            """);
        writer.Block($"public static void ForwardSteps(ref float x, ref float y, {GainsParameter}int steps, ref float state, ref float kept, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            writer.Write($$"""
                const int Stride = {{_plan.SumsStride}}, HiddenStride = {{_plan.HiddenLength}};
                ref float panel = ref At(ref scratch, {{panel}}), rows = ref At(ref scratch, {{rows}}), hidden = ref At(ref scratch, {{hidden}}), rest = ref At(ref scratch, {{rest}});
                Sums.{{_sums.PanelMethod}}(ref x, ref panel, ref kept, ref parameters, ref prepared, ref rest);
                Panel.Unpack(ref panel, steps, SumsLength, ref rows, Stride);
                for (int t = 0; t < steps; t++)
                {
                    Step(ref At(ref rows, t * Stride), ref state, ref parameters, ref prepared, ref rest);
                    Panel.Copy(ref state, ref At(ref hidden, t * HiddenStride), Hidden);
                }

                Panel.Pack(MemoryMarshal.CreateReadOnlySpan(ref hidden, steps * HiddenStride), HiddenStride, steps, Hidden, ref y);
                """);
            if (Step.ScalesOutput) writer.Write($"{PanelKernels}.ScaleRows(ref y, ref gains, ref y, Hidden);");
        });
        writer.Skip();
    }

    private void EmitTrace(SourceWriter writer)
    {
        var places = _plan.OfPanel;
        var kept = _plan.OfTrace;
        writer.Write($"""
            /// <summary>One step of a panel of sequences, whose states go on. What the backward half needs is kept.</summary>
            {ShortNames.Optimize}
            """);
        writer.Block($"public static void ForwardTrace(ref float x, ref float y, ref float state, ref float kept, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            writer.Write($"""
                ref float sums = ref At(ref kept, {kept.Gates}), recurrentSums = ref At(ref scratch, {places.RecurrentSums}), hidden = ref At(ref kept, {kept.Hidden}), rest = ref At(ref scratch, {places.Work});
                Sums.{_sums.TraceMethod}(ref x, ref sums, ref At(ref kept, {kept.Sums}), ref parameters, ref prepared, ref rest);
                Panel.Copy(ref state, ref hidden, Hidden * Panel.Size);
                """);
            EmitMargins(writer, "hidden", kept.Before, kept.After);
            writer.Write($"RecurrentSums.{_recurrentSums.TraceMethod}(ref hidden, ref recurrentSums, ref At(ref kept, {kept.RecurrentSums}), {OfRecurrent}, ref rest);");
            if (_candidateSums != null) EmitCandidateOfPanel(writer, ("kept", _plan.CandidateOfTrace), $"ref At(ref kept, {SourceWriter.Literal(_plan.CandidateOfTrace.Sums)})", isTrace: true);
            if (IsLstm) writer.Write($"Panel.Copy(ref At(ref state, Cells * Panel.Size), ref At(ref kept, {kept.Cells}), Hidden * Panel.Size);");
            EmitCell(writer, "Hidden * Panel.Size", "Cells * Panel.Size", "Traced");
            if (IsLstm) writer.Write($"Panel.Copy(ref recurrentSums, ref At(ref kept, {kept.Shown}), Hidden * Panel.Size);");
            else if (_plan.Cell == RecurrentCell.Gru) writer.Write($"Panel.Copy(ref At(ref recurrentSums, 2 * Hidden * Panel.Size), ref At(ref kept, {kept.Shown}), Hidden * Panel.Size);");
            EmitPanelOut(writer, "state", scales: false);
        });
        writer.Skip();
    }

    private void EmitBackward(SourceWriter writer)
    {
        var places = _plan.OfBackward;
        var kept = _plan.OfTrace;
        writer.Write($"""
            /// <summary>
            /// From g = ∂L/∂y of a panel and the gradients of the state behind the step to the gradients of the parameters, which are added, to those of the state before the step, and to
            /// gx = ∂L/∂x where it is wanted.
            /// </summary>
            {ShortNames.Optimize}
            """);
        const string Signature = """
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float state, ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            """;
        writer.Block($"{Signature}", () =>
        {
            writer.Write($"""
                const int Length = Hidden * Panel.Size;
                ref float ofSums = ref At(ref scratch, {places.Gradients}), ofRecurrentSums = ref At(ref scratch, {places.RecurrentGradients}), before = ref At(ref scratch, {places.Hidden}), rest = ref At(ref scratch, {places.Work});
                ref float gates = ref At(ref kept, {kept.Gates}), hidden = ref At(ref kept, {kept.Hidden});
                """);
            switch (_plan.Cell)
            {
                case RecurrentCell.Lstm:
                    writer.Write($"""
                        LstmCell<TSimd, TVector>.Backward(ref g, ref state, ref At(ref state, Cells * Panel.Size), ref gates, ref At(ref kept, {kept.Cells}), ref At(ref kept, {kept.Shown}), ref ofSums, Length{GateSlope});
                        Panel.Copy(ref ofSums, ref ofRecurrentSums, SumsLength * Panel.Size);
                        """);
                    break;
                case RecurrentCell.Gru:
                    writer.Write($"GruCell<TSimd, TVector>.Backward(ref g, ref state, ref gates, ref hidden, ref At(ref kept, {kept.Shown}), ref ofSums, ref ofRecurrentSums, Length{GateSlope});");
                    break;
                case RecurrentCell.GruResetBefore:
                    EmitCandidateBackward(writer);
                    break;
                default:
                    writer.Write($"""
                        Panel.Add(ref g, ref state, Length);
                        Panel.Copy(ref state, ref ofSums, Length);
                        Clear(ref state, Length);
                        {PanelKernels}.{(_plan.Cell == RecurrentCell.Tanh ? "TanhBackward(ref ofSums, ref y, Length)" : "LeakyReluBackward(ref ofSums, ref y, 0f, Length)")};
                        Panel.Copy(ref ofSums, ref ofRecurrentSums, Length);
                        """);
                    break;
            }

            writer.Write($"""

                RecurrentSums.Backward(
                    ref hidden, ref hidden, ref At(ref kept, {kept.RecurrentSums}), ref ofRecurrentSums, ref before, true,
                    {OfRecurrent}, ref At(ref gradients, {RecurrentParameters}), ref rest);
                Panel.Add(ref before, ref state, Length);
                Sums.Backward(
                    ref x, ref x, ref At(ref kept, {kept.Sums}), ref ofSums, ref gx, wantsInput,
                    ref parameters, ref prepared, ref gradients, ref rest);
                """);
        });
        writer.Skip();
    }

    // What stands before the matrix that is given the gradients of r and z; before is free until then.
    private void EmitCandidateBackward(SourceWriter writer)
    {
        var kept = _plan.CandidateOfTrace;
        writer.Write($"""
            {ResetBeforeCell}.Backward(ref g, ref state, ref gates, ref hidden, ref ofSums, ref ofRecurrentSums, Length{GateSlope});

            ref float reset = ref At(ref kept, {kept.Reset});
            CandidateSums.Backward(
                ref reset, ref reset, ref At(ref kept, {kept.Sums}), ref ofRecurrentSums, ref before, true,
                {OfCandidate}, ref At(ref gradients, {CandidateParameters}), ref rest);
            {ResetBeforeCell}.ResetBackward(ref before, ref state, ref gates, ref hidden, ref ofSums, ref ofRecurrentSums, Length{GateSlope});
            """);
    }
}
