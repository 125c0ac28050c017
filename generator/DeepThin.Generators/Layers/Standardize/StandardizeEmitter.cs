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

    public override IEnumerable<string> Describe() => [plan.Shape.IsVector
        ? $"{Numbers.Grouped(plan.Shape.Channels)} values, each with a mean and a scale that are not trained."
        : $"{plan.Shape.ToString()}. Each channel has a mean and a scale that are not trained."];

    private long Positions => plan.Shape.Length / plan.Shape.Channels;

    // The values of each channel, as an argument.
    private string OfPositions => plan.Shape.IsVector ? "" : ", Positions";

    private string OfValues() => $$"""
                for (int q = 0; q < Q; q += TSimd.Count)
                {
                    TVector value = TSimd.Multiply(TSimd.Subtract(TSimd.Load(ref x, q), TSimd.Load(ref mean, q)), TSimd.Load(ref scale, q));
                    TSimd.Store({{(Step.ScalesOutput ? "TSimd.Multiply(TSimd.Load(ref gains, q), value)" : "value")}}, ref y, q);
                }
            """;

    // What is written behind the end of a channel is written anew by the next one.
    private string OfChannels() => $$"""
                for (int q = 0; q < Q; q++)
                {
                    ref float from = ref At(ref x, q * Positions), to = ref At(ref y, q * Positions);
                    TVector m = TSimd.Broadcast(ref mean, q), s = TSimd.Broadcast(ref scale, q);
                    for (int p = 0; p < Positions; p += TSimd.Count) TSimd.Store(TSimd.Multiply(TSimd.Subtract(TSimd.Load(ref from, p), m), s), ref to, p);
                }
            {{(Step.ScalesOutput ? $"\n    Panel.Scale(ref y, ref gains, {SourceWriter.Literal(plan.Shape.Length)});" : "")}}
            """.TrimEnd();

    public override void EmitBody(SourceWriter writer)
    {
        writer.Write($$"""
            private const int Q = {{plan.Shape.Channels}}{{(plan.Shape.IsVector ? "" : $", Positions = {SourceWriter.Literal(Positions)}")}};

            // The places of the tensors behind the first one of the layer.
            private const int Mean = 0, Scale = {{Step.Tensors[1].Offset - Step.Parameters}};

            /// <summary>One sample. y is written in full vectors.</summary>
            {{GainsRemarks}}{{ShortNames.Optimize}}
            public static void Forward(ref float x, ref float y, {{GainsParameter}}ref float parameters, ref float prepared, ref float scratch)
            {
                ref float mean = ref At(ref parameters, Mean);
                ref float scale = ref At(ref parameters, Scale);
            {{(plan.Shape.IsVector ? OfValues() : OfChannels())}}
            }

            /// <summary>A panel of samples.</summary>
            {{GainsRemarks}}public static void ForwardPanel(ref float x, ref float y, {{GainsParameter}}ref float kept, ref float parameters, ref float prepared, ref float scratch)
            {
                {{PanelKernels}}.StandardizeRows(ref x, ref At(ref parameters, Mean), ref At(ref parameters, Scale), ref y, Q{{OfPositions}});
            {{(Step.ScalesOutput ? $"    {PanelKernels}.ScaleRows(ref y, ref gains, ref y, {(plan.Shape.IsVector ? "Q" : SourceWriter.Literal(plan.Shape.Length))});\n" : "")}}}
            """);
        if (!training) return;
        writer.Skip();
        if (Step.ScalesOutput)
        {
            writer.Write($$"""
                /// <summary>A panel of samples that is traced: the layer that reads y multiplies it with its gains.</summary>
                public static void ForwardTrace(ref float x, ref float y, ref float kept, ref float parameters, ref float prepared, ref float scratch) =>
                    {{PanelKernels}}.StandardizeRows(ref x, ref At(ref parameters, Mean), ref At(ref parameters, Scale), ref y, Q{{OfPositions}});

                """);
        }

        writer.Write($$"""
            /// <summary>From g = ∂L/∂y of a panel to gx = ∂L/∂x = scale∘g where it is wanted. Means and scales are not trained: they have no gradients.</summary>
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            {
                if (wantsInput) {{PanelKernels}}.ScaleRows(ref g, ref At(ref parameters, Scale), ref gx, Q{{OfPositions}});
            }
            """);
    }
}
