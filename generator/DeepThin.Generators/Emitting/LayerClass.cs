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
    /// <param name="all">The steps that are computed.</param>
    /// <param name="step">One of them.</param>
    /// <param name="training">Whether the model trains.</param>
    public static LayerClass Of(StepPlan[] all, StepPlan step, bool training)
    {
        StepPlan[] steps = [.. all.Where(other => other.HasKernelsOf(step))];
        return new("Layer" + SourceWriter.Literal(steps[0].Layer.Index), steps, LayerKinds.EmitterOf(steps[0], training));
    }

    /// <summary>Writes the class.</summary>
    public void Emit(SourceWriter writer)
    {
        // Both directions of a layer are steps.
        LayerPlan[] served = [.. Steps.Select(step => step.Layer).GroupBy(layer => layer.Index).Select(same => same.First())];
        string layers = served.Length == 1
            ? $"Layer {Numbers.Text(served[0].Index)}, {served[0].Name}"
            : $"Layers {string.Join(", ", served.Select(layer => $"{Numbers.Text(layer.Index)} ({layer.Name})"))}";
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
