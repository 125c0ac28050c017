using System.Collections.Generic;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Layers.Parts;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Multiply;

/// <summary>Writes the class of a layer that multiplies two values, or the channels of one with those of a gate.</summary>
internal sealed class MultiplyEmitter(StepPlan step, MultiplyPlan plan, bool training) : PairEmitter(step, training)
{
    protected override string Joined => "a∘b";

    protected override string Results => "products";

    protected override string Constants =>
        plan.HasGate ? $", Channels = {SourceWriter.Literal(plan.Output.Channels)}, Positions = {SourceWriter.Literal(plan.Output.Positions)}" : "";

    protected override string? Register => plan.HasGate ? null : "TSimd.Multiply(TSimd.Load(ref a, i), TSimd.Load(ref b, i))";

    private string Gate => plan.First.IsVector ? "a" : "b";

    private string Gated => plan.First.IsVector ? "b" : "a";

    public override IEnumerable<string> Describe()
    {
        yield return $"{plan.First.ToString()} and {plan.Second.ToString()} → {plan.Output.ToString()}.";
        if (plan.HasGate) yield return $"{Gate} is a gate: each of its values multiplies a channel of {Gated}.";
    }

    protected override void EmitInPlace(SourceWriter writer, bool isPanel) => writer.Write(
        isPanel ? $"{ChannelKernels}.Gate(ref {Gated}, ref {Gate}, ref y, Channels, Positions);" : $"{ChannelKernels}.Scale(ref {Gated}, ref {Gate}, ref y, Channels, Positions);");

    protected override void EmitBackward(SourceWriter writer)
    {
        EmitGradient(writer, "a", "b", "wantsA");
        EmitGradient(writer, "b", "a", "wantsB");
    }

    private void EmitGradient(SourceWriter writer, string value, string other, string wants) => writer.Write(
        !plan.HasGate ? $"if ({wants}) Panel.Copy(ref g, ref {other}, ref g{value}, R * Panel.Size);"
        : value == Gate ? $"if ({wants}) {ChannelKernels}.GateBackward(ref g, ref {other}, ref g{value}, Channels, Positions);"
        : $"if ({wants}) {ChannelKernels}.Gate(ref g, ref {other}, ref g{value}, Channels, Positions);");
}
