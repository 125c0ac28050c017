using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.OverTime;

/// <summary>Writes the class of a layer that takes the mean or the largest of each value over the steps of a sequence.</summary>
internal sealed class OverTimeEmitter(StepPlan step, OverTimePlan plan, bool training) : LayerEmitter(step)
{
    private bool IsMax => plan.Pooling == PoolingKind.Max;

    private string Method => IsMax ? "Max" : "Mean";

    public override bool Prepares => false;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => "ForwardTrace";

    public override bool TraceTakesGains => false;

    public override string Formula => IsMax ? "y = the largest x of the steps so far" : "y = the mean of x over the steps so far";

    public override IEnumerable<string> Describe() => [$"{plan.Shape.ToString()}. The state is the {(IsMax ? "largest" : "sum")} of each value and, behind them, the number of steps."];

    public override void EmitBody(SourceWriter writer)
    {
        writer.Write($"""
            private const int Length = {plan.Shape.Length};

            // The place of the number of steps in the state of a sample.
            private const int Count = {plan.Count};

            /// <summary>One step of one sequence, whose state goes on.</summary>
            """);
        if (GainsRemarks.Length > 0) writer.Write($"{GainsRemarks.TrimEnd('\n')}");
        writer.Block($"public static void Forward(ref float x, ref float y, {GainsParameter}ref float state, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            writer.Write($"OverTime.{Method}(ref x, ref y, ref state, ref At(ref state, Count), Length);");
            if (Step.ScalesOutput) writer.Write("Panel.Scale(ref y, ref gains, Length);");
        });
        EmitPanel(writer, "One step of a panel of sequences, whose states, a panel as well, go on.", "ForwardPanel", "", $"{Method}OfPanel(ref x, ref y, ref state, ref At(ref state, Count * Panel.Size), Length)", Step.ScalesOutput);
        EmitPanel(writer, "The steps of one sequence, which are the columns of a panel.", "ForwardSteps", "int steps, ", $"{Method}OfSteps(ref x, ref y, steps, ref state, ref At(ref state, Count), Length)", Step.ScalesOutput);
        if (!training) return;
        EmitPanel(
            writer, "One step of a panel of sequences, whose states go on. What the backward half needs is kept.", "ForwardTrace", "", $"{Method}OfPanel(ref x, ref y, ref state, ref At(ref state, Count * Panel.Size), Length)", isScaled: false,
            last: IsMax ? null : "Panel.Copy(ref At(ref state, Count * Panel.Size), ref kept, Panel.Size);");
        EmitBackward(writer);
    }

    private void EmitPanel(SourceWriter writer, string summary, string method, string steps, string call, bool isScaled, string? last = null)
    {
        writer.Skip();
        writer.Write($"/// <summary>{summary}</summary>");
        string gains = isScaled ? GainsParameter : "";
        writer.Block($"public static void {method}(ref float x, ref float y, {gains}{steps}ref float state, ref float kept, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            writer.Write($"OverTime.{call};");
            if (isScaled) writer.Write($"{PanelKernels}.ScaleRows(ref y, ref gains, ref y, Length);");
            if (last != null) writer.Write($"{last}");
        });
    }

    private void EmitBackward(SourceWriter writer)
    {
        writer.Skip();
        writer.Write("/// <summary>From g = ∂L/∂y of a panel and the gradients of the state behind the step to those of the state before it, and to gx = ∂L/∂x where it is wanted.</summary>");
        const string Signature = """
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float state, ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            """;
        writer.Block($"{Signature}", () => writer.Write(IsMax
            ? $"OverTime.MaxBackward(ref x, ref y, ref g, ref gx, wantsInput, ref state, Length);"
            : (SourceWriter.Source)$"OverTime.MeanBackward(ref g, ref gx, wantsInput, ref state, ref kept, Length);"));
    }
}
