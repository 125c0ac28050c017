using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.BatchNorm;

/// <summary>Writes the class of a layer that normalises each channel over samples and positions.</summary>
internal sealed class BatchNormEmitter(StepPlan step, BatchNormPlan plan, bool training) : ValuesEmitter(step, training)
{
    private const string Kernel = "BatchNorm<TSimd, TVector>";

    public override bool TraceTakesSamples => true;

    public override string Formula => $"of each channel, y = w·(x − mean) / √(variance + {SourceWriter.Number(plan.Epsilon)}) + b";

    protected override string BackwardInWords =>
        "From g = ∂L/∂y of a panel to the gradients of the parameters and what the running statistics are off, which are added, and to gx = ∂L/∂x where it is wanted.";

    protected override IEnumerable<string> Constants =>
    [
        $"private const int Channels = {SourceWriter.Literal(plan.Shape.Channels)}, Places = {SourceWriter.Literal(plan.Shape.Height * plan.Shape.Width)};",
        $"private const float Epsilon = {SourceWriter.Literal(plan.Epsilon)}, Momentum = {SourceWriter.Literal(plan.Momentum)};",
        "",
        "// The distance of weights, biases, running means and running variances, and that of factors and summands.",
        $"private const int Stride = {SourceWriter.Literal(plan.Stride)};",
    ];

    protected override string? OfPrepare => $"{Kernel}.Coefficients(ref parameters, Stride, Channels, Epsilon, ref prepared);";

    protected override IReadOnlyList<string> OfSample => Predict("Places");

    protected override IReadOnlyList<string> OfPanel => Predict("Places * Panel.Size");

    protected override IReadOnlyList<string> OfTrace => [$"{Kernel}.Trace(ref x, samples, ref parameters, Stride, Channels, Places, Epsilon, ref kept, ref scratch, ref y);"];

    protected override IReadOnlyList<string> OfBackward =>
        [$"{Kernel}.Backward(ref x, samples, ref parameters, Stride, Channels, Places, Momentum, ref kept, ref g, ref gx, wantsInput, ref gradients);"];

    public override IEnumerable<string> Describe() => [$"{plan.Shape.ToString()}: {Numbers.Grouped(plan.Shape.Channels)} channels.{(plan.IsFolded ? " The layer that writes x multiplies and adds." : "")}"];

    private static string[] Predict(string length) => [$"{ChannelKernels}.Affine(ref x, ref prepared, ref At(ref prepared, Stride), ref y, Channels, {length});"];
}
