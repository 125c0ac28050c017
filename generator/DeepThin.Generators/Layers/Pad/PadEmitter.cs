using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Pad;

/// <summary>Writes the class of a layer that puts values around its input.</summary>
internal sealed class PadEmitter(StepPlan step, PadPlan plan, bool training) : ValuesEmitter(step, training)
{
    public override string Formula => plan.Padding.Mode switch
    {
        PadMode.Reflect => "y = x with its values mirrored around it",
        PadMode.Edge => "y = x with its outer values again around it",
        _ => "y = x with zeros around it",
    };

    protected override string BackwardInWords => "From g = ∂L/∂y of a panel to gx = ∂L/∂x where it is wanted.";

    protected override IEnumerable<string> Constants =>
    [
        "// Channels, rows and columns; above, below, to the left, to the right; channels before and behind.",
        $"private static Padding Around => new({string.Join(", ", Sizes.Select(size => SourceWriter.Literal(size)))}, PadMode.{plan.Padding.Mode});",
    ];

    protected override IReadOnlyList<string> OfSample => ["Paddings.Pad(ref x, Around, 1, ref y);"];

    protected override IReadOnlyList<string> OfPanel => ["Paddings.Pad(ref x, Around, Panel.Size, ref y);"];

    protected override IReadOnlyList<string> OfBackward => ["if (wantsInput) Paddings.PadBackward(ref g, Around, ref gx);"];

    private int[] Sizes => plan.Padding is var (channels, height, width, top, bottom, left, right, before, after, _) ? [channels, height, width, top, bottom, left, right, before, after] : [];

    public override IEnumerable<string> Describe() => [$"{plan.Input.ToString()} → {plan.Output.ToString()}."];
}
