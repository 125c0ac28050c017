using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Standardize;

/// <summary>Writes the class of a layer that brings values to a common scale.</summary>
internal sealed class StandardizeEmitter(StepPlan step, StandardizePlan plan, bool training) : LayerEmitter(step)
{
    public override bool Prepares => false;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => Step.ScalesOutput ? "ForwardTrace" : "ForwardPanel";

    public override bool TraceTakesGains => false;

    public override string Formula => "y = (x − mean)∘scale";

    public override IEnumerable<string> Describe() => [$"{Numbers.Grouped(plan.Values)} values, each with a mean and a scale that are not trained."];

    public override void EmitBody(SourceWriter writer)
    {
        writer.Write($$"""
            private const int Q = {{plan.Values}};

            // The places of the tensors behind the first one of the layer.
            private const int Mean = 0, Scale = {{Step.Tensors[1].Offset - Step.Parameters}};

            /// <summary>One sample. y is written in full vectors.</summary>
            {{GainsRemarks}}{{ShortNames.Optimize}}
            public static void Forward(ref float x, ref float y, {{GainsParameter}}ref float parameters, ref float prepared, ref float scratch)
            {
                ref float mean = ref At(ref parameters, Mean);
                ref float scale = ref At(ref parameters, Scale);
                for (int q = 0; q < Q; q += TSimd.Count)
                {
                    TVector value = TSimd.Multiply(TSimd.Subtract(TSimd.Load(ref x, q), TSimd.Load(ref mean, q)), TSimd.Load(ref scale, q));
                    TSimd.Store({{(Step.ScalesOutput ? "TSimd.Multiply(TSimd.Load(ref gains, q), value)" : "value")}}, ref y, q);
                }
            }

            /// <summary>A panel of samples.</summary>
            {{GainsRemarks}}public static void ForwardPanel(ref float x, ref float y, {{GainsParameter}}ref float kept, ref float parameters, ref float prepared, ref float scratch)
            {
                {{PanelKernels}}.StandardizeRows(ref x, ref At(ref parameters, Mean), ref At(ref parameters, Scale), ref y, Q);
            {{(Step.ScalesOutput ? $"    {PanelKernels}.ScaleRows(ref y, ref gains, ref y, Q);\n" : "")}}}
            """);
        if (!training) return;
        writer.Skip();
        if (Step.ScalesOutput)
        {
            writer.Write($$"""
                /// <summary>A panel of samples that is traced: the layer that reads y multiplies it with its gains.</summary>
                public static void ForwardTrace(ref float x, ref float y, ref float kept, ref float parameters, ref float prepared, ref float scratch) =>
                    {{PanelKernels}}.StandardizeRows(ref x, ref At(ref parameters, Mean), ref At(ref parameters, Scale), ref y, Q);

                """);
        }

        writer.Write($$"""
            /// <summary>From g = ∂L/∂y of a panel to gx = ∂L/∂x = scale∘g where it is wanted. Means and scales are not trained: they have no gradients.</summary>
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            {
                if (wantsInput) {{PanelKernels}}.ScaleRows(ref g, ref At(ref parameters, Scale), ref gx, Q);
            }
            """);
    }
}
