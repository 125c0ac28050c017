using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Writes the class of a layer without a matrix, each of whose methods is a few calls of the library.</summary>
internal abstract class ValuesEmitter(StepPlan step, bool training) : LayerEmitter(step)
{
    public override bool Prepares => OfPrepare != null;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => Step.ScalesOutput || OfTrace != null ? "ForwardTrace" : PanelMethod;

    public override bool TraceTakesGains => false;

    /// <summary>What stands before the methods: constants.</summary>
    protected virtual IEnumerable<string> Constants => [];

    /// <summary>The statement from the parameters to what is prepared, where anything is; otherwise null.</summary>
    protected virtual string? OfPrepare => null;

    /// <summary>The statements from x to y, of one sample.</summary>
    protected abstract IReadOnlyList<string> OfSample { get; }

    /// <summary>Those of a panel.</summary>
    protected abstract IReadOnlyList<string> OfPanel { get; }

    /// <summary>Those of a panel that is traced, where they are others; otherwise null.</summary>
    protected virtual IReadOnlyList<string>? OfTrace => null;

    /// <summary>What the backward half computes, as a sentence.</summary>
    protected abstract string BackwardInWords { get; }

    /// <summary>The statements from g to gx and the gradients of the parameters.</summary>
    protected abstract IReadOnlyList<string> OfBackward { get; }

    /// <summary>The place of a tensor behind the first one of the layer.</summary>
    protected string Place(int tensor) => SourceWriter.Literal(Step.Tensors[tensor].Offset - Step.Parameters);

    public override void EmitBody(SourceWriter writer)
    {
        foreach (string line in Constants) writer.Write(line);
        writer.Skip();
        EmitPrepare(writer);
        if (Step.Layer.IsFolded) return;
        if (Prepares) writer.Skip();
        string length = SourceWriter.Literal(Step.Layer.Output.Length);
        Emit(
            writer, $"/// <summary>One sample.</summary>\n{GainsRemarks}", $"public static void Forward(ref float x, ref float y, {GainsParameter}ref float parameters, ref float prepared, ref float scratch)",
            OfSample, Step.ScalesOutput ? $"Panel.Scale(ref y, ref gains, {length});" : null);
        writer.Skip();
        Emit(
            writer, $"/// <summary>A panel of samples.</summary>\n{GainsRemarks}",
            $"public static void ForwardPanel(ref float x, ref float y, {GainsParameter}ref float kept, ref float parameters, ref float prepared, ref float scratch)",
            OfPanel, Step.ScalesOutput ? $"{PanelKernels}.ScaleRows(ref y, ref gains, ref y, {length});" : null);
        if (!training) return;
        writer.Skip();
        if (TraceMethod != PanelMethod)
        {
            string why = Step.ScalesOutput ? ": the layer that reads y multiplies it with its gains" : "";
            Emit(
                writer, $"/// <summary>A panel of samples that is traced{why}.</summary>\n",
                "public static void ForwardTrace(ref float x, ref float y, ref float kept, ref float parameters, ref float prepared, ref float scratch" + SamplesParameter + (TraceTakesNoise ? ", ulong noise, int layer" : "") + ")", OfTrace ?? OfPanel, null);
            writer.Skip();
        }

        Emit(
            writer, $"/// <summary>{BackwardInWords}</summary>\n",
            $"""
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float parameters, ref float prepared, ref float gradients, ref float scratch{SamplesParameter})
            """,
            OfBackward, null);
    }

    private void EmitPrepare(SourceWriter writer)
    {
        if (OfPrepare == null) return;
        Emit(writer, "/// <summary>Prepares what predictions read besides the parameters.</summary>", "public static void Prepare(ref float parameters, ref float prepared)", [OfPrepare], null);
    }

    private string SamplesParameter => TraceTakesSamples ? ", int samples" : "";

    private static void Emit(SourceWriter writer, string summary, string signature, IReadOnlyList<string> statements, string? last)
    {
        writer.Write(summary.TrimEnd('\n'));
        writer.Block((SourceWriter.Source)$"{signature}", () =>
        {
            foreach (string statement in statements) writer.Write(statement);
            if (last != null) writer.Write(last);
        });
    }
}
