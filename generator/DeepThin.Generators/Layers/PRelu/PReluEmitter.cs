using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.PRelu;

/// <summary>Writes the class of an activation whose slopes below zero are trained.</summary>
internal sealed class PReluEmitter(StepPlan step, PReluPlan plan, bool training) : ValuesEmitter(step, training)
{
    public override string Formula => "y = x above 0, otherwise slope·x";

    protected override string BackwardInWords => "From g = ∂L/∂y of a panel to the gradients of the slopes, which are added, and to gx = ∂L/∂x where it is wanted.";

    protected override IEnumerable<string> Constants => [$"private const int Slopes = {SourceWriter.Literal(plan.Slopes)}, Places = {SourceWriter.Literal(plan.Shape.Length / plan.Slopes)};"];

    protected override IReadOnlyList<string> OfSample => [$"{ChannelKernels}.PRelu(ref x, ref parameters, ref y, Slopes, Places);"];

    protected override IReadOnlyList<string> OfPanel => [$"{ChannelKernels}.PRelu(ref x, ref parameters, ref y, Slopes, Places * Panel.Size);"];

    protected override IReadOnlyList<string> OfBackward =>
    [
        $"{ChannelKernels}.AddProductsBelow(ref g, ref x, ref gradients, Slopes, Places * Panel.Size);",
        $"if (wantsInput) {ChannelKernels}.PReluBackward(ref g, ref x, ref parameters, ref gx, Slopes, Places * Panel.Size);",
    ];

    public override IEnumerable<string> Describe() => [$"{plan.Shape.ToString()}: {(plan.Shared ? "one slope of all channels" : $"{Numbers.Grouped(plan.Slopes)} slopes")}."];
}
