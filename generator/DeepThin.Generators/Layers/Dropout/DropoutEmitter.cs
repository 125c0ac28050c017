using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Dropout;

/// <summary>Writes the class of a layer that leaves values out at random, of a model that trains.</summary>
internal sealed class DropoutEmitter(StepPlan step, DropoutPlan plan) : ValuesEmitter(step, training: true)
{
    private const string Kernel = "Dropout<TSimd, TVector>";

    public override string Formula => "y = x; in a trace y = x∘mask";

    public override bool TraceTakesNoise => true;

    protected override string BackwardInWords => "From g = ∂L/∂y of a panel to gx = ∂L/∂x = g∘mask where it is wanted.";

    protected override IEnumerable<string> Constants => [$"private const int Length = {SourceWriter.Literal(plan.Shape.Length)};"];

    protected override IReadOnlyList<string> OfSample => ["Panel.Copy(ref x, ref y, Length);"];

    protected override IReadOnlyList<string> OfPanel => ["Panel.Copy(ref x, ref y, Length * Panel.Size);"];

    protected override IReadOnlyList<string> OfTrace => [$"{Kernel}.Apply(ref x, ref y, ref kept, {SourceWriter.Literal(plan.Rate)}, Length * Panel.Size, noise, layer);"];

    protected override IReadOnlyList<string> OfBackward => [$"if (wantsInput) {Kernel}.Multiply(ref g, ref kept, ref gx, Length * Panel.Size);"];

    public override IEnumerable<string> Describe() => [$"{plan.Shape.ToString()}. In training each value is left out with a probability of {Numbers.Text(plan.Rate)}, and the others are multiplied with 1 / (1 − {Numbers.Text(plan.Rate)})."];
}
