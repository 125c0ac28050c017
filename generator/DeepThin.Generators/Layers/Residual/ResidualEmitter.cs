using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Residual;

/// <summary>Writes the class of a layer that adds two values.</summary>
internal sealed class ResidualEmitter(StepPlan step, ResidualPlan plan, bool training) : LayerEmitter(step)
{
    private readonly ActivationEmitter _activation = new(plan.Activation);

    public override bool Prepares => false;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => Step.ScalesOutput || _activation.NeedsInput ? "ForwardTrace" : "ForwardPanel";

    public override bool TraceTakesGains => false;

    public override string Formula => plan.Activation.Kind == Activation.Identity ? "y = a + b" : $"y = f(a + b), f(z) = {_activation.Formula}";

    // Channels that one value has alone.
    private bool IsPadded => plan.First != plan.Second;

    private string Longer => plan.First.Length > plan.Second.Length ? "a" : "b";

    public override IEnumerable<string> Describe()
    {
        yield return $"{plan.First.ToString()} and {plan.Second.ToString()} → {plan.Output.ToString()}.";
        if (IsPadded) yield return $"The channels that {Longer} has alone are added to zeros.";
    }

    public override void EmitBody(SourceWriter writer)
    {
        writer.Write($"private const int R = {plan.Output.Length}{(IsPadded ? $", Common = {SourceWriter.Literal(plan.Common)}" : "")};");
        writer.Skip();
        writer.Write($"/// <summary>One sample. y is written in full vectors.</summary>");
        writer.Write($"{GainsRemarks}{ShortNames.Optimize}\npublic static void Forward(ref float a, ref float b, ref float y, {GainsParameter}ref float parameters, ref float prepared, ref float scratch)");
        writer.Block(() =>
        {
            EmitSums(writer, "R", keeps: false);
            if (_activation.OneSample.Length > 0) writer.Write(_activation.OneSample.TrimEnd('\n'));
            if (Step.ScalesOutput) writer.Write("Panel.Scale(ref y, ref gains, R);");
        });
        writer.Skip();
        writer.Write("/// <summary>A panel of samples.</summary>");
        EmitPanel(writer, "ForwardPanel", traces: false);
        if (!training) return;
        writer.Skip();
        if (TraceMethod == "ForwardTrace")
        {
            string gains = Step.ScalesOutput ? " The layer that reads y multiplies it with its gains." : "", kept = _activation.NeedsInput ? " The sums are kept." : "";
            writer.Write($"/// <summary>A panel of samples that is traced.{gains}{kept}</summary>");
            EmitPanel(writer, "ForwardTrace", traces: true);
            writer.Skip();
        }

        writer.Write($$"""
            /// <summary>From g = ∂L/∂y of a panel to the gradients of both values where they are wanted. Overwrites g.</summary>
            public static void Backward(
                ref float a, ref float b, ref float y, ref float kept,
                ref float g, ref float ga, bool wantsA, ref float gb, bool wantsB,
                ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            """);
        writer.Block(() =>
        {
            string lines = _activation.Backward("kept");
            if (lines.Length > 0) writer.Write(lines.TrimEnd('\n'));
            writer.Write($"if (wantsA) Panel.Copy(ref g, ref ga, {LengthOf("a")} * Panel.Size);");
            writer.Write($"if (wantsB) Panel.Copy(ref g, ref gb, {LengthOf("b")} * Panel.Size);");
        });
    }

    private string LengthOf(string value) => !IsPadded || value == Longer ? "R" : "Common";

    private void EmitPanel(SourceWriter writer, string name, bool traces)
    {
        bool scales = Step.ScalesOutput && !traces;
        writer.Write($"{(scales ? GainsRemarks : "")}{ShortNames.Optimize}\npublic static void {name}(ref float a, ref float b, ref float y, {(scales ? GainsParameter : "")}ref float kept, ref float parameters, ref float prepared, ref float scratch)");
        writer.Block(() =>
        {
            EmitSums(writer, "R * Panel.Size", keeps: traces && _activation.NeedsInput);
            string rest = _activation.Panel("Panel.Size");
            if (rest.Length > 0) writer.Write(rest.TrimEnd('\n'));
            if (scales) writer.Write($"{PanelKernels}.ScaleRows(ref y, ref gains, ref y, R);");
        });
    }

    private void EmitSums(SourceWriter writer, string length, bool keeps)
    {
        if (IsPadded)
        {
            string columns = length == "R" ? "" : " * Panel.Size", shorter = Longer == "a" ? "b" : "a";
            writer.Write($"Panel.Copy(ref {Longer}, ref y, {length});");
            writer.Write($"Panel.Add(ref {shorter}, ref y, Common{columns});");
            if (_activation.Register == "z" && !keeps) return;
        }

        if (_activation.Constants.Length > 0) writer.Write(_activation.Constants.TrimEnd('\n'));
        writer.Block($"for (nint i = 0; i < {length}; i += TSimd.Count)", () =>
        {
            writer.Write($"TVector z = {(IsPadded ? "TSimd.Load(ref y, i)" : "TSimd.Add(TSimd.Load(ref a, i), TSimd.Load(ref b, i))")};");
            if (keeps) writer.Write("TSimd.Store(z, ref kept, i);");
            writer.Write($"TSimd.Store({_activation.Register}, ref y, i);");
        });
    }
}
