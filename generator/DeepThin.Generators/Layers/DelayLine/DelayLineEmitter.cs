using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.DelayLine;

/// <summary>Writes the class of a layer that gives the latest steps of each value as a series.</summary>
internal sealed class DelayLineEmitter(StepPlan step, DelayLinePlan plan, bool training) : StateEmitter(step, training)
{
    public override string Formula => "y = x of this step and of those before it, as a series";

    public override IEnumerable<string> Describe() =>
    [
        $"{Numbers.Grouped(plan.Values)} values, {Numbers.Text(plan.Taps)} taps{(plan.Dilation == 1 ? "" : $", {Numbers.Text(plan.Dilation)} steps apart")}. The state has the {(plan.Steps == 1 ? "step" : $"{Numbers.Grouped(plan.Steps)} steps")} before, each at full vectors.",
    ];

    protected override IEnumerable<string> Constants => [$"private const int Values = {SourceWriter.Literal(plan.Values)}, Taps = {SourceWriter.Literal(plan.Taps)}, Dilation = {SourceWriter.Literal(plan.Dilation)};"];

    protected override string OfStep => "DelayLine.Forward(ref x, ref y, ref state, Values, Taps, Dilation);";

    protected override string OfPanel => "DelayLine.ForwardPanel(ref x, ref y, ref state, Values, Taps, Dilation);";

    protected override string OfSteps => "DelayLine.ForwardSteps(ref x, ref y, steps, ref state, Values, Taps, Dilation);";

    protected override string OfBackward => "DelayLine.Backward(ref g, ref gx, wantsInput, ref state, Values, Taps, Dilation);";
}
