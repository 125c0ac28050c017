using DeepThin.Generators.Emitting;
using DeepThin.Generators.Emitting.Kernels;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Depthwise;

/// <summary>Writes the class of a convolution of each channel alone.</summary>
internal sealed class DepthwiseEmitter(StepPlan step, DepthwisePlan plan, bool training) : WindowSumsEmitter(step, plan.Window, plan.HasBias, training)
{
    private const string Kernel = "DepthwiseKernel<TSimd, TVector>";

    public override string Formula => "at each position of each channel, with x the values under the window, " + Epilogue.Formula("w·x");

    protected override string OrderInWords => "channel by channel";

    protected override string SumsOfPanel => $"{Kernel}.SumRows(ref x, Window, ref At(ref parameters, W), ref y);";

    protected override string SumsBackward => $"{Kernel}.SumRowsBackward(ref x, Window, ref At(ref parameters, W), ref g, ref At(ref gradients, W), ref gx, wantsInput);";

    protected override string EmitSample(SourceWriter writer)
    {
        string row = SourceWriter.Literal(plan.SumsStride);
        if (!plan.SumsInPlace) writer.Write($"ref float output = ref y;");
        writer.Write("SlidingWindow window = Window;");
        if (!plan.SumsInPlace) writer.Write($"y = ref At(ref scratch, {plan.PlaceOfSums});");
        writer.Write(plan.SharesRows
            ? $"{Kernel}.SumsOfThree(ref x, window, ref At(ref parameters, W), ref scratch, ref y, {plan.SumsStride});"
            : (SourceWriter.Source)$"{Kernel}.Sums(ref x, window, ref At(ref parameters, W), ref scratch, ref At(ref scratch, {plan.PlaceOfTaps}), ref y, {plan.SumsStride});");
        Epilogue.EmitPanelTensors(writer);
        Epilogue.EmitRows(writer, "for (int c = 0; c < R; c++)", Trace.Never, row);
        Epilogue.EmitPanelRest(writer, Trace.Never, row);
        if (plan.SumsInPlace) return "y";
        writer.Write($"{Kernel}.{(plan.SharesRows ? "Copy" : "Scatter")}(ref y, {plan.SumsStride}, window, ref output);");
        return "output";
    }
}
