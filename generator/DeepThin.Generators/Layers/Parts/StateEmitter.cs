using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Writes the class of a layer with a state and without a matrix, each of whose methods is a call of the library.</summary>
internal abstract class StateEmitter(StepPlan step, bool training) : LayerEmitter(step)
{
    public override bool Prepares => false;

    public override string PanelMethod => "ForwardPanel";

    public override string TraceMethod => "ForwardTrace";

    public override bool TraceTakesGains => false;

    /// <summary>What stands before the methods: constants.</summary>
    protected abstract IEnumerable<string> Constants { get; }

    /// <summary>The statement from x and the state to y, of one step of one sequence.</summary>
    protected abstract string OfStep { get; }

    /// <summary>That of one step of a panel of sequences.</summary>
    protected abstract string OfPanel { get; }

    /// <summary>That of steps of one sequence, which are the columns of a panel.</summary>
    protected abstract string OfSteps { get; }

    /// <summary>What a trace keeps besides; null for nothing.</summary>
    protected virtual string? OfTrace => null;

    /// <summary>The statement from g and the gradients of the state to gx and to those of the state before.</summary>
    protected abstract string OfBackward { get; }

    public override void EmitBody(SourceWriter writer)
    {
        string length = SourceWriter.Literal(Step.Layer.Output.Length);
        foreach (string line in Constants) writer.Write(line);
        string scaled = Step.ScalesOutput ? $"{PanelKernels}.ScaleRows(ref y, ref gains, ref y, {length});" : "";
        Emit(writer, "One step of one sequence, whose state goes on.", "Forward", GainsParameter, "", OfStep, Step.ScalesOutput ? $"Panel.Scale(ref y, ref gains, {length});" : "");
        Emit(writer, "One step of a panel of sequences, whose states, a panel as well, go on.", "ForwardPanel", GainsParameter, "ref float kept, ", OfPanel, scaled);
        Emit(writer, "The steps of one sequence, which are the columns of a panel.", "ForwardSteps", GainsParameter + "int steps, ", "ref float kept, ", OfSteps, scaled);
        if (!training) return;
        Emit(writer, "One step of a panel of sequences, whose states go on. What the backward half needs is kept.", "ForwardTrace", "", "ref float kept, ", OfPanel, OfTrace ?? "");
        EmitBackward(writer);
    }

    private static void Emit(SourceWriter writer, string summary, string method, string before, string behind, string statement, string last)
    {
        writer.Skip();
        writer.Write($"/// <summary>{summary}</summary>");
        if (before.Contains("gains")) writer.Write("/// <remarks>y is multiplied with gains, those of the layer that reads it.</remarks>");
        writer.Block((SourceWriter.Source)$"public static void {method}(ref float x, ref float y, {before}ref float state, {behind}ref float parameters, ref float prepared, ref float scratch)", () =>
        {
            writer.Write(statement);
            if (last.Length > 0) writer.Write(last);
        });
    }

    private void EmitBackward(SourceWriter writer)
    {
        writer.Skip();
        writer.Write("/// <summary>From g = ∂L/∂y of a panel and the gradients of the state behind the step to those of the state before it, and to gx = ∂L/∂x where it is wanted.</summary>");
        const string Signature = """
            public static void Backward(
                ref float x, ref float y, ref float kept, ref float g, ref float gx, bool wantsInput,
                ref float state, ref float parameters, ref float prepared, ref float gradients, ref float scratch)
            """;
        writer.Block($"{Signature}", () => writer.Write(OfBackward));
    }
}
