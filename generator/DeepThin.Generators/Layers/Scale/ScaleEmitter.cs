using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Scale;

/// <summary>Writes the class of a layer that multiplies each channel with a weight and adds a bias.</summary>
internal sealed class ScaleEmitter(StepPlan step, ScalePlan plan, bool training) : ValuesEmitter(step, training)
{
    private const string Weight = "ref At(ref parameters, W)", Bias = "ref At(ref parameters, B)";

    public override string Formula => $"at each place of each channel, y = w·x{(plan.HasBias ? " + b" : "")}";

    protected override string BackwardInWords => "From g = ∂L/∂y of a panel to the gradients of the parameters, which are added, and to gx = ∂L/∂x = w∘g where it is wanted.";

    protected override IEnumerable<string> Constants =>
    [
        $"private const int Channels = {SourceWriter.Literal(plan.Shape.Channels)}, Places = {SourceWriter.Literal(plan.Shape.Height * plan.Shape.Width)};",
        "",
        "// The places of the tensors behind the first one of the layer.",
        $"private const int W = 0{(plan.HasBias ? $", B = {Place(1)}" : "")};",
    ];

    protected override IReadOnlyList<string> OfSample => [Forward("Places")];

    protected override IReadOnlyList<string> OfPanel => [Forward("Places * Panel.Size")];

    protected override IReadOnlyList<string> OfBackward =>
    [
        $"{ChannelKernels}.AddProducts(ref g, ref x, ref At(ref gradients, W), Channels, Places * Panel.Size);",
        .. plan.HasBias ? new[] { $"{ChannelKernels}.AddSums(ref g, ref At(ref gradients, B), Channels, Places * Panel.Size);" } : [],
        $"if (wantsInput) {ChannelKernels}.Scale(ref g, {Weight}, ref gx, Channels, Places * Panel.Size);",
    ];

    public override IEnumerable<string> Describe() => [$"{plan.Shape.ToString()}: {Numbers.Grouped(plan.Shape.Channels)} weights{(plan.HasBias ? " and biases" : "")}."];

    private string Forward(string length) => plan.HasBias
        ? $"{ChannelKernels}.Affine(ref x, {Weight}, {Bias}, ref y, Channels, {length});"
        : $"{ChannelKernels}.Scale(ref x, {Weight}, ref y, Channels, {length});";
}
