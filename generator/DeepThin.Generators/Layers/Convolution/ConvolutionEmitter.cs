using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.FullyConnected;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Convolution;

/// <summary>Writes the class of a convolution: a loop over positions around the fully connected layer that is applied to the columns of each.</summary>
internal sealed class ConvolutionEmitter : LayerEmitter
{
    private const string Positions = "Positions<TSimd, TVector>";

    private readonly ConvolutionPlan _plan;
    private readonly bool _training;
    private readonly FullyConnectedEmitter _columns;
    private readonly GainsEmitter _gains;

    public ConvolutionEmitter(StepPlan step, ConvolutionPlan plan, bool training)
        : base(step)
    {
        _plan = plan;
        _training = training;
        _columns = new(step with { ScalesOutput = false }, plan.Columns, training, ofColumns: true);
        _gains = new(step.Tensors, step);
    }

    public override bool Prepares => _columns.Prepares || _plan.Shared != null || _plan.Winograd != null;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => Step.ScalesOutput ? "ForwardTrace" : "ForwardPanel";

    public override bool TraceTakesGains => false;

    public override string Formula => "at each position, with x the values under the window, " + _columns.Formula;

    private string Order => _plan.ChannelsLast ? "true" : "false";

    private string InputGain => _gains.HasInputs ? $"ref {GainsEmitter.Inputs}, " : "";

    public override IEnumerable<string> Describe()
    {
        yield return $"{_plan.Input.ToString()} → {_plan.Output.ToString()}. {Windows.Describe(_plan.Window)}";
        yield return _plan.ChannelsLast ? "The order of Q: tap by tap, the channels of a tap side by side." : "The order of Q: channel by channel, the taps of a channel side by side.";
        if (_plan.Shared is { } shared) yield return $"One sample: what the positions share, {Count(shared.MultiplyAdds)}.";
        if (_plan.Winograd is { } winograd) yield return $"One sample: tiles of 2×2 outputs by F(2×2, 3×3), {Count(winograd.MultiplyAdds)}.";
        foreach (string line in _columns.Describe()) yield return line;

        string Count(double multiplyAdds) =>
            $"{Numbers.Grouped(multiplyAdds)} multiply-adds, {Numbers.Percent(multiplyAdds / ((double)_plan.Columns.Map.Q * _plan.Columns.Map.R * _plan.Window.Positions))} of a dense layer's";
    }

    public override void EmitBody(SourceWriter writer)
    {
        Windows.Emit(writer, _plan.Window);
        if (_gains.HasInputs) writer.Write($"private const int {string.Join(", ", _gains.Places())};");
        writer.Skip();
        EmitPrepare(writer);
        if (_plan.Shared is { } shared) EmitShared(writer, shared);
        else if (_plan.Winograd is { } winograd) EmitUncompressed(writer, "Winograd", winograd.Outputs, winograd.PlaceOfSums, "prepared");
        else if (_plan.Direct is { } direct) EmitUncompressed(writer, "Direct", direct.Outputs, direct.PlaceOfSums, "parameters");
        else EmitForward(writer);
        EmitPanel(writer, "ForwardPanel", Step.ScalesOutput);
        if (_training)
        {
            if (Step.ScalesOutput) EmitPanel(writer, TraceMethod, scales: false);
            EmitBackward(writer);
        }

        writer.Write("/// <summary>The layer that is applied to 64 columns: those of 64 places of one sample, or those of one position of 64 samples.</summary>");
        writer.Block($"private static class Columns", () =>
        {
            _columns.EmitBody(writer);
            if ((_plan.Shared?.SumsStride ?? _plan.Winograd?.SumsStride ?? _plan.Direct?.SumsStride) is not { } row) return;
            writer.Skip();
            _columns.EmitFinish(writer, row, _plan.Shared == null ? _plan.Window.Positions : _plan.Window.Places);
        });
    }

    private void EmitPrepare(SourceWriter writer)
    {
        if (!Prepares) return;
        writer.Write("/// <summary>Prepares what the kernels stream.</summary>");
        writer.Block($"public static void Prepare(ref float parameters, ref float prepared)", () =>
        {
            if (_columns.Prepares) writer.Write("Columns.Prepare(ref parameters, ref prepared);");
            if (_plan.Winograd != null) writer.Write("WinogradKernel<TSimd, TVector>.Prepare(Winograd, ref parameters, ref prepared);");
            if (_plan.Shared == null) return;
            writer.Write($"SharedCorrelationKernel<TSimd, TVector>.Prepare(Shared, ref At(ref parameters, {PlaceOf(TensorRole.LeftFactor)}), ref At(ref parameters, {PlaceOf(TensorRole.RightFactor)}), ref {PreparedPlace});");
        });
        writer.Skip();

        int PlaceOf(TensorRole role) => Step.Tensors.Single(tensor => tensor.Role == role).Offset - Step.Parameters;
    }

    private void EmitUncompressed(SourceWriter writer, string kind, int outputs, long placeOfSums, string weights)
    {
        string kernel = kind == "Direct" ? "DirectConvolutionKernel<TSimd, TVector>" : "WinogradKernel<TSimd, TVector>";
        writer.Write($$"""
            // The window and R.
            private static {{kind}}Convolution {{kind}} => new(Window, {{outputs}});

            /// <summary>One sample.</summary>
            {{GainsRemarks}}{{ShortNames.Optimize}}
            """);
        writer.Block($"public static void Forward(ref float x, ref float y, {NormParameter}{GainsParameter}ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            writer.Write($$"""
                {{kind}}Convolution sizes = {{kind}};
                ref float sums = ref At(ref scratch, {{placeOfSums}});
                {{kernel}}.Sums(ref x, sizes, ref {{weights}}, ref scratch);
                Columns.Finish(ref sums, {{NormArgument}}ref parameters);
                {{kernel}}.Scatter(sizes, ref sums, ref y);
                """);
            if (Step.ScalesOutput) writer.Write($"Panel.Scale(ref y, ref gains, {_plan.Output.Length});");
        });
        writer.Skip();
    }

    private string PreparedPlace => _plan.PreparedPlace == 0 ? "prepared" : $"At(ref prepared, {SourceWriter.Literal(_plan.PreparedPlace)})";

    private void EmitShared(SourceWriter writer, SharedCorrelation shared)
    {
        writer.Write($$"""
            // The window, R, n, the rank, the terms of all phases of columns, and their factors.
            private static SharedCorrelation Shared => new(Window, {{shared.Outputs}}, {{shared.Taps}}, {{shared.Rank}}, {{shared.Terms}}, {{shared.Factors}});

            /// <summary>One sample, from what the positions share.</summary>
            {{GainsRemarks}}{{ShortNames.Optimize}}
            """);
        writer.Block($"public static void Forward(ref float x, ref float y, {NormParameter}{GainsParameter}ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            _gains.EmitTensor(writer, GainsEmitter.Inputs);
            writer.Write($$"""
                SharedCorrelation shared = Shared;
                ref float sums = ref At(ref scratch, {{shared.FirstSum}});
                SharedCorrelationKernel<TSimd, TVector>.Sums(ref x, {{InputGain}}shared, ref {{PreparedPlace}}, ref scratch);
                Columns.Finish(ref sums, {{NormArgument}}ref parameters);
                SharedCorrelationKernel<TSimd, TVector>.Scatter(shared, ref sums, ref y);
                """);
            if (Step.ScalesOutput) writer.Write($"Panel.Scale(ref y, ref gains, {_plan.Output.Length});");
        });
        writer.Skip();
    }

    private void EmitForward(SourceWriter writer)
    {
        var places = _plan.Places(Mode.OneSample);
        writer.Write($$"""
            /// <summary>One sample.</summary>
            {{GainsRemarks}}{{ShortNames.Optimize}}
            """);
        writer.Block($"public static void Forward(ref float x, ref float y, {NormParameter}{GainsParameter}ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            EmitStart(writer, places, "ref float ");
            writer.Write($$"""
                {{Positions}}.Pad(ref x, {{InputGain}}window, ref scratch);
                for (int place = 0; place < {{_plan.Window.Places}}; place += Panel.Size)
                {
                    {{Positions}}.Gather(ref scratch, window, place, {{Order}}, ref columns);
                    Columns.{{_columns.PanelMethod}}(ref columns, ref outputs, {{NormArgument}}ref kept, ref parameters, ref prepared, ref rest);
                    {{Positions}}.Scatter(ref outputs, {{_plan.Columns.Map.R}}, window, place, ref y);
                }
                """);
            if (Step.ScalesOutput) writer.Write($"Panel.Scale(ref y, ref gains, {_plan.Output.Length});");
        });
        writer.Skip();
    }

    private void EmitPanel(SourceWriter writer, string method, bool scales)
    {
        writer.Write($$"""
            /// <summary>A panel of samples.</summary>
            {{(scales ? GainsRemarks : "")}}{{ShortNames.Optimize}}
            """);
        string gains = scales ? GainsParameter : "";
        writer.Block($"public static void {method}(ref float x, ref float y, {NormParameter}{gains}ref float kept, ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            EmitStart(writer, _plan.Places(Mode.Panel), "");
            writer.Write($$"""
                for (int position = 0; position < {{_plan.Window.Positions}}; position++)
                {
                    {{Positions}}.GatherRows(ref x, {{InputGain}}window, position, {{Order}}, ref columns);
                    Columns.{{_columns.PanelMethod}}(ref columns, ref outputs, {{NormArgument}}ref kept, ref parameters, ref prepared, ref rest);
                    {{Positions}}.CopyRows(ref outputs, 1, ref At(ref y, (nint)position * Panel.Size), {{_plan.Window.Positions}}, {{_plan.Columns.Map.R}});
                }
                """);
            if (scales) writer.Write($"{PanelKernels}.ScaleRows(ref y, ref gains, ref y, {_plan.Output.Length});");
        });
        writer.Skip();
    }

    private void EmitBackward(SourceWriter writer)
    {
        var places = _plan.Places(Mode.Backward);
        writer.Write($$"""
            /// <summary>From g = ∂L/∂y of a panel to the gradients of the parameters, which are added, and to gx = ∂L/∂x where it is wanted.{{(_plan.Recomputes ? " What the columns need of the forward half is computed again." : "")}}</summary>
            {{ShortNames.Optimize}}
            """);
        const string Signature = """
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            """;
        writer.Block($"{Signature}", () =>
        {
            EmitStart(writer, places, "", gains: false);
            writer.Write($$"""
                ref float outputGradients = ref At(ref scratch, {{places.OutputGradients}}), inputGradients = ref At(ref scratch, {{places.InputGradients}});
                if (wantsInput) Clear(ref gx, {{_plan.Input.Length}} * Panel.Size);
                for (int position = 0; position < {{_plan.Window.Positions}}; position++)
                {
                    {{Positions}}.GatherRows(ref x, window, position, {{Order}}, ref columns);
                    {{(_plan.Recomputes
                        ? $"Columns.{_columns.TraceMethod}(ref columns, ref outputs, ref kept, ref parameters, ref prepared, ref rest);"
                        : $"{Positions}.CopyRows(ref At(ref y, (nint)position * Panel.Size), {SourceWriter.Literal(_plan.Window.Positions)}, ref outputs, 1, {SourceWriter.Literal(_plan.Columns.Map.R)});")}}
                    {{Positions}}.CopyRows(ref At(ref g, (nint)position * Panel.Size), {{_plan.Window.Positions}}, ref outputGradients, 1, {{_plan.Columns.Map.R}});
                    Columns.Backward(
                        ref columns, ref outputs, ref kept, ref outputGradients, ref inputGradients, wantsInput,
                        ref parameters, ref prepared, ref gradients, ref rest);
                    if (wantsInput) {{Positions}}.AddRows(ref inputGradients, window, position, {{Order}}, ref gx);
                }
                """);
        });
        writer.Skip();
    }

    private void EmitStart(SourceWriter writer, ColumnPlaces places, string type, bool gains = true)
    {
        writer.Write($"""
            SlidingWindow window = Window;
            ref float columns = ref At(ref scratch, {places.Inputs}), outputs = ref At(ref scratch, {places.Outputs}), rest = ref At(ref scratch, {places.Scratch});
            """);
        writer.Write($"{type}kept = ref At(ref scratch, {places.Kept});");
        if (gains) _gains.EmitTensor(writer, GainsEmitter.Inputs);
        if (places.Before > 0) writer.Write($"Clear(ref At(ref columns, {-places.Before}), {places.Before});");
        if (places.After > 0) writer.Write($"Clear(ref At(ref columns, {_plan.Columns.Map.Q} * Panel.Size), {places.After});");
    }
}
