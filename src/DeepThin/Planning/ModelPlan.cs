using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>
/// Where everything of a model lies, in floats: the parameters, what kernels prepare from them, and the memory that one sample, one
/// panel of samples, and the trace of a panel take.
/// </summary>
internal sealed class ModelPlan
{
    private const int Lanes = KernelShape.Lanes;
    private const int PanelSize = KernelShape.PanelSize;

    /// <summary>What a multiply-add of a panel kernel takes more than one at the peak.</summary>
    private const double PanelOverhead = 1.5;

    /// <summary>What it takes to move a value between a sample and a panel, in multiply-adds of a lane.</summary>
    private const double CostOfTransposing = 8;

    public ModelPlan(IReadOnlyList<LayerSpec> specs, Optimize optimize = Optimize.Speed, WeightType held = WeightType.Float32)
    {
        Layers = [.. specs.Select((spec, index) => DensePlan.For(spec, index, optimize, held))];
        Tensors = [.. PlaceTensors()];
        Prepared = Place(Layers.Select(layer => layer.OneSample.Prepared), out long prepared);
        PreparedLength = prepared;

        // A value's place has room for what the next layer's kernel reads around it; the outputs of the last layer are read by nobody.
        Values = Place(Enumerable.Range(0, Layers.Count + 1).Select(i => (long)Before(i) + Length(i) + After(i)), out long values);
        for (int i = 0; i < Layers.Count; i++) Values[i] += Before(i);
        Scratch = values;
        WorkspaceLength = values + Layers.Max(layer => (long)layer.OneSample.Scratch + (layer.Bias?.N ?? 0)) + Lanes;

        TracePanels = Place(Enumerable.Range(0, Layers.Count + 1).Select(i => PanelRows(i, Training) * PanelSize), out long panels);
        Kept = Place(Layers.Select(layer => KeptRows(layer) * PanelSize), out long kept);
        for (int i = 0; i < Layers.Count; i++) Kept[i] += panels;
        TraceLength = panels + kept;
        for (int i = 0; i < Layers.Count; i++) TracePanels[i] += (long)Training(i).PanelBefore * PanelSize;
        TraceScratchLength = Layers.Max(layer => layer.Training.PanelScratch) + Lanes;

        // Without a trace two panels take turns, and all layers share the kept rows.
        long largest = Enumerable.Range(0, Layers.Count + 1).Max(i => PanelRows(i, Panel)) * PanelSize;
        Panels = [.. Enumerable.Range(0, Layers.Count + 1).Select(i => i % 2 * largest + (i < Layers.Count ? (long)Panel(i).PanelBefore * PanelSize : 0))];
        PanelKept = 2 * largest;
        PanelScratch = PanelKept + Layers.Max(layer => layer.Panel.PanelKept) * PanelSize;
        PanelWorkspaceLength = PanelScratch + Layers.Max(layer => layer.Panel.PanelScratch) + Lanes;

        // Backward, two panels of gradients take turns; their rows are written in full blocks.
        GradientPanel = (Layers.Max(layer => (long)Math.Max(layer.Q, layer.R)) + KernelShape.PanelBlock) * PanelSize;
        BackwardScratch = 2 * GradientPanel;
        BackwardWorkspaceLength = BackwardScratch + Layers.Max(layer => ReLayout.RoundUp(layer.R, Lanes) + layer.Training.BackwardScratch) + Lanes;
    }

    public IReadOnlyList<DensePlan> Layers { get; }

    /// <summary>The tensors of each layer.</summary>
    public IReadOnlyList<IReadOnlyList<TensorInfo>> Tensors { get; }

    /// <summary>A vector behind the last tensor belongs to the block, so that kernels may read full vectors.</summary>
    public long ParameterBlockLength => Tensors.SelectMany(layer => layer).Max(tensor => tensor.Offset + tensor.BlockLength) + Lanes;

    /// <summary>The place of each layer's prepared data.</summary>
    public long[] Prepared { get; }

    public long PreparedLength { get; }

    /// <summary>The places of the input of each layer, and of the outputs of the last, in the workspace of one sample.</summary>
    public long[] Values { get; }

    /// <summary>The place of the scratch memory in the workspace of one sample.</summary>
    public long Scratch { get; }

    public long WorkspaceLength { get; }

    /// <summary>The places of the input panel of each layer, and of the output panel of the last, in a trace.</summary>
    public long[] TracePanels { get; }

    /// <summary>The place of what each layer keeps in a trace.</summary>
    public long[] Kept { get; }

    public long TraceLength { get; }

    /// <summary>The scratch memory of a traced panel.</summary>
    public long TraceScratchLength { get; }

    /// <summary>The places of the panels when no trace is kept.</summary>
    public long[] Panels { get; }

    public long PanelKept { get; }

    public long PanelScratch { get; }

    public long PanelWorkspaceLength { get; }

    /// <summary>The length of a panel of gradients.</summary>
    public long GradientPanel { get; }

    public long BackwardScratch { get; }

    public long BackwardWorkspaceLength { get; }

    /// <summary>The length of value i: the inputs of layer i, or the outputs of the last.</summary>
    public int Length(int i) => i < Layers.Count ? Layers[i].Q : Layers[i - 1].R;

    /// <summary>The zeros before value i, in full vectors.</summary>
    public int Before(int i) => i < Layers.Count ? ReLayout.RoundUp(Layers[i].OneSample.Before, Lanes) : 0;

    /// <summary>The zeros after value i.</summary>
    public int After(int i) => i < Layers.Count ? Layers[i].OneSample.After : Lanes;

    /// <summary>The kernel of layer i for a panel.</summary>
    public KernelShape Panel(int i) => Layers[i].Panel;

    /// <summary>The kernel of layer i for a panel that is traced.</summary>
    public KernelShape Training(int i) => Layers[i].Training;

    /// <summary>
    /// The fewest samples for which a panel, which is always computed whole, is predicted to be faster than one sample after the other. A
    /// cycle of the widest vectors takes 32 multiply-adds or, beside them, reads 32 bytes beyond the first-level cache.
    /// </summary>
    public int FewestSamples
    {
        get
        {
            double one = Layers.Sum(layer => layer.OneSample.CostAsHeld + Math.Max(sizeof(float) * (double)layer.OneSample.Prepared, BytesOf(layer)));
            double panel = PanelSize * (PanelOverhead * Layers.Sum(layer => layer.Panel.PanelCost) + CostOfTransposing * (Length(0) + Length(Layers.Count)));
            return (int)Math.Max(2, Math.Min(PanelSize, Math.Ceiling(panel / one)));
        }
    }

    /// <summary>The length of the largest block of memory.</summary>
    public long LargestBlock => new[] { ParameterBlockLength, PreparedLength, WorkspaceLength, TraceLength, PanelWorkspaceLength, BackwardWorkspaceLength }.Max();

    // The weights', as the kernels hold them.
    private static double BytesOf(DensePlan layer) =>
        layer.WeightTensors().Sum(tensor => (double)tensor.HeldLength * StoredTensor.BytesOf(tensor.Type));

    private static long Align(long length) => ReLayout.CeilDiv(length, Lanes) * Lanes;

    private static long[] Place(IEnumerable<long> lengths, out long total)
    {
        var offsets = new List<long>();
        total = 0;
        foreach (long length in lengths)
        {
            offsets.Add(total);
            total += Align(length);
        }

        return [.. offsets];
    }

    // The derivative of a GELU needs its input; that of every other activation follows from its output.
    private static long KeptRows(DensePlan layer) => layer.Training.TraceKept + (layer.Activation.Kind == Activation.Gelu ? layer.R : 0);

    private long PanelRows(int i, Func<int, KernelShape> kernel) => Length(i) + (i < Layers.Count ? (long)kernel(i).PanelBefore + kernel(i).PanelAfter : 0);

    private IEnumerable<IReadOnlyList<TensorInfo>> PlaceTensors()
    {
        long offset = 0;
        foreach (var layer in Layers)
        {
            var tensors = new List<TensorInfo>();
            foreach (var tensor in layer.Tensors())
            {
                tensors.Add(new(tensor, offset: (int)Math.Min(offset, int.MaxValue)));
                offset += tensor.BlockLength;
            }

            yield return tensors;
        }
    }
}
