using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Channels;

/// <summary>Writes the class of a layer that takes a stretch of the channels of a value.</summary>
internal sealed class ChannelsEmitter(StepPlan step, ChannelsPlan plan, bool training) : ValuesEmitter(step, training)
{
    public override string Formula => $"y = the channels {Numbers.Text(plan.First)} to {Numbers.Text(plan.First + plan.Output.Channels - 1)} of x";

    protected override string BackwardInWords => "From g = ∂L/∂y of a panel to gx = ∂L/∂x where it is wanted, which is 0 in the other channels.";

    private long Before => (long)plan.First * plan.Input.Positions;

    protected override IEnumerable<string> Constants =>
    [
        "// The values that are taken, and those before and behind them.",
        $"private const int Length = {SourceWriter.Literal(plan.Output.Length)}, Before = {SourceWriter.Literal(Before)}, Behind = {SourceWriter.Literal(plan.Input.Length - Before - plan.Output.Length)};",
    ];

    protected override IReadOnlyList<string> OfSample => ["Panel.Copy(ref At(ref x, Before), ref y, Length);"];

    protected override IReadOnlyList<string> OfPanel => ["Panel.Copy(ref At(ref x, Before * Panel.Size), ref y, Length * Panel.Size);"];

    protected override IReadOnlyList<string> OfBackward =>
    [
        "if (!wantsInput) return;",
        "Panel.Zero(ref gx, Before * Panel.Size);",
        "Panel.Copy(ref g, ref At(ref gx, Before * Panel.Size), Length * Panel.Size);",
        "Panel.Zero(ref At(ref gx, (Before + Length) * Panel.Size), Behind * Panel.Size);",
    ];

    public override IEnumerable<string> Describe() => [$"{plan.Input.ToString()} → {plan.Output.ToString()}."];
}
