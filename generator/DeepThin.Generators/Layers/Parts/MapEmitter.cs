using System;
using System.Collections.Generic;
using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Generators.Emitting.Kernels;
using DeepThin.Planning;
using static DeepThin.Generators.Emitting.ShortNames;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Writes what the class of a layer has for its matrix: sizes, index maps, and the bodies of the kernels.</summary>
/// <param name="map">The matrix.</param>
/// <param name="tensors">The tensors of the layer; those of the matrix are weights and factors.</param>
/// <param name="step">The step of the layer, which has the places of its tensors.</param>
/// <param name="training">Whether the model trains.</param>
/// <param name="ofColumns">Whether the matrix is applied to panels of columns alone.</param>
/// <param name="firstTensor">The place of the first tensor among those of the layer.</param>
internal sealed class MapEmitter(LinearMap map, IReadOnlyList<TensorInfo> tensors, StepPlan step, bool training, bool ofColumns, int firstTensor)
{
    private readonly KernelEmitter _oneSample = KernelEmitter.For(map.OneSample, training);
    private readonly KernelEmitter _panel = KernelEmitter.For(map.Panel, training);
    private readonly KernelEmitter _training = KernelEmitter.For(map.Training, training);

    /// <summary>Whether anything is prepared from the parameters.</summary>
    public bool Prepares => map.OneSample.Prepared > 0;

    /// <summary>Whether another kernel than that of a prediction traces.</summary>
    public bool TracesApart => training && map.Training.Kind != map.Panel.Kind;

    /// <summary>Whether a trace keeps more than a prediction.</summary>
    public bool KeepsMore => training && map.Training.TraceKept > map.Panel.PanelKept;

    /// <summary>The plan of the matrix, line by line.</summary>
    public IEnumerable<string> Describe()
    {
        double whole = (double)map.Q * map.R;
        yield return map.Describe();
        yield return $"{(ofColumns ? "A column" : "One sample")}, {map.OneSample.Name}: {_oneSample.Describe()}.";
        yield return $"{Numbers.Grouped(map.OneSample.MultiplyAdds)} multiply-adds{(ofColumns ? " a column" : "")}"
            + (map.OneSample.MultiplyAdds == whole ? "." : $", {Numbers.Percent(map.OneSample.MultiplyAdds / whole)} of a dense layer's.")
            + (map.OneSample.Prepared == 0 ? "" : $" Holds {Numbers.Grouped(sizeof(float) * map.OneSample.Prepared)} bytes besides the parameters.");
        foreach (var tensor in tensors.Where(tensor => tensor.Type != WeightType.Float32)) yield return HeldInWords(tensor);
        if (map.Kernels.IsChoice) yield return $"Counted in full vectors: {map.Kernels.Reason}.";
        if (map.Kernels.IsChoice && !ofColumns) yield return $"Batches: {map.Kernels.BatchReason}.";

        if (map.Panel.Kind != map.OneSample.Kind) yield return $"Panel of {Numbers.Text(KernelShape.PanelSize)} samples, {map.Panel.Name}: {_panel.Describe()}.";
        if (training && map.Training.Kind != map.Panel.Kind) yield return $"Panel that is traced, {map.Training.Name}: {_training.Describe()}.";
    }

    /// <summary>The places of the tensors behind the first one of the layer, as constants.</summary>
    public IEnumerable<string> Places() => tensors.SelectMany(tensor => (string[])
    [
        $"{SourceWriter.Constant(NameOf(tensor))} = {SourceWriter.Literal(tensor.Offset - step.Parameters)}",
        .. tensor.Scales > 0 ? new[] { $"{SourceWriter.Constant(NameOf(tensor))}Scales = {SourceWriter.Literal(tensor.ScalesOffset - step.Parameters)}" } : [],
    ]);

    /// <summary>Writes the sizes as constants.</summary>
    public void EmitSizes(SourceWriter writer)
    {
        writer.Write($"private const int Q = {map.Q}, R = {map.R};");
        if (map.Weights is ReLayoutPlan factors) writer.Write($"private const int M = {factors.M}, N = {factors.N}, Rank = {factors.Rank};");
        else if (map.Weights.RankOfFactors is > 0 and var rank) writer.Write($"private const int Rank = {rank};");
        string[] constants = [.. Panels().SelectMany(shape => KernelEmitter.For(shape, training).PanelConstants).Distinct()];
        if (constants.Length > 0) writer.Write($"private const int {string.Join(", ", constants)};");
    }

    /// <summary>Writes the index maps and methods that the bodies refer to.</summary>
    public void EmitMaps(SourceWriter writer)
    {
        _oneSample.EmitMaps(writer);
        if (map.Panel.Kind != map.OneSample.Kind) _panel.EmitMaps(writer);
        if (TracesApart && map.Training.Kind != map.OneSample.Kind && map.Training.Kind != map.Panel.Kind) _training.EmitMaps(writer);
        if (!Prepares) return;
        writer.Write("/// <summary>Prepares what the kernel of one sample streams.</summary>");
        writer.Block($"public static void Prepare(ref float parameters, ref float prepared)", () =>
        {
            EmitTensors(writer, "parameters", "", prepares: true);
            writer.Skip();
            _oneSample.EmitPrepare(writer);
        });
        writer.Skip();
    }

    /// <summary>Writes methods that only a trace and the backward half call.</summary>
    public void EmitTrainingMethods(SourceWriter writer) => _training.EmitTrainingMethods(writer);

    /// <summary>From x to the sums of one sample, at <c>sums</c>.</summary>
    public void EmitOneSample(SourceWriter writer)
    {
        EmitTensors(writer, "parameters", "");
        writer.Write($"ref float sums = ref {(map.OneSample.Sums == 0 ? "scratch" : $"At(ref scratch, {SourceWriter.Literal(map.OneSample.Sums)})")};");
        writer.Skip();
        _oneSample.EmitOneSample(writer);
        writer.Skip();
    }

    /// <summary>From the panel x to the sums in the panel y; where a trace has another kernel, with that.</summary>
    public void EmitPanel(SourceWriter writer, Trace trace, Action<string> finish) => (trace == Trace.Always ? _training : _panel).EmitPanel(writer, trace, finish);

    /// <summary>From the gradients g of the sums to those of the tensors and of x.</summary>
    public void EmitBackward(SourceWriter writer) => _training.EmitBackward(writer);

    /// <summary>Writes references to the tensors, as the formulas of the kernels call them: w, xf and wf, and the like; with a d before them in a block of gradients.</summary>
    public void EmitTensors(SourceWriter writer, string block, string prefix, bool prepares = false)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            var tensor = tensors[i];
            string name = NameOf(tensor), place = $"At(ref {block}, {SourceWriter.Constant(name)})";
            if (tensor.Type == WeightType.Float32) writer.Write($"ref float {prefix}{name} = ref {place};");
            else if (!prepares) EmitNarrow(writer, name, tensor, place);
            else if (tensor.Order == null) writer.Write($"ref float {name} = ref ModelWeights.Widen(ref {place}, Network.Info.Layers[{step.Layer.Index}].Tensors[{firstTensor + i}]);");
        }
    }

    private static void EmitNarrow(SourceWriter writer, string name, TensorInfo tensor, string place)
    {
        string type = KernelEmitter.TypeOf(tensor.Type);
        writer.Write($"ref {type} {name} = ref Unsafe.As<float, {type}>(ref {place});");
        if (tensor.Scales > 0) writer.Write($"ref float {name}Scales = ref At(ref parameters, {SourceWriter.Constant(name)}Scales);");
    }

    private static string HeldInWords(TensorInfo tensor)
    {
        string name = NameOf(tensor);
        string symbol = name switch { "xf" => "X_f", "wf" => "W_f", _ => name.ToUpperInvariant() };
        string scale = tensor.Type != WeightType.Int8 ? ""
            : tensor.Order != null ? ", with a scale for each column of W"
            : tensor.Group > 0 ? $", with a scale for each {Numbers.Text(tensor.Group)} values"
            : ", with a scale for each row";
        return $"{symbol} is held as {tensor.Type}{scale}.";
    }

    private IEnumerable<KernelShape> Panels() => training ? [map.Panel, map.Training] : [map.Panel];

    // The name within the layer.
    private static string NameOf(TensorInfo tensor) => tensor.Name.Substring(tensor.Name.LastIndexOf('.') + 1) is var name && name == "weight" ? "w" : name;
}
