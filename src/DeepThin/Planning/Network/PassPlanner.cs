using System.Collections.Generic;
using System.Linq;

namespace DeepThin.Planning;

/// <summary>
/// Cuts a network into passes at the layers that need a whole sequence. Of a layer of both directions the forward one ends a pass, with the layers before it, and the reverse one is a pass alone.
/// </summary>
internal sealed class PassPlanner
{
    private readonly NetworkSpec _spec;
    private readonly InputSpec[] _inputs;
    private readonly OutputSpec[] _outputs;
    private readonly int[][] _reads;

    // The layers that end a pass, and for each layer the pass that computes it; what a layer of both directions writes is whole behind the pass after that.
    private readonly List<(int First, int End)> _stretches = [];
    private readonly int[] _passes;

    // The places of values in a row; −1 for those that only the pass reads which writes them.
    private readonly int[] _places;

    public PassPlanner(NetworkSpec spec, InputSpec[] inputs, OutputSpec[] outputs, int[][] reads)
    {
        (_spec, _inputs, _outputs, _reads) = (spec, inputs, outputs, reads);
        _passes = new int[spec.Layers.Count];
        int pass = 0, first = 0;
        for (int layer = 0; layer < _passes.Length; layer++)
        {
            _passes[layer] = pass;
            if (!IsBidirectional(layer)) continue;
            _stretches.Add((first, layer + 1));
            first = layer + 1;
            pass += 2;
        }

        if (first < _passes.Length) _stretches.Add((first, _passes.Length));
        _places = Place();
        Outputs = [.. outputs.Select(output => PartOf(inputs.Length + output.Layer))];
    }

    /// <summary>The floats of a row.</summary>
    public int RowLength { get; private set; }

    /// <summary>The outputs of the network in a row.</summary>
    public RowPart[] Outputs { get; }

    /// <summary>The passes in order.</summary>
    public PassPlan[] Plan()
    {
        var passes = new List<PassPlan>();
        long parameters = 0, prepared = 0, trace = 0;
        foreach (var (first, end) in _stretches)
        {
            Add(first, end, isReversed: false);
            if (IsBidirectional(end - 1)) Add(end - 1, end, isReversed: true);
        }

        return [.. passes];

        void Add(int first, int end, bool isReversed)
        {
            int[] reads = ReadsOf(first, end), writes = [.. Enumerable.Range(_inputs.Length + first, end - first).Where(value => _places[value] >= 0)];
            var network = new NetworkPlan(SpecOf(first, end, reads, writes));
            passes.Add(new(network, isReversed, parameters, prepared, trace, [.. reads.Select(PartOf)], [.. writes.Select(value => Half(PartOf(value), value, isReversed))]));
            parameters += network.Steps.Sum(step => step.ParametersLength);
            prepared += Placement.Align(network.PreparedLength);
            trace += network.Trace.Length;
        }
    }

    private bool IsBidirectional(int layer) => _spec.Layers[layer] is BidirectionalSpec;

    // The values that layers read and do not write themselves.
    private int[] ReadsOf(int first, int end) => [.. Enumerable.Range(first, end - first).SelectMany(layer => _reads[layer]).Where(value => value < _inputs.Length + first).Distinct()];

    // Of what a layer of both directions writes, a pass has a half.
    private RowPart Half(RowPart part, int value, bool isReversed)
    {
        if (!IsBidirectional(value - _inputs.Length)) return part;
        int half = part.Length / 2;
        return new(isReversed ? part.Place + half : part.Place, half);
    }

    private RowPart PartOf(int value) => new(_places[value], (int)ShapeOf(value).Length);

    private Shape ShapeOf(int value) => value < _inputs.Length ? _inputs[value].Shape : _spec.Layers[value - _inputs.Length].Output;

    private int[] Place()
    {
        int[] places = [.. Enumerable.Repeat(-1, _inputs.Length + _passes.Length)];
        for (int value = 0; value < places.Length; value++)
        {
            if (value >= _inputs.Length && !IsKept(value)) continue;
            places[value] = RowLength;
            RowLength += (int)ShapeOf(value).Length;
        }

        return places;
    }

    private bool IsKept(int value)
    {
        int writer = value - _inputs.Length;
        return IsBidirectional(writer) || _outputs.Any(output => output.Layer == writer)
            || Enumerable.Range(writer + 1, _passes.Length - writer - 1).Any(layer => _reads[layer].Contains(value) && (_passes[layer] != _passes[writer] || IsBidirectional(layer)));
    }

    private NetworkSpec SpecOf(int first, int end, int[] reads, int[] writes)
    {
        LayerSpec[] layers = [.. Enumerable.Range(first, end - first).Select(layer => Alone(layer) with
        {
            Reads = new([.. _reads[layer].Select(value => value < _inputs.Length + first ? System.Array.IndexOf(reads, value) : reads.Length + value - _inputs.Length - first)]),
            Tensors = _spec.Layers[layer].Tensors ?? NetworkPlan.NamesOf(layer),
        })];
        return new NetworkSpec(new(layers), _spec.Optimize, _spec.Held)
        {
            Training = _spec.Training,
            FirstLayer = first,
            Inputs = new([.. reads.Select(value => new InputSpec(NameOf(value), ShapeOf(value)))]),
            Outputs = new([.. writes.Select(value => new OutputSpec(NameOf(value), value - _inputs.Length - first))]),
        };

        LayerSpec Alone(int layer) => _spec.Layers[layer] is BidirectionalSpec both ? both.Forward : _spec.Layers[layer];
    }

    private string NameOf(int value) => value < _inputs.Length ? _inputs[value].Name : _spec.Layers[value - _inputs.Length].Name;
}
