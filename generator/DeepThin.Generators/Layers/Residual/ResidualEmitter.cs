using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Residual;

/// <summary>Writes the class of a layer that adds two values.</summary>
internal sealed class ResidualEmitter(StepPlan step, ResidualPlan plan, bool training) : PairEmitter(step, training)
{
    protected override string Joined => "a + b";

    protected override string Results => "sums";

    protected override string Constants => IsPadded ? $", Common = {SourceWriter.Literal(plan.Common)}" : "";

    protected override string? Register => IsPadded ? null : "TSimd.Add(TSimd.Load(ref a, i), TSimd.Load(ref b, i))";

    // Channels that one value has alone.
    private bool IsPadded => plan.First != plan.Second;

    private string Longer => plan.First.Length > plan.Second.Length ? "a" : "b";

    public override IEnumerable<string> Describe()
    {
        yield return $"{plan.First.ToString()} and {plan.Second.ToString()} → {plan.Output.ToString()}.";
        if (IsPadded) yield return $"The channels that {Longer} has alone are added to zeros.";
    }

    protected override void EmitInPlace(SourceWriter writer, bool isPanel)
    {
        string columns = isPanel ? " * Panel.Size" : "", shorter = Longer == "a" ? "b" : "a";
        writer.Write($"Panel.Copy(ref {Longer}, ref y, R{columns});");
        writer.Write($"Panel.Add(ref {shorter}, ref y, Common{columns});");
    }

    protected override void EmitBackward(SourceWriter writer)
    {
        writer.Write($"if (wantsA) Panel.Copy(ref g, ref ga, {LengthOf("a")} * Panel.Size);");
        writer.Write($"if (wantsB) Panel.Copy(ref g, ref gb, {LengthOf("b")} * Panel.Size);");
    }

    private string LengthOf(string value) => !IsPadded || value == Longer ? "R" : "Common";
}
