using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Emitting.Kernels;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Writes the class of a convolution that none of the kernels of a map computes: sums of the library's under a window, then a bias and an activation, channel by channel.</summary>
internal abstract class WindowSumsEmitter : LayerEmitter
{
    private readonly SlidingWindow _window;
    private readonly bool _training;
    private readonly BiasEmitter _bias;
    private readonly ActivationEmitter _activation;

    /// <param name="step">The step of the layer.</param>
    /// <param name="window">The window.</param>
    /// <param name="hasBias">Whether the layer has a bias.</param>
    /// <param name="training">Whether the model trains.</param>
    protected WindowSumsEmitter(StepPlan step, SlidingWindow window, bool hasBias, bool training)
        : base(step)
    {
        _window = window;
        _training = training;
        _bias = new(hasBias ? new BiasPlan(step.Layer.Output.Channels, null) : null, [.. step.Tensors.Where(tensor => tensor.Role == TensorRole.Bias)], step);
        _activation = new(step.Epilogue.Activation);
        Epilogue = new(step with { ScalesOutput = false }, new GainsEmitter(step.Tensors, step), _bias, _activation, ("kept", ""));
    }

    public override bool Prepares => false;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => Step.ScalesOutput || _activation.NeedsInput ? "ForwardTrace" : "ForwardPanel";

    public override bool TraceTakesGains => false;

    /// <summary>What follows the sums.</summary>
    protected EpilogueEmitter Epilogue { get; }

    /// <summary>What one sample is computed by, in words.</summary>
    protected abstract string OrderInWords { get; }

    /// <summary>The statement that writes the sums of a panel to y.</summary>
    protected abstract string SumsOfPanel { get; }

    /// <summary>The statement from g = ∂L/∂sums to the gradients of the weights and of the input.</summary>
    protected abstract string SumsBackward { get; }

    private string RowOfPanel => $"{SourceWriter.Literal(_window.Positions)} * Panel.Size";

    private string Length => SourceWriter.Literal(Step.Layer.Output.Length);

    public override IEnumerable<string> Describe()
    {
        yield return $"{Step.Layer.Input.ToString()} → {Step.Layer.Output.ToString()}. {Windows.Describe(_window)}";
        foreach (string line in DescribeMore()) yield return line;
        if (Epilogue.Describe() is { } norm) yield return norm;
        yield return $"{Numbers.Grouped(Step.Layer.MultiplyAddsBeside + Step.Layer.Maps.Sum(Step.Layer.MultiplyAddsOf))} multiply-adds.";
    }

    /// <summary>Lines of the plan beside the shapes and the work.</summary>
    protected virtual IEnumerable<string> DescribeMore() => [];

    public override void EmitBody(SourceWriter writer)
    {
        writer.Write($"""
            private const int R = {Step.Layer.Output.Channels};

            // The places of the tensors behind the first one of the layer.
            private const int W = 0{string.Concat(_bias.Places().Select(place => ", " + place))};

            """);
        Windows.Emit(writer, _window);
        EmitMore(writer);
        writer.Skip();
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

    /// <summary>Writes what the class has besides the window.</summary>
    protected virtual void EmitMore(SourceWriter writer)
    {
    }

    /// <summary>Writes the body of the method of one sample, and gives the reference that holds the outputs.</summary>
    protected abstract string EmitSample(SourceWriter writer);

    private void EmitForward(SourceWriter writer)
    {
        writer.Write($"""
            /// <summary>One sample, {OrderInWords}.</summary>
            {GainsRemarks}{ShortNames.Optimize}
            """);
        writer.Block($"public static void Forward(ref float x, ref float y, {NormParameter}{GainsParameter}ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            string output = EmitSample(writer);
            if (Step.ScalesOutput) writer.Write($"Panel.Scale(ref {output}, ref gains, {Length});");
        });
    }

    private void EmitPanel(SourceWriter writer, string method, Trace trace)
    {
        bool scales = trace == Trace.Never && Step.ScalesOutput;
        writer.Write($"""
            /// <summary>A panel of samples.{(trace == Trace.Always && _activation.NeedsInput ? " What the backward half needs is kept." : "")}</summary>
            {(scales ? GainsRemarks : "")}{ShortNames.Optimize}
            """);
        writer.Block($"public static void {method}(ref float x, ref float y, {NormParameter}{(scales ? GainsParameter : "")}ref float kept, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            writer.Write(SumsOfPanel);
            Epilogue.EmitPanelTensors(writer);
            Epilogue.EmitRows(writer, "for (int c = 0; c < R; c++)", trace, RowOfPanel);
            Epilogue.EmitPanelRest(writer, trace, RowOfPanel);
            if (scales) writer.Write($"{PanelKernels}.ScaleRows(ref y, ref gains, ref y, {Length});");
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

            if (_bias.IsThere) writer.Write($"{ChannelKernels}.AddSums(ref g, ref At(ref gradients, B), R, {RowOfPanel});");
            writer.Write(SumsBackward);
        });
    }
}
