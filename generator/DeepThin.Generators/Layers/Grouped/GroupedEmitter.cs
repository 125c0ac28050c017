using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Emitting.Kernels;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Grouped;

/// <summary>Writes the class of a convolution of groups of channels apart.</summary>
internal sealed class GroupedEmitter : LayerEmitter
{
    private const string Kernel = "GroupedKernel<TSimd, TVector>";

    private readonly GroupedPlan _plan;
    private readonly bool _training;
    private readonly BiasEmitter _bias;
    private readonly ActivationEmitter _activation;
    private readonly EpilogueEmitter _epilogue;

    public GroupedEmitter(StepPlan step, GroupedPlan plan, bool training)
        : base(step)
    {
        _plan = plan;
        _training = training;
        _bias = new(plan.HasBias ? new BiasPlan(plan.Output.Channels, null) : null, [.. step.Tensors.Where(tensor => tensor.Role == TensorRole.Bias)], step);
        _activation = new(plan.Activation);
        _epilogue = new(new GainsEmitter(step.Tensors, step), _bias, _activation, scalesOutput: false, ("kept", ""));
    }

    public override bool Prepares => false;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => Step.ScalesOutput || _activation.NeedsInput ? "ForwardTrace" : "ForwardPanel";

    public override bool TraceTakesGains => false;

    public override string Formula => "at each position of each group, with x the values under the window, " + _epilogue.Formula("xW");

    private string RowOfPanel => $"{SourceWriter.Literal(_plan.Convolution.Window.Positions)} * Panel.Size";

    public override IEnumerable<string> Describe()
    {
        yield return $"{_plan.Input.ToString()} → {_plan.Output.ToString()}. {Windows.Describe(_plan.Convolution.Window)}";
        yield return $"{Numbers.Text(_plan.Convolution.Groups)} groups of {Numbers.Text(_plan.Convolution.Window.Channels)} → {Numbers.Text(_plan.Convolution.Outputs)} channels.";
        yield return $"{Numbers.Grouped(_plan.MultiplyAddsBeside)} multiply-adds.";
    }

    public override void EmitBody(SourceWriter writer)
    {
        writer.Write($"""
            private const int R = {_plan.Output.Channels};

            // The places of the tensors behind the first one of the layer.
            private const int W = 0{string.Concat(_bias.Places().Select(place => ", " + place))};

            """);
        Windows.Emit(writer, _plan.Convolution.Window);
        writer.Write($$"""

            // The window over a group, the groups, and the outputs of a group.
            private static GroupedConvolution Groups => new(Window, {{_plan.Convolution.Groups}}, {{_plan.Convolution.Outputs}});

            """);
        EmitForward(writer);
        writer.Skip();
        EmitPanel(writer, "ForwardPanel", Trace.Never);
        if (!_training) return;
        writer.Skip();
        if (TraceMethod != PanelMethod)
        {
            EmitPanel(writer, TraceMethod, Trace.Always);
            writer.Skip();
        }

        EmitBackward(writer);
    }

    private void EmitForward(SourceWriter writer)
    {
        string row = SourceWriter.Literal(_plan.SumsStride);
        writer.Write($"""
            /// <summary>One sample, group by group.</summary>
            {GainsRemarks}{ShortNames.Optimize}
            """);
        writer.Block($"public static void Forward(ref float x, ref float y, {GainsParameter}ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            writer.Write($"""
                GroupedConvolution groups = Groups;
                ref float output = ref y;
                {Kernel}.Sums(ref x, groups, ref At(ref parameters, W), ref scratch);
                y = ref At(ref scratch, {_plan.PlaceOfSums});
                """);
            _epilogue.EmitPanelTensors(writer);
            _epilogue.EmitRows(writer, "for (int c = 0; c < R; c++)", Trace.Never, row, SourceWriter.Literal(ReLayout.RoundUp(_plan.Convolution.Window.Positions, KernelShape.Lanes)));
            _epilogue.EmitPanelRest(writer, Trace.Never, row);
            writer.Write($"{Kernel}.Scatter(groups, ref y, ref output);");
            if (Step.ScalesOutput) writer.Write($"Panel.Scale(ref output, ref gains, {_plan.Output.Length});");
        });
    }

    private void EmitPanel(SourceWriter writer, string method, Trace trace)
    {
        bool scales = trace == Trace.Never && Step.ScalesOutput;
        writer.Write($"""
            /// <summary>A panel of samples.{(trace == Trace.Always && _activation.NeedsInput ? " What the backward half needs is kept." : "")}</summary>
            {(scales ? GainsRemarks : "")}{ShortNames.Optimize}
            """);
        writer.Block($"public static void {method}(ref float x, ref float y, {(scales ? GainsParameter : "")}ref float kept, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            writer.Write($"{Kernel}.SumRows(ref x, Groups, ref At(ref parameters, W), ref scratch, ref y);");
            _epilogue.EmitPanelTensors(writer);
            _epilogue.EmitRows(writer, "for (int c = 0; c < R; c++)", trace, RowOfPanel);
            _epilogue.EmitPanelRest(writer, trace, RowOfPanel);
            if (scales) writer.Write($"{PanelKernels}.ScaleRows(ref y, ref gains, ref y, {_plan.Output.Length});");
        });
    }

    private void EmitBackward(SourceWriter writer)
    {
        writer.Write($"""
            /// <summary>From g = ∂L/∂y of a panel to the gradients of the parameters, which are added, and to gx = ∂L/∂x where it is wanted. Overwrites g.</summary>
            {ShortNames.Optimize}
            """);
        const string Signature = """
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            """;
        writer.Block($"{Signature}", () =>
        {
            string lines = _activation.Backward("kept", RowOfPanel);
            if (lines.Length > 0)
            {
                writer.Write($"// ∂L/∂z = ∂L/∂y·f′(z), f(z) = {_activation.Formula}");
                writer.Write(lines.TrimEnd('\n'));
                writer.Skip();
            }

            if (_bias.IsThere) writer.Write($"DepthwiseKernel<TSimd, TVector>.AddSums(ref g, R, {_plan.Convolution.Window.Positions}, ref At(ref gradients, B));");
            writer.Write($"{Kernel}.SumRowsBackward(ref x, Groups, ref At(ref parameters, W), ref g, ref At(ref gradients, W), ref gx, wantsInput, ref scratch, {_plan.SampleStride});");
        });
    }
}
