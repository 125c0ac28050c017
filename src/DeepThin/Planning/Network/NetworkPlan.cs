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

    // The value that each is another name of, or itself, and the steps that read it by whatever name and compute something of it.
    private readonly int[] _roots;
    private readonly StepPlan[][] _readers;

    // The steps, or the outputs at the end, and the places among what they read, that are not the first to give a value gradients.
    private readonly HashSet<(int Step, int Place)> _adding = [];

    public NetworkPlan(NetworkSpec spec)
    {
        Spec = spec;
        LayerPlan[] layers = [.. spec.Layers.Select((layer, index) => layer.Plan(spec.FirstLayer + index, spec))];
        long[] prepared = Placement.InOrder([.. layers.Select(layer => layer.Prepared)], out long preparedLength);
        States = Placement.InOrder([.. layers.Select(layer => (long)layer.StateLength)], out long stateLength);

        // Values come to be in this order: the inputs, what each step writes, and what a step has for itself.
        InputSpec[] inputs = spec.Inputs.Count > 0 ? [.. spec.Inputs] : [new(InputSpec.DefaultName, layers[0].Input)];
        OutputSpec[] outputs = spec.Outputs.Count > 0 ? [.. spec.Outputs] : [new(OutputSpec.DefaultName, layers.Length - 1)];
        int[][] reads = [.. spec.Layers.Select((layer, index) => layer.Reads.Count > 0 ? (int[])[.. layer.Reads] : [index == 0 ? 0 : inputs.Length + index - 1])];
        int[] written = [.. outputs.Select(output => inputs.Length + output.Layer)];
        if (layers.Any(layer => layer.NeedsWholeSequence))
        {
            var planner = new PassPlanner(spec, inputs, outputs, reads);
            (Passes, RowLength, RowOutputs) = (planner.Plan(), planner.RowLength, planner.Outputs);
        }

        // What passes share is a state of none.
        PreparedLength = HasPasses ? Passes.Sum(pass => Placement.Align(pass.Network.PreparedLength)) : preparedLength;
        StateLength = HasPasses ? 0 : (int)Math.Min(int.MaxValue, stateLength);
        EpiloguePlan[] epilogues = Folding.Fold(layers, reads, written, inputs.Length, isFolding: !spec.Training && !HasPasses);
        _roots = new int[inputs.Length + layers.Length];
        for (int i = 0; i < _roots.Length; i++) _roots[i] = i >= inputs.Length && layers[i - inputs.Length].IsAlias ? _roots[reads[i - inputs.Length][0]] : i;
        int[][] readers = [.. Enumerable.Range(0, _roots.Length).Select(value => Enumerable.Range(0, layers.Length).Where(step => !layers[step].IsAlias && reads[step].Any(read => _roots[read] == value)).ToArray())];

        var own = new List<ValuePlan>();
        long offset = 0;
        Steps = [.. layers.Select((layer, index) => new StepPlan(
            layer, index, reads[index], [.. reads[index].Select((_, place) => OwnOf(index, place))], inputs.Length + index, [.. PlaceTensors(layer, spec.Layers[index].Tensors ?? NamesOf(index), ref offset)], ScalesOutput(index), epilogues[index], prepared[index]))];
        int[] ownOutputs = [.. outputs.Select((_, place) => OwnOf(layers.Length, place))];
        Values =
        [
            .. inputs.Select((input, index) => new ValuePlan(index, input.Shape, -1, LastReader(index))),
            .. layers.Select((layer, index) => new ValuePlan(inputs.Length + index, layer.Output, index, LastReader(inputs.Length + index))),
            .. own,
        ];
        _readers = [.. readers.Select(some => some.Select(step => Steps[step]).ToArray())];
        Inputs = Ports([.. inputs.Select(input => input.Name)], [.. inputs.Select((_, index) => index)], [.. inputs.Select(_ => StepPlan.NoValue)]);
        Outputs = Ports([.. outputs.Select(output => output.Name)], written, ownOutputs);
        _needs = [.. Modes.Select(mode => Steps.Select(step => step.Layer.Need(mode)).ToArray())];
        OneSample = Plan(Mode.OneSample);
        Panel = Plan(Mode.Panel);
        Trace = Plan(Mode.Trace);
        Backward = Plan(Mode.Backward);

        // Gains are folded into a value that nobody else needs.
        bool IsFolded(int root) => readers[root] is [var reader] && layers[reader].TakesScaledInput && written.All(value => _roots[value] != root);

        bool ScalesOutput(int step) => !layers[step].IsAlias && IsFolded(inputs.Length + step);

        // A step has a value of its own for an input whose gains are not folded, and where it is not the first in the backward half to give the input gradients.
        int OwnOf(int step, int place)
        {
            int read = step == layers.Length ? written[place] : reads[step][place], root = _roots[read];
            if (step < layers.Length && layers[step].IsAlias) return StepPlan.NoValue;
            bool isScaled = step < layers.Length && layers[step].TakesScaledInput && !IsFolded(root), isAdding = !IsFirstBackward(step, place, root);
            if (!isScaled && !isAdding) return StepPlan.NoValue;
            if (isAdding) _adding.Add((step, place));
            own.Add(new(_roots.Length + own.Count, ShapeOf(read), step, step));
            return own[own.Count - 1].Index;
        }

        bool IsFirstBackward(int step, int place, int root)
        {
            int[] atOutputs = [.. Enumerable.Range(0, written.Length).Where(output => _roots[written[output]] == root)];
            if (atOutputs.Length > 0) return step == layers.Length && place == atOutputs[0];
            int last = readers[root][readers[root].Length - 1];
            return step == last && place == Array.FindIndex(reads[last], read => _roots[read] == root);
        }

        Shape ShapeOf(int value) => value < inputs.Length ? inputs[value].Shape : layers[value - inputs.Length].Output;

        int LastReader(int value) => written.Contains(value) ? layers.Length : Enumerable.Range(0, layers.Length).Where(step => reads[step].Contains(value)).DefaultIfEmpty(layers.Length).Last();

        PortPlan[] Ports(string[] names, int[] values, int[] owned)
        {
            int place = 0;
            return [.. names.Select((name, index) =>
            {
                var port = new PortPlan(name, Values[values[index]], place, owned[index]);
                place += port.Length;
                return port;
            })];
        }
    }

    /// <summary>What the plan follows from.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>The values, in the order in which they come to be.</summary>
    public IReadOnlyList<ValuePlan> Values { get; }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<StepPlan> Steps { get; }

    /// <summary>The inputs of the network, one after the other in a sample.</summary>
    public IReadOnlyList<PortPlan> Inputs { get; }

    /// <summary>The outputs of the network, one after the other in a prediction.</summary>
    public IReadOnlyList<PortPlan> Outputs { get; }

    /// <summary>The values of a sample.</summary>
    public int InputLength => Inputs[Inputs.Count - 1].End;

    /// <summary>The values of a prediction.</summary>
    public int OutputLength => Outputs[Outputs.Count - 1].End;

    /// <summary>What a value went through: the activation of the last layer before it that has parameters or joins values. Poolings and flattening leave it what it is.</summary>
    public Activation ActivationOf(ValuePlan value)
    {
        while (value.Writer >= 0)
        {
            var step = Steps[value.Writer];
            if (step.Layer.EndsActivation || step.Layer.Activation.Kind != Activation.Identity) return step.Layer.Activation.Kind;
            value = Values[step.Inputs[0]];
        }

        return Activation.Identity;
    }

    /// <summary>The tensors of all layers.</summary>
    public IEnumerable<TensorInfo> Tensors => Steps.SelectMany(step => step.Tensors);

    /// <summary>A vector behind the last tensor belongs to the block, so that kernels may read full vectors.</summary>
    public long ParameterBlockLength => Steps.Sum(step => step.ParametersLength) + Lanes;

    /// <summary>The length of all that kernels prepare.</summary>
    public long PreparedLength { get; }

    /// <summary>Where the state of each layer begins in that of the network, in floats.</summary>
    public IReadOnlyList<long> States { get; }

    /// <summary>The floats of the state that the network has from a step of a sequence to the next; 0 where each sample stands for itself.</summary>
    public int StateLength { get; }

    /// <summary>Whether it goes on from step to step with a state.</summary>
    public bool HasState => StateLength > 0;

    /// <summary>Whether a sample is a step of a sequence.</summary>
    public bool TakesSequences => HasState || HasPasses;

    /// <summary>Whether a sequence has one prediction rather than one for each step.</summary>
    public bool EndsSequences => Steps.Any(step => step.Layer.EndsSequence);

    /// <summary>The parts that go over all steps of a sequence one after the other, where a layer needs a whole sequence; none where a step is computed as a whole.</summary>
    public IReadOnlyList<PassPlan> Passes { get; } = [];

    /// <summary>Whether the network goes over the steps of a sequence several times.</summary>
    public bool HasPasses => Passes.Count > 0;

    /// <summary>What passes keep for each step, in floats.</summary>
    public int RowLength { get; }

    /// <summary>Where the outputs lie in what they keep.</summary>
    public IReadOnlyList<RowPart> RowOutputs { get; } = [];

    /// <summary>The steps that are computed, those of passes as they stand there.</summary>
    public IEnumerable<StepPlan> Computed => HasPasses ? Passes.SelectMany(pass => pass.Network.Steps) : Steps;

    /// <summary>The floats of a trace, of one step of a sequence where a sample is one.</summary>
    public long TraceLength => HasPasses ? Passes.Sum(pass => pass.Network.Trace.Length) : Trace.Length;

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
            double panel = PanelSize * (PanelOverhead * Steps.Sum(step => step.Layer.PanelCost) + CostOfTransposing * (InputLength + (double)OutputLength));
            return (int)Math.Max(2, Math.Min(PanelSize, Math.Ceiling(panel / one)));
        }
    }

    /// <summary>The fewest steps of a sequence for which a panel of them is predicted to be faster than one after the other; what waits for the step before takes the same in both.</summary>
    public int FewestSteps
    {
        get
        {
            double one = Steps.Sum(step => step.Layer.CostBesideState);
            double panel = PanelSize * (PanelOverhead * Steps.Sum(step => step.Layer.PanelCostBesideState) + CostOfTransposing * (InputLength + (double)OutputLength));
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

    private long LargestBlock => HasPasses
        ? new[] { ParameterBlockLength, PreparedLength, TraceLength, Passes.Max(pass => pass.Network.LargestBlock) }.Max()
        : new[] { ParameterBlockLength, PreparedLength, OneSample.Total, Panel.Total, Trace.Length, Trace.Scratch, Backward.Total, (long)StateLength * PanelSize }.Max();

    /// <summary>The memory of a mode.</summary>
    public MemoryPlan Memory(Mode mode) => mode switch
    {
        Mode.OneSample => OneSample,
        Mode.Panel => Panel,
        Mode.Trace => Trace,
        _ => Backward,
    };

    /// <summary>The name of what a value comes from: an input, or the layer that writes it.</summary>
    public string NameOf(int value) => Values[value].Writer < 0 ? Inputs[value].Name : Steps[Values[value].Writer].Layer.Name;

    /// <summary>Whether a value is an output of the network, by whatever name.</summary>
    public bool IsOutput(ValuePlan value) => Outputs.Any(output => RootOf(output.Value) == RootOf(value));

    /// <summary>The value that a value is another name of, or itself.</summary>
    public ValuePlan RootOf(ValuePlan value) => value.Index < _roots.Length ? Values[_roots[value.Index]] : value;

    /// <summary>The steps that read a value by whatever name, and compute something of it.</summary>
    public IReadOnlyList<StepPlan> ReadersOf(ValuePlan value) => _readers[RootOf(value).Index];

    /// <summary>The zeros around a value in a mode: as many as any step wants that reads it.</summary>
    public Memory Margins(Mode mode, ValuePlan value)
    {
        Memory[] needs = value.Index < _roots.Length
            ? [.. Readers(value).Where(step => !ReadsOwn(mode, step)).Select(Need)]
            : value.Writer < Steps.Count ? [Need(Steps[value.Writer])] : [];
        return new(needs.Select(need => need.Before).DefaultIfEmpty().Max(), needs.Select(need => need.After).DefaultIfEmpty().Max());

        Memory Need(StepPlan step) => _needs[(int)mode][step.Place];
    }

    /// <summary>Whether predictions multiply a value with gains for a step alone, since others need the value as it is.</summary>
    public bool ScalesOwn(StepPlan step) => step.Layer.TakesScaledInput && GainsOf(RootOf(Values[step.Inputs[0]])) == null;

    /// <summary>Whether a step adds the gradients of an input to those that others have given before it in the backward half.</summary>
    public bool AddsGradients(StepPlan step, int place) => _adding.Contains((step.Place, place));

    /// <summary>The gains that predictions multiply a value with as it is written, those of the layer that reads it; null where there are none.</summary>
    public TensorInfo? GainsOf(ValuePlan value)
    {
        if (value.Index >= _roots.Length) return value.Writer < Steps.Count && ScalesOwn(Steps[value.Writer]) ? Steps[value.Writer].InputGain : null;
        return Readers(value) is [{ Layer.TakesScaledInput: true } reader] && !IsOutput(value) ? reader.InputGain : null;
    }

    public bool Equals(NetworkPlan? other) => other != null && Spec == other.Spec;

    public override bool Equals(object? obj) => Equals(obj as NetworkPlan);

    public override int GetHashCode() => Spec.GetHashCode();

    private static double BytesOfWeights(StepPlan step) =>
        step.Tensors.Where(tensor => tensor.Role is TensorRole.Weight or TensorRole.LeftFactor or TensorRole.RightFactor).Sum(tensor => (double)tensor.HeldLength * StoredTensor.BytesOf(tensor.Type));

    /// <summary>What the names of a layer's tensors are in a file unless it says so, with a <c>*</c> for the name within the layer.</summary>
    public static string NamesOf(int layer) => $"layers.{Numbers.Text(layer)}.*";

    private static List<TensorInfo> PlaceTensors(LayerPlan layer, string names, ref long offset)
    {
        var tensors = new List<TensorInfo>();
        foreach (var tensor in layer.Tensors())
        {
            // The direction stands at the end of a name: rnn.weight_ih_l0_reverse.
            string ending = layer.NeedsWholeSequence && tensor.Name.EndsWith(BidirectionalPlan.OfReverse, StringComparison.Ordinal) ? BidirectionalPlan.OfReverse : "";
            string name = names.Replace("*", tensor.Name.Substring(0, tensor.Name.Length - ending.Length)) + ending;
            tensors.Add(new(tensor, name, (int)Math.Min(offset, int.MaxValue)));
            offset += tensor.BlockLength;
        }

        return tensors;
    }

    private StepPlan[] Readers(ValuePlan value) => _roots[value.Index] == value.Index ? _readers[value.Index] : [];

    private bool ReadsOwn(Mode mode, StepPlan step) => mode is Mode.OneSample or Mode.Panel && ScalesOwn(step);

    // A value and its other names share a place. A value lives from the step that writes it to the last one that reads it; in a trace all live until the backward half. Backward the steps run the
    // other way round: the gradients of a value live from its last reader to its writer. What a step has for itself lives as long as the step.
    private MemoryPlan Plan(Mode mode)
    {
        int last = Steps.Count;
        int width = mode == Mode.OneSample ? 1 : PanelSize;
        var needs = _needs[(int)mode];
        var names = Values.ToLookup(RootOf);

        // Behind the outputs of the network stands a vector for one sample.
        Memory[] margins = [.. Values.Select(value => Margins(mode, value) is var found && mode == Mode.OneSample && value.Index < _roots.Length && IsOutput(value) ? found with { After = Math.Max(found.After, Lanes) } : found)];
        var values = Values.Select((value, index) => RootOf(value) == value && IsThere(value)
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

        bool IsThere(ValuePlan value) => value.Index < _roots.Length || mode switch
        {
            Mode.Trace => false,
            Mode.Backward => value.Writer == last || AddsGradients(Steps[value.Writer], Steps[value.Writer].Own.ToList().IndexOf(value.Index)),
            _ => value.Writer < last && ScalesOwn(Steps[value.Writer]),
        };
    }
}
