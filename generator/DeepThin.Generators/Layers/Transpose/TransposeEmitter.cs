using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Transpose;

/// <summary>Writes the class of a layer that swaps channels and positions.</summary>
internal sealed class TransposeEmitter(StepPlan step, TransposePlan plan, bool training) : ValuesEmitter(step, training)
{
    public override string Formula => "y[position, channel] = x[channel, position]";

    protected override string BackwardInWords => "From g = ∂L/∂y of a panel to gx = ∂L/∂x where it is wanted: channels and positions are swapped back.";

    protected override IEnumerable<string> Constants => [$"private const int Channels = {SourceWriter.Literal(plan.Input.Channels)}, Positions = {SourceWriter.Literal(plan.Input.Positions)};"];

    protected override IReadOnlyList<string> OfSample => ["Panel.Transpose(ref x, Channels, Positions, ref y);"];

    protected override IReadOnlyList<string> OfPanel => [$"{PanelKernels}.Transpose(ref x, Channels, Positions, ref y);"];

    protected override IReadOnlyList<string> OfBackward => [$"if (wantsInput) {PanelKernels}.Transpose(ref g, Positions, Channels, ref gx);"];

    public override IEnumerable<string> Describe() => [$"{plan.Input.ToString()} → {plan.Output.ToString()}."];
}
