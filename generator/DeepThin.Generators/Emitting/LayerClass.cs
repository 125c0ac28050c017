using System.Linq;
using DeepThin.Generators.Layers;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Emitting;

/// <summary>The class of a layer and of those that are like it.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Steps">The steps that it serves; the first one gives it its name.</param>
/// <param name="Emitter">Writes its members.</param>
internal sealed record LayerClass(string Name, StepPlan[] Steps, LayerEmitter Emitter)
{
    /// <summary>The class of a step.</summary>
    public static LayerClass Of(NetworkPlan plan, StepPlan step, bool training)
    {
        StepPlan[] steps = [.. plan.Steps.Where(other => other.HasKernelsOf(step))];
        return new("Layer" + SourceWriter.Literal(steps[0].Layer.Index), steps, LayerKinds.EmitterOf(steps[0], training));
    }

    /// <summary>Writes the class.</summary>
    public void Emit(SourceWriter writer)
    {
        string layers = Steps.Length == 1
            ? $"Layer {Numbers.Text(Steps[0].Layer.Index)}, {Steps[0].Layer.Name}"
            : $"Layers {string.Join(", ", Steps.Select(step => $"{Numbers.Text(step.Layer.Index)} ({step.Layer.Name})"))}";
        writer.Write($"""
            /// <summary>{layers}: {Emitter.Formula.Replace("<", "&lt;")}.</summary>
            /// <remarks>
            """);
        foreach (string line in string.Join("<br/>\n", Emitter.Describe()).Split('\n')) writer.Write($"/// {line}");
        writer.Write($"""
            /// </remarks>
            {GeneratedCode}
            internal static class {Name}<TSimd, TVector>
            {OfWidth}
            """);
        writer.Block(() => Emitter.EmitBody(writer));
    }
}
