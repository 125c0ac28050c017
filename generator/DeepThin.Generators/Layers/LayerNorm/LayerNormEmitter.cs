using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.LayerNorm;

/// <summary>Writes the class of a layer that normalises each sample.</summary>
internal sealed class LayerNormEmitter(StepPlan step, LayerNormPlan plan, bool training) : ValuesEmitter(step, training)
{
    private const string Kernel = "LayerNorm<TSimd, TVector>", Weight = "ref At(ref parameters, W)";

    private string BiasOf(string block) => plan.HasBias ? $"ref At(ref {block}, B)" : "ref Unsafe.NullRef<float>()";

    public override string Formula =>
        $"y = w∘(x − mean) / √(variance + {SourceWriter.Number(plan.Epsilon)}){(plan.HasBias ? " + b" : "")}, {(plan.PerPosition ? "over the channels of each position" : "over all values of a sample")}";

    protected override string BackwardInWords => "From g = ∂L/∂y of a panel to the gradients of the parameters, which are added, and to gx = ∂L/∂x where it is wanted.";

    protected override IEnumerable<string> Constants =>
    [
        $"private const int Rows = {SourceWriter.Literal(plan.Rows)}, Columns = {SourceWriter.Literal(plan.Columns)};",
        $"private const float Epsilon = {SourceWriter.Literal(plan.Epsilon)};",
        "",
        "// The places of the tensors behind the first one of the layer.",
        $"private const int W = 0{(plan.HasBias ? $", B = {Place(1)}" : "")};",
    ];

    protected override IReadOnlyList<string> OfSample => plan.Columns == 1
        ? [$"{Kernel}.Column(ref x, {Weight}, {BiasOf("parameters")}, ref y, Rows, Epsilon);"]
        : [$"{Kernel}.Columns(ref x, {Weight}, {BiasOf("parameters")}, ref y, Rows, Columns, Epsilon);"];

    protected override IReadOnlyList<string> OfPanel => [$"{Kernel}.Columns(ref x, {Weight}, {BiasOf("parameters")}, ref y, Rows, Columns * Panel.Size, Epsilon);"];

    protected override IReadOnlyList<string> OfBackward =>
        [$"{Kernel}.Backward(ref x, {Weight}, ref g, ref gx, wantsInput, ref At(ref gradients, W), {BiasOf("gradients")}, Rows, Columns * Panel.Size, Epsilon);"];

    public override IEnumerable<string> Describe() =>
        [$"{plan.Shape.ToString()}: {Numbers.Grouped(plan.Rows)} values together{(plan.Columns == 1 ? "" : $" at each of {Numbers.Grouped(plan.Columns)} positions")}."];
}
