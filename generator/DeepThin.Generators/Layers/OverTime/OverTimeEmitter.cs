using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.OverTime;

/// <summary>Writes the class of a layer that takes the mean or the largest of each value over the steps of a sequence.</summary>
internal sealed class OverTimeEmitter(StepPlan step, OverTimePlan plan, bool training) : StateEmitter(step, training)
{
    private bool IsMax => plan.Pooling == PoolingKind.Max;

    private string Method => IsMax ? "Max" : "Mean";

    public override string Formula => IsMax ? "y = the largest x of the steps so far" : "y = the mean of x over the steps so far";

    public override IEnumerable<string> Describe() => [$"{plan.Shape.ToString()}. The state is the {(IsMax ? "largest" : "sum")} of each value and, behind them, the number of steps."];

    protected override IEnumerable<string> Constants =>
    [
        $"private const int Length = {SourceWriter.Literal(plan.Shape.Length)};",
        "",
        "// The place of the number of steps in the state of a sample.",
        $"private const int Count = {SourceWriter.Literal(plan.Count)};",
    ];

    protected override string OfStep => $"OverTime.{Method}(ref x, ref y, ref state, ref At(ref state, Count), Length);";

    protected override string OfPanel => $"OverTime.{Method}OfPanel(ref x, ref y, ref state, ref At(ref state, Count * Panel.Size), Length);";

    protected override string OfSteps => $"OverTime.{Method}OfSteps(ref x, ref y, steps, ref state, ref At(ref state, Count), Length);";

    protected override string? OfTrace => IsMax ? null : "Panel.Copy(ref At(ref state, Count * Panel.Size), ref kept, Panel.Size);";

    protected override string OfBackward => IsMax
        ? "OverTime.MaxBackward(ref x, ref y, ref g, ref gx, wantsInput, ref state, Length);"
        : "OverTime.MeanBackward(ref g, ref gx, wantsInput, ref state, ref kept, Length);";
}
