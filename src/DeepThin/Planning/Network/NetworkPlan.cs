using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>
/// A network as values and steps, and where everything of it lies: the parameters, what kernels prepare from them, and the memory of each mode.
/// It follows from its spec, so that two plans are equal when their specs are.
/// </summary>
internal sealed class NetworkPlan : IEquatable<NetworkPlan>
{
    /// <summary>The floats that an array can hold, with room for alignment.</summary>
    public const long MostFloats = 2147483000;

    private static readonly Mode[] Modes = [Mode.OneSample, Mode.Panel, Mode.Trace, Mode.Backward];

    private const int Lanes = KernelShape.Lanes;
    private const int PanelSize = KernelShape.PanelSize;

    /// <summary>What a multiply-add of a panel kernel takes more than one at the peak.</summary>
    private const double PanelOverhead = 1.5;

    /// <summary>What it takes to move a value between a sample and a panel, in multiply-adds of a lane.</summary>
    private const double CostOfTransposing = 8;

    // What each step needs, by mode.
    private readonly Memory[][] _needs;

    public NetworkPlan(NetworkSpec spec)
    {
        Spec = spec;
        LayerPlan[] layers = [.. spec.Layers.Select((layer, index) => layer.Plan(index, spec))];
        long[] prepared = Placement.InOrder([.. layers.Select(layer => layer.Prepared)], out long preparedLength);
        PreparedLength = preparedLength;

        // A layer reads the value that the one before it has written.
        long offset = 0;
        Steps = [.. layers.Select((layer, index) => new StepPlan(layer, index, index + 1, [.. PlaceTensors(layer, ref offset)], !layer.IsAlias && ReaderBehind(index)?.TakesScaledInput == true, prepared[index]))];
        Values =
        [
            new(0, layers[0].Input, -1, LastReader(0)),
            .. Steps.Select((step, index) => new ValuePlan(step.Output, step.Layer.Output, index, LastReader(step.Output))),
        ];
        _needs = [.. Modes.Select(mode => Steps.Select(step => step.Layer.Need(mode)).ToArray())];
        OneSample = Plan(Mode.OneSample);
        Panel = Plan(Mode.Panel);
        Trace = Plan(Mode.Trace);
        Backward = Plan(Mode.Backward);

        LayerPlan? ReaderBehind(int index) => layers.Skip(index + 1).FirstOrDefault(layer => !layer.IsAlias);
    }

    /// <summary>What the plan follows from.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>The values, in the order in which they come to be.</summary>
    public IReadOnlyList<ValuePlan> Values { get; }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<StepPlan> Steps { get; }

    /// <summary>The value that the network is given.</summary>
    public ValuePlan Input => Values[0];

    /// <summary>The value that the network gives.</summary>
    public ValuePlan Output => Values[Values.Count - 1];

    /// <summary>What the outputs went through: the activation of the last layer that ends the one before. Poolings and flattening leave it what it is.</summary>
    public Activation OutputActivation => Steps.Select(step => step.Layer).LastOrDefault(layer => layer.EndsActivation)?.Activation.Kind ?? Activation.Identity;

    /// <summary>The tensors of all layers.</summary>
    public IEnumerable<TensorInfo> Tensors => Steps.SelectMany(step => step.Tensors);

    /// <summary>A vector behind the last tensor belongs to the block, so that kernels may read full vectors.</summary>
    public long ParameterBlockLength => Steps.Sum(step => step.ParametersLength) + Lanes;

    /// <summary>The length of all that kernels prepare.</summary>
    public long PreparedLength { get; }

    /// <summary>The memory of one sample.</summary>
    public MemoryPlan OneSample { get; }

    /// <summary>The memory of a panel.</summary>
    public MemoryPlan Panel { get; }

    /// <summary>The memory of a panel that is traced: values and what is kept stand in the trace, which the caller gives.</summary>
    public MemoryPlan Trace { get; }

    /// <summary>The memory of the backward half.</summary>
    public MemoryPlan Backward { get; }

    /// <summary>
    /// The fewest samples for which a panel, which is always computed whole, is predicted to be faster than one sample after the other. A
    /// cycle of the widest vectors takes 32 multiply-adds or, beside them, reads 32 bytes beyond the first-level cache.
    /// </summary>
    public int FewestSamples
    {
        get
        {
            double one = Steps.Sum(step => step.Layer.Cost + Math.Max(sizeof(float) * (double)step.Layer.Prepared, BytesOfWeights(step)));
            double panel = PanelSize * (PanelOverhead * Steps.Sum(step => step.Layer.PanelCost) + CostOfTransposing * (Input.Length + (double)Output.Length));
            return (int)Math.Max(2, Math.Min(PanelSize, Math.Ceiling(panel / one)));
        }
    }

    /// <summary>
    /// The first step with which the network is larger than memory can be addressed, and the floats that are needed; null where there is none. The
    /// last step answers for the memory that the network is computed in.
    /// </summary>
    public (StepPlan Step, long Floats)? FirstTooLarge
    {
        get
        {
            long floats = 0;
            foreach (var step in Steps)
            {
                floats += step.ParametersLength;
                if (step == Steps[Steps.Count - 1]) floats = Math.Max(floats, LargestBlock);
                if (floats > MostFloats) return (step, floats);
            }

            return null;
        }
    }

    private long LargestBlock =>
        new[] { ParameterBlockLength, PreparedLength, OneSample.Total, Panel.Total, Trace.Length, Trace.Scratch, Backward.Total }.Max();

    /// <summary>The memory of a mode.</summary>
    public MemoryPlan Memory(Mode mode) => mode switch
    {
        Mode.OneSample => OneSample,
        Mode.Panel => Panel,
        Mode.Trace => Trace,
        _ => Backward,
    };

    /// <summary>The value that a value is another name of, or itself.</summary>
    public ValuePlan RootOf(ValuePlan value) => value.Writer >= 0 && Steps[value.Writer].Layer.IsAlias ? RootOf(Values[Steps[value.Writer].Input]) : value;

    /// <summary>The zeros around a value in a mode: as many as any step wants that reads it, and behind the outputs of the network a vector for one sample.</summary>
    public Memory Margins(Mode mode, ValuePlan value)
    {
        Memory[] needs = [.. Readers(value).Select(step => _needs[(int)mode][step.Layer.Index])];
        return needs.Length == 0 ? new(After: mode == Mode.OneSample ? Lanes : 0) : new(needs.Max(need => need.Before), needs.Max(need => need.After));
    }

    /// <summary>The gains that predictions multiply a value with as it is written, those of the layer that reads it; null where there are none.</summary>
    public TensorInfo? GainsOf(ValuePlan value) => Readers(value).FirstOrDefault(step => step.Layer.TakesScaledInput)?.Tensors.Single(tensor => tensor.Role == TensorRole.InputGain);

    public bool Equals(NetworkPlan? other) => other != null && Spec == other.Spec;

    public override bool Equals(object? obj) => Equals(obj as NetworkPlan);

    public override int GetHashCode() => Spec.GetHashCode();

    private static double BytesOfWeights(StepPlan step) =>
        step.Tensors.Where(tensor => tensor.Role is TensorRole.Weight or TensorRole.LeftFactor or TensorRole.RightFactor).Sum(tensor => (double)tensor.HeldLength * StoredTensor.BytesOf(tensor.Type));

    private static List<TensorInfo> PlaceTensors(LayerPlan layer, ref long offset)
    {
        var tensors = new List<TensorInfo>();
        foreach (var tensor in layer.Tensors())
        {
            tensors.Add(new(tensor, $"layers.{layer.Index}.{tensor.Name}", (int)Math.Min(offset, int.MaxValue)));
            offset += tensor.BlockLength;
        }

        return tensors;
    }

    // The steps that read a value, by whatever name, and compute something of it.
    private IEnumerable<StepPlan> Readers(ValuePlan value) => Steps.Where(step => !step.Layer.IsAlias && RootOf(Values[step.Input]) == value);

    private int LastReader(int value) => Steps.Where(step => step.Input == value).Select(step => step.Layer.Index).DefaultIfEmpty(Steps.Count).Last();

    // A value and its other names share a place. A value lives from the step that writes it to the last one that reads it; in a trace all live until the backward half. Backward the steps run the
    // other way round: the gradients of a value live from its last reader to its writer.
    private MemoryPlan Plan(Mode mode)
    {
        int last = Steps.Count;
        int width = mode == Mode.OneSample ? 1 : PanelSize;
        Memory[] margins = [.. Values.Select(value => Margins(mode, value))];
        var needs = _needs[(int)mode];
        var names = Values.ToLookup(RootOf);
        var values = Values.Select((value, index) => RootOf(value) == value
            ? new Lifetime(margins[index].Before + (long)value.Length * width + margins[index].After, names[value].Min(First), names[value].Max(Last))
            : default);
        var kept = needs.Select((need, index) => new Lifetime(need.Kept, index, mode == Mode.Trace ? last : index));
        long[] places = Placement.Of([.. values, .. kept], out long length);
        for (int i = 0; i < Values.Count; i++) places[i] = RootOf(Values[i]) is var root && root.Index < i ? places[root.Index] : places[i] + margins[i].Before;
        return new([.. places.Take(Values.Count)], [.. places.Skip(Values.Count)], length, needs.Max(need => need.Scratch) + Lanes);

        int First(ValuePlan value) => mode == Mode.Backward ? last - value.LastReader : value.Writer;

        int Last(ValuePlan value) => mode switch
        {
            Mode.Trace => last,
            Mode.Backward => last - value.Writer,
            _ => value.LastReader,
        };
    }
}
