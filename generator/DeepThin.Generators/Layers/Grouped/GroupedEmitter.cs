using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Emitting.Kernels;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Grouped;

/// <summary>Writes the class of a convolution of groups of channels apart.</summary>
internal sealed class GroupedEmitter(StepPlan step, GroupedPlan plan, bool training) : WindowSumsEmitter(step, plan.Convolution.Window, plan.HasBias, training)
{
    private const string Kernel = "GroupedKernel<TSimd, TVector>";
    private const string Rows = "Lookup<TSimd, TVector>";

    public override string Formula => "at each position of each group, with x the values under the window, " + Epilogue.Formula("xW");

    protected override string OrderInWords => "group by group";

    protected override string SumsOfPanel => $"{Expand(Mode.Panel)}{Kernel}.SumRows(ref x, Groups, ref {Weights}, ref scratch, ref y);";

    protected override string SumsBackward => plan.Factors == null ? SumsOfWeights("At(ref gradients, W)") : $"""

        {Expand(Mode.Backward)}ref float dw = ref At(ref scratch, {SourceWriter.Literal(plan.PlaceOfGradients)});
        Clear(ref dw, {SourceWriter.Literal(plan.Weights + KernelShape.Lanes)});
        {SumsOfWeights("dw")}

        // From ∂L/∂W to the gradients of the factors.
        {Rows}.RowBackward(ref dw, ref At(ref parameters, W), ref At(ref parameters, Wf), Rank, N, 0, {SourceWriter.Literal(plan.Weights)}, ref At(ref gradients, W), ref At(ref gradients, Wf));
        """;

    // The weights that the kernel reads.
    private string Weights => plan.Factors == null ? "At(ref parameters, W)" : "w";

    protected override IEnumerable<string> DescribeMore()
    {
        yield return $"{Numbers.Text(plan.Convolution.Groups)} groups of {Numbers.Text(plan.Convolution.Window.Channels)} → {Numbers.Text(plan.Convolution.Outputs)} channels.";
        if (plan.Factors != null) yield return $"{plan.Map.Describe()} W is made of the factors first, and stands in scratch memory.";
    }

    protected override void EmitMore(SourceWriter writer)
    {
        if (plan.Factors is { } factors)
        {
            writer.Write($"""

                private const int N = {factors.N}, Rank = {factors.Rank};

                // The place of the second factor behind the first one.
                private const int Wf = {Step.Tensors[1].Offset - Step.Parameters};
                """);
        }

        writer.Write($$"""

            // The window over a group, the groups, and the outputs of a group.
            private static GroupedConvolution Groups => new(Window, {{plan.Convolution.Groups}}, {{plan.Convolution.Outputs}});
            """);
    }

    private string SumsOfWeights(string gradients) =>
        $"{Kernel}.SumRowsBackward(ref x, Groups, ref {Weights}, ref g, ref {gradients}, ref gx, wantsInput, ref scratch, {SourceWriter.Literal(plan.SampleStride)});";

    // The statements that make W of its factors; none where it is kept whole.
    private string Expand(Mode mode) => plan.Factors == null ? "" : $"""
        // W = ReLayout(X_f·W_f)
        ref float w = ref At(ref scratch, {SourceWriter.Literal(plan.PlaceOfWeights(mode))});
        {Rows}.Row(ref At(ref parameters, W), ref At(ref parameters, Wf), Rank, N, 0, {SourceWriter.Literal(plan.Weights)}, ref w);

        """;

    protected override string EmitSample(SourceWriter writer)
    {
        string row = SourceWriter.Literal(plan.SumsStride);
        writer.Write($"""
            {Expand(Mode.OneSample)}GroupedConvolution groups = Groups;
            ref float output = ref y;
            {Kernel}.Sums(ref x, groups, ref {Weights}, ref scratch);
            y = ref At(ref scratch, {plan.PlaceOfSums});
            """);
        Epilogue.EmitPanelTensors(writer);
        Epilogue.EmitRows(writer, "for (int c = 0; c < R; c++)", Trace.Never, row, SourceWriter.Literal(ReLayout.RoundUp(plan.Convolution.Window.Positions, KernelShape.Lanes)));
        Epilogue.EmitPanelRest(writer, Trace.Never, row);
        writer.Write($"{Kernel}.Scatter(groups, ref y, ref output);");
        return "output";
    }
}
