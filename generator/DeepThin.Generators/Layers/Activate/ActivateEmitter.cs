using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Activate;

/// <summary>Writes the class of a layer that applies an activation.</summary>
internal sealed class ActivateEmitter(StepPlan step, ActivatePlan plan, bool training) : ValuesEmitter(step, training)
{
    private readonly ActivationEmitter _activation = new(plan.Activation);

    public override string Formula => $"y = f(x), f(z) = {_activation.Formula}";

    protected override string BackwardInWords => "From g = ∂L/∂y of a panel to gx = ∂L/∂x = g·f′(x) where it is wanted. Overwrites g.";

    protected override IEnumerable<string> Constants => [$"private const int R = {SourceWriter.Literal(plan.Shape.Length)};"];

    protected override IReadOnlyList<string> OfSample => [.. Loop("R"), .. Lines(_activation.OneSample)];

    protected override IReadOnlyList<string> OfPanel => [.. Loop("R * Panel.Size"), .. Lines(_activation.Panel("Panel.Size"))];

    protected override IReadOnlyList<string> OfBackward =>
    [
        .. Lines(_activation.Backward("x")),
        "if (wantsInput) Panel.Copy(ref g, ref gx, R * Panel.Size);",
    ];

    public override IEnumerable<string> Describe() => [$"{plan.Shape.ToString()}."];

    // In registers, or a copy that is activated in place.
    private IEnumerable<string> Loop(string length)
    {
        if (_activation.Register == "z") return [$"Panel.Copy(ref x, ref y, {length});"];
        string loop = $$"""
            for (nint i = 0; i < {{length}}; i += TSimd.Count)
            {
                TVector z = TSimd.Load(ref x, i);
                TSimd.Store({{_activation.Register}}, ref y, i);
            }
            """;
        return [.. Lines(_activation.Constants), loop];
    }

    private static IEnumerable<string> Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n').AsEnumerable();
}
