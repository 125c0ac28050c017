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

    public override string Formula => "at each position of each group, with x the values under the window, " + Epilogue.Formula("xW");

    protected override string OrderInWords => "group by group";

    protected override string SumsOfPanel => $"{Kernel}.SumRows(ref x, Groups, ref At(ref parameters, W), ref scratch, ref y);";

    protected override string SumsBackward =>
        $"{Kernel}.SumRowsBackward(ref x, Groups, ref At(ref parameters, W), ref g, ref At(ref gradients, W), ref gx, wantsInput, ref scratch, {SourceWriter.Literal(plan.SampleStride)});";

    protected override IEnumerable<string> DescribeMore() =>
        [$"{Numbers.Text(plan.Convolution.Groups)} groups of {Numbers.Text(plan.Convolution.Window.Channels)} → {Numbers.Text(plan.Convolution.Outputs)} channels."];

    protected override void EmitMore(SourceWriter writer) => writer.Write($$"""

        // The window over a group, the groups, and the outputs of a group.
        private static GroupedConvolution Groups => new(Window, {{plan.Convolution.Groups}}, {{plan.Convolution.Outputs}});
        """);

    protected override string EmitSample(SourceWriter writer)
    {
        string row = SourceWriter.Literal(plan.SumsStride);
        writer.Write($"""
            GroupedConvolution groups = Groups;
            ref float output = ref y;
            {Kernel}.Sums(ref x, groups, ref At(ref parameters, W), ref scratch);
            y = ref At(ref scratch, {plan.PlaceOfSums});
            """);
        Epilogue.EmitPanelTensors(writer);
        Epilogue.EmitRows(writer, "for (int c = 0; c < R; c++)", Trace.Never, row, SourceWriter.Literal(ReLayout.RoundUp(plan.Convolution.Window.Positions, KernelShape.Lanes)));
        Epilogue.EmitPanelRest(writer, Trace.Never, row);
        writer.Write($"{Kernel}.Scatter(groups, ref y, ref output);");
        return "output";
    }
}
