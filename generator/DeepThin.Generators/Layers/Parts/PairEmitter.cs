using DeepThin.Generators.Emitting;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Writes the class of a layer that joins two values a and b place by place.</summary>
internal abstract class PairEmitter(StepPlan step, bool training) : LayerEmitter(step)
{
    private readonly ActivationEmitter _activation = new(step.Layer.Activation);

    public override bool Prepares => false;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => Step.ScalesOutput || _activation.NeedsInput ? "ForwardTrace" : "ForwardPanel";

    public override bool TraceTakesGains => false;

    public override string Formula => Step.Layer.Activation.Kind == Activation.Identity ? $"y = {Joined}" : $"y = f({Joined}), f(z) = {_activation.Formula}";

    /// <summary>What becomes of a and b, as it stands in a formula.</summary>
    protected abstract string Joined { get; }

    /// <summary>What it is called, such as <c>sums</c>.</summary>
    protected abstract string Results { get; }

    /// <summary>What the constants of the class are besides R, the length of the output, with a comma before each; or nothing.</summary>
    protected virtual string Constants => "";

    /// <summary>The expression of the vector z from those of a and b; null where <see cref="EmitInPlace"/> writes it to y.</summary>
    protected abstract string? Register { get; }

    /// <summary>Writes the statements that leave z in y, where a vector does not follow from one of a and one of b.</summary>
    /// <param name="writer">Receives them.</param>
    /// <param name="isPanel">Whether they are those of a panel.</param>
    protected abstract void EmitInPlace(SourceWriter writer, bool isPanel);

    /// <summary>Writes the statements from g = ∂L/∂z to the gradients of a and b where they are wanted.</summary>
    protected abstract void EmitBackward(SourceWriter writer);

    public override void EmitBody(SourceWriter writer)
    {
        writer.Write($"private const int R = {Step.Layer.Output.Length}{Constants};");
        writer.Skip();
        writer.Write($"/// <summary>One sample. y is written in full vectors.</summary>");
        writer.Write($"{GainsRemarks}{ShortNames.Optimize}\npublic static void Forward(ref float a, ref float b, ref float y, {GainsParameter}ref float parameters, ref float prepared, ref float scratch)");
        writer.Block(() =>
        {
            EmitResults(writer, "R", keeps: false);
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
            string gains = Step.ScalesOutput ? " The layer that reads y multiplies it with its gains." : "", kept = _activation.NeedsInput ? $" The {Results} are kept." : "";
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
            EmitBackward(writer);
        });
    }

    private void EmitPanel(SourceWriter writer, string name, bool traces)
    {
        bool scales = Step.ScalesOutput && !traces;
        writer.Write($"{(scales ? GainsRemarks : "")}{ShortNames.Optimize}\npublic static void {name}(ref float a, ref float b, ref float y, {(scales ? GainsParameter : "")}ref float kept, ref float parameters, ref float prepared, ref float scratch)");
        writer.Block(() =>
        {
            EmitResults(writer, "R * Panel.Size", keeps: traces && _activation.NeedsInput);
            string rest = _activation.Panel("Panel.Size");
            if (rest.Length > 0) writer.Write(rest.TrimEnd('\n'));
            if (scales) writer.Write($"{PanelKernels}.ScaleRows(ref y, ref gains, ref y, R);");
        });
    }

    private void EmitResults(SourceWriter writer, string length, bool keeps)
    {
        if (Register == null)
        {
            EmitInPlace(writer, isPanel: length != "R");
            if (_activation.Register == "z" && !keeps) return;
        }

        if (_activation.Constants.Length > 0) writer.Write(_activation.Constants.TrimEnd('\n'));
        writer.Block($"for (nint i = 0; i < {length}; i += TSimd.Count)", () =>
        {
            writer.Write($"TVector z = {Register ?? "TSimd.Load(ref y, i)"};");
            if (keeps) writer.Write("TSimd.Store(z, ref kept, i);");
            writer.Write($"TSimd.Store({_activation.Register}, ref y, i);");
        });
    }
}
