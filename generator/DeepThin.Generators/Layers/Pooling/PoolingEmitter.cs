using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Pooling;

/// <summary>Writes the class of a pooling.</summary>
internal sealed class PoolingEmitter(StepPlan step, PoolingPlan plan, bool training) : LayerEmitter(step)
{
    private bool IsMax => plan.Pooling == PoolingKind.Max;

    private string CountsZeros => IsMax ? "" : plan.Pooling == PoolingKind.Average ? ", countsZeros: true" : ", countsZeros: false";

    public override bool Prepares => false;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => Step.ScalesOutput ? "ForwardTrace" : "ForwardPanel";

    public override bool TraceTakesGains => false;

    public override string Formula => IsMax ? "y = the largest of the values under the window" : "y = the mean of the values under the window";

    private string Method => IsMax ? "Max" : "Average";

    public override IEnumerable<string> Describe()
    {
        yield return $"{plan.Input.ToString()} → {plan.Output.ToString()}.";
        yield return Windows.Describe(plan.Window) + (IsMax || !Windows.IsPadded(plan.Window) ? "" : plan.Pooling == PoolingKind.Average ? " The zeros count." : " The zeros do not count.");
    }

    public override void EmitBody(SourceWriter writer)
    {
        Windows.Emit(writer, plan.Window);
        writer.Write($$"""

            /// <summary>One sample.</summary>
            {{GainsRemarks}}public static void Forward(ref float x, ref float y, {{GainsParameter}}ref float parameters, ref float prepared, ref float scratch)
            {
                Pooling<TSimd, TVector>.{{Method}}(ref x, Window{{CountsZeros}}, ref y, ref scratch);
            {{(Step.ScalesOutput ? $"    Panel.Scale(ref y, ref gains, {SourceWriter.Literal(plan.Output.Length)});\n" : "")}}}

            /// <summary>A panel of samples.</summary>
            {{GainsRemarks}}public static void ForwardPanel(ref float x, ref float y, {{GainsParameter}}ref float kept, ref float parameters, ref float prepared, ref float scratch)
            {
                Pooling<TSimd, TVector>.{{Method}}Rows(ref x, Window{{CountsZeros}}, ref y);
            {{(Step.ScalesOutput ? $"    {PanelKernels}.ScaleRows(ref y, ref gains, ref y, {SourceWriter.Literal(plan.Output.Length)});\n" : "")}}}
            """);
        if (!training) return;
        writer.Skip();
        if (Step.ScalesOutput)
        {
            writer.Write($$"""
                /// <summary>A panel of samples that is traced: the layer that reads y multiplies it with its gains.</summary>
                public static void ForwardTrace(ref float x, ref float y, ref float kept, ref float parameters, ref float prepared, ref float scratch) =>
                    Pooling<TSimd, TVector>.{{Method}}Rows(ref x, Window{{CountsZeros}}, ref y);

                """);
        }

        writer.Write($$"""
            /// <summary>From g = ∂L/∂y of a panel to gx = ∂L/∂x where it is wanted.</summary>
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            {
                if (wantsInput) Pooling<TSimd, TVector>.{{Method}}RowsBackward({{(IsMax ? "ref x, ref y, " : "")}}ref g, Window{{CountsZeros}}, ref gx);
            }
            """);
    }
}
