using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Concat;

/// <summary>Writes the class of a layer that puts the channels of values one behind the other.</summary>
internal sealed class ConcatEmitter(StepPlan step, ConcatPlan plan, bool training) : LayerEmitter(step)
{
    public override bool Prepares => false;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => Step.ScalesOutput ? "ForwardTrace" : "ForwardPanel";

    public override bool TraceTakesGains => false;

    public override string Formula => $"y = the channels of {string.Join(", then those of ", Names("x"))}";

    private string Length => SourceWriter.Literal(plan.Output.Length);

    public override IEnumerable<string> Describe() => [$"{string.Join(" and ", plan.Shapes.Select(shape => shape.ToString()))} → {plan.Output.ToString()}. Channels of a value lie one after the other, so that values are copied as a whole."];

    public override void EmitBody(SourceWriter writer)
    {
        writer.Write("/// <summary>One sample.</summary>");
        writer.Write($"{GainsRemarks}public static void Forward({References("x")}, ref float y, {GainsParameter}ref float parameters, ref float prepared, ref float scratch)");
        writer.Block(() =>
        {
            EmitCopies(writer, "");
            if (Step.ScalesOutput) writer.Write($"Panel.Scale(ref y, ref gains, {Length});");
        });
        writer.Skip();
        writer.Write("/// <summary>A panel of samples.</summary>");
        writer.Write($"{GainsRemarks}public static void ForwardPanel({References("x")}, ref float y, {GainsParameter}ref float kept, ref float parameters, ref float prepared, ref float scratch)");
        writer.Block(() =>
        {
            EmitCopies(writer, " * Panel.Size");
            if (Step.ScalesOutput) writer.Write($"{PanelKernels}.ScaleRows(ref y, ref gains, ref y, {Length});");
        });
        if (!training) return;
        writer.Skip();
        if (Step.ScalesOutput)
        {
            writer.Write("/// <summary>A panel of samples that is traced: the layer that reads y multiplies it with its gains.</summary>");
            writer.Write($"public static void ForwardTrace({References("x")}, ref float y, ref float kept, ref float parameters, ref float prepared, ref float scratch)");
            writer.Block(() => EmitCopies(writer, " * Panel.Size"));
            writer.Skip();
        }

        writer.Write($$"""
            /// <summary>From g = ∂L/∂y of a panel to the gradients of the values where they are wanted.</summary>
            public static void Backward(
                {{References("x")}}, ref float y, ref float kept,
                ref float g, {{string.Join(", ", Names("gx").Zip(Names("wantsInput"), (gradient, wants) => $"ref float {gradient}, bool {wants}"))}},
                ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            """);
        writer.Block(() =>
        {
            long offset = 0;
            for (int i = 0; i < plan.Shapes.Count; offset += plan.Shapes[i++].Length)
            {
                writer.Write($"if (wantsInput{i}) Panel.Copy(ref At(ref g, {offset} * Panel.Size), ref gx{i}, {plan.Shapes[i].Length} * Panel.Size);");
            }
        });
    }

    private void EmitCopies(SourceWriter writer, string columns)
    {
        long offset = 0;
        for (int i = 0; i < plan.Shapes.Count; offset += plan.Shapes[i++].Length)
        {
            writer.Write($"Panel.Copy(ref x{i}, ref At(ref y, {offset}{columns}), {plan.Shapes[i].Length}{columns});");
        }
    }

    private IEnumerable<string> Names(string prefix) => Enumerable.Range(0, plan.Shapes.Count).Select(index => prefix + Numbers.Text(index));

    private string References(string prefix) => string.Join(", ", Names(prefix).Select(name => $"ref float {name}"));
}
