using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Magnitude;

/// <summary>Writes the class of a layer that takes the magnitude of complex values.</summary>
internal sealed class MagnitudeEmitter(StepPlan step, MagnitudePlan plan, bool training) : ValuesEmitter(step, training)
{
    private const string Kernel = "Magnitudes<TSimd, TVector>";

    public override string Formula => "y = √(real² + imaginary²), the first half of the channels being real";

    protected override string BackwardInWords => "From g = ∂L/∂y of a panel to gx = ∂L/∂x = g·x / y where it is wanted, which is 0 where y is 0.";

    protected override IEnumerable<string> Constants => [$"private const int Length = {SourceWriter.Literal(plan.Shape.Length)};"];

    protected override IReadOnlyList<string> OfSample => [$"{Kernel}.Of(ref x, ref y, Length);"];

    protected override IReadOnlyList<string> OfPanel => [$"{Kernel}.Of(ref x, ref y, Length * Panel.Size);"];

    protected override IReadOnlyList<string> OfBackward => [$"if (wantsInput) {Kernel}.Backward(ref x, ref y, ref g, ref gx, Length * Panel.Size);"];

    public override IEnumerable<string> Describe() => [$"{plan.Input.ToString()} → {plan.Output.ToString()}."];
}
