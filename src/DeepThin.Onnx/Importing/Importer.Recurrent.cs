using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Layers;
using DeepThin.Onnx.Operators;

namespace DeepThin.Onnx.Importing;

/// <summary>Recurrent layers, and the tensors that carry their states from one call to the next.</summary>
internal sealed partial class Importer
{
    private Expression[] Recurrent(Node node, Expression?[] inputs)
    {
        bool isLstm = node.Operator == "LSTM";
        var weight = Needed(inputs[1], node, "the weight W");
        var recurrent = Needed(inputs[2], node, "the recurrent weight R");
        int gates = isLstm ? 4 : node.Operator == "GRU" ? 3 : 1;
        string direction = node.Text("direction", "forward");
        if (direction is not ("forward" or "bidirectional")) throw node.Error($"its direction is '{direction}'; layers go forward, or in both directions.");
        int directions = direction == "forward" ? 1 : 2;
        if (weight.Dims.Length != 3 || recurrent.Dims.Length != 3 || weight.Dims[0] != directions || recurrent.Dims[0] != directions) throw node.Error($"its weights of {Dims.Text(weight.Dims)} and {Dims.Text(recurrent.Dims)} do not fit {directions} directions.");
        int hidden = recurrent.Dims[2], width = weight.Dims[2];
        if (weight.Dims[1] != gates * hidden || recurrent.Dims[1] != gates * hidden) throw node.Error($"its weights of {Dims.Text(weight.Dims)} and {Dims.Text(recurrent.Dims)} do not fit {hidden} hidden values.");
        Refuse(node, inputs);
        var sequence = Forced(inputs[0], node);
        if (sequence.Dims.Length != 3 || sequence.Dims[2] != width) throw node.Error($"its weight has {width} inputs, and it reads {Dims.Text(sequence.Dims)}.");
        int steps = sequence.Dims[0];
        if (sequence.Dims[1] != 1) throw node.Error($"it takes {sequence.Dims[1]} sequences at once; a network is given one.");
        var (x, axis) = _network.OneStep(sequence, node);
        if (steps > 1 && axis != 0)
        {
            var candidates = _graph.Inputs.SelectMany(input => input.Type.Bytes() == 0 || _options.Values.ContainsKey(input.Name) ? [] : DimsOf(input).Select((length, at) => (input.Name, Axis: at, length))).Where(candidate => candidate.length == steps);
            throw new StepsNeededException(
                node.Error($"it goes over {steps} steps, and no axis of an input has them in their order.").Message,
                [.. candidates.OrderBy(candidate => _graph.Inputs.First(input => input.Name == candidate.Name).Dims[candidate.Axis] > 0).Select(candidate => (candidate.Name, candidate.Axis))]);
        }

        var value = Vector(x, node, out int[] places);
        var layer = new ImportedLayer(isLstm ? "Lstm" : node.Operator == "GRU" ? "Gru" : "Rnn", node.Name, [value], Text.Of(value.Length), Text.Of(hidden));
        if (directions == 2) layer.Options.Add(("Bidirectional", "true"));
        AddGates(node, layer);
        AddWeights(node, layer, weight.Floats(), recurrent.Floats(), node.HasInput(3) ? Needed(inputs[3], node, "the bias").Floats() : null, places, value.Length, hidden, gates, directions);
        var output = _network.Add(layer, new(directions * hidden));

        // Y is steps × directions × 1 × hidden, and a step of ours has the directions one behind the other.
        var y = NetworkBuilder.ViewOf(output, steps, directions, 1, hidden);
        int last = (steps - 1) * output.Length;
        Place[] ends = [.. Enumerable.Range(0, output.Length).Select(i => new Place(output.Id, i < hidden ? last + i : i))];
        View[] states = [new([directions, 1, hidden], ends)];
        if (isLstm) states = [.. states, NetworkBuilder.ViewOf(_network.AddCells(output), directions, 1, hidden)];
        var starts = new List<int>();
        for (int i = 0; i < states.Length; i++)
        {
            if (!node.HasInput(5 + i) || inputs[5 + i] is Known { Value: var known } && known.Doubles().All(number => number == 0)) continue;
            if (inputs[5 + i] is Known) throw node.Error("it begins with a state that is not 0; layers begin with zeros.");
            _stateReads.Add(new(node, Forced(inputs[5 + i], node), states[i]));
            starts.Add(i);
        }

        if (isLstm && starts.Count == 1) throw node.Error($"it is given its {(starts[0] == 0 ? "hidden values (initial_h)" : "cells (initial_c)")} and begins with zeros in the {(starts[0] == 0 ? "cells" : "hidden values")}; a session keeps both.");

        return [y, .. states];
    }

    // What no layer does, by its name.
    private static void Refuse(Node node, Expression?[] inputs)
    {
        if (node.Integer("layout", 0) != 0) throw node.Error("layout = 1 puts samples before steps; export it with layout = 0.");
        if (node.Has("clip")) throw node.Error($"it clips sums at {Text.Of(node.Real("clip", 0))} (clip), which no layer does.");
        if (node.Integer("input_forget", 0) != 0) throw node.Error("its input and forget gates are one (input_forget), which no layer does.");
        if (node.Operator == "LSTM" && node.HasInput(7) && !(inputs[7] is Known { Value: var peepholes } && peepholes.Doubles().All(number => number == 0))) throw node.Error("it has peepholes, which no layer has.");
        if (!node.HasInput(4)) return;
        int steps = inputs[0]!.Dims[0];
        if (inputs[4] is not Known { Value: var lengths } || lengths.Longs().Any(length => length != steps)) throw node.Error("it has a length for each sequence (sequence_lens); give it whole sequences.");
    }

    private static void AddGates(Node node, ImportedLayer layer)
    {
        string[] wanted = node.Operator == "LSTM" ? ["Sigmoid", "Tanh", "Tanh"] : node.Operator == "GRU" ? ["Sigmoid", "Tanh"] : ["Tanh"];
        string[] found = node.Texts("activations") ?? wanted;
        bool hard = wanted.Length > 1 && found.Chunk(wanted.Length).All(part => part[0] == "HardSigmoid");
        bool relu = wanted.Length == 1 && found.All(name => name == "Relu");
        if (relu) layer.Options.Add(("Activation", "Activation.Relu"));
        if (hard)
        {
            float slope = node.Reals("activation_alpha")?.FirstOrDefault() ?? 0.2f, middle = node.Reals("activation_beta")?.FirstOrDefault() ?? 0.5f;
            if (middle != 0.5f) throw node.Error($"its HardSigmoid has a beta of {Text.Of(middle)}; that of layers is 0.5.");
            layer.Options.Add(("GateActivation", "Activation.HardSigmoid"));
            layer.Options.Add(("GateSlope", Text.Of(slope)));
        }

        foreach (string[] part in found.Chunk(wanted.Length))
        {
            string[] expected = hard ? ["HardSigmoid", .. wanted[1..]] : relu ? ["Relu"] : wanted;
            if (!part.SequenceEqual(expected)) throw node.Error($"its activations are {string.Join(", ", found)}; layers have {string.Join(", ", wanted)}, or HardSigmoid for gates.");
        }
    }

    // ONNX has the gates i, o, f, c and z, r, h; ours are i, f, c, o and r, z, n as in PyTorch.
    private static void AddWeights(Node node, ImportedLayer layer, float[] weight, float[] recurrent, float[]? bias, int[] places, int length, int hidden, int gates, int directions)
    {
        int[] order = gates == 4 ? [0, 2, 3, 1] : gates == 3 ? [1, 0, 2] : [0];
        bool resetBefore = node.Operator == "GRU" && node.Integer("linear_before_reset", 0) == 0;
        if (resetBefore) layer.Options.Add(("ResetBefore", "true"));
        if (bias is null) layer.Options.Add(("Bias", "false"));
        if (bias is not null && bias.Length != directions * 2 * gates * hidden) throw node.Error($"it has {bias.Length} biases, and {directions * 2 * gates * hidden} are needed.");
        int width = places.Length;
        for (int d = 0; d < directions; d++)
        {
            string suffix = d == 1 ? "_reverse" : "";
            float[] ih = new float[gates * hidden * length], hh = new float[gates * hidden * hidden], first = new float[gates * hidden], second = new float[gates * hidden];
            for (int g = 0; g < gates; g++)
            {
                for (int j = 0; j < hidden; j++)
                {
                    int to = g * hidden + j, from = order[g] * hidden + j, row = d * gates * hidden + from;
                    for (int k = 0; k < width; k++)
                    {
                        if (places[k] >= 0) ih[to * length + places[k]] += weight[row * width + k];
                    }

                    recurrent.AsSpan(row * hidden, hidden).CopyTo(hh.AsSpan(to * hidden));
                    if (bias is null) continue;
                    first[to] = bias[d * 2 * gates * hidden + from];
                    second[to] = bias[(d * 2 + 1) * gates * hidden + from];
                }
            }

            int joint = resetBefore ? 2 * hidden : gates * hidden;
            layer.Tensors.Add(new($"weight_ih{suffix}", [gates * hidden, length], ih));
            layer.Tensors.Add(new($"weight_hh{suffix}", [joint, hidden], hh[..(joint * hidden)]));
            if (resetBefore) layer.Tensors.Add(new($"weight_hn{suffix}", [hidden, hidden], hh[(joint * hidden)..]));
            if (bias is null) continue;
            layer.Tensors.Add(new($"bias_ih{suffix}", [gates * hidden], first));
            layer.Tensors.Add(new($"bias_hh{suffix}", [joint], second[..joint]));
            if (resetBefore) layer.Tensors.Add(new($"bias_hn{suffix}", [hidden], second[joint..]));
        }
    }

    // A state comes from an input, and an output gives it back at the same places: a session keeps it.
    private List<NetworkState> FindStates(List<(string Name, View View)> ends)
    {
        var states = new List<NetworkState>();
        var homes = new Dictionary<Place, Place>();
        foreach (var read in _stateReads)
        {
            for (int i = 0; i < read.Given.Places.Length; i++)
            {
                var place = read.Given.Places[i];
                if (place.IsZero || _network[place.Value].Input is null) throw read.Node.Error("it begins with a state that the network computes; layers begin with zeros, or where the step before ended.");
                homes[place] = read.Kept.Places[i];
            }
        }

        // A session keeps the states of all its layers.
        if (homes.Count > 0 && _network.Layers.Find(layer => layer.Kind is "Lstm" or "Gru" or "Rnn" && !homes.Values.Any(place => place.Value == layer.Output.Id)) is { } anew)
            throw new OnnxException($"{anew.Kind} '{anew.Origin}' begins with zeros at every call, while other layers go on from a state; a session goes on with all.");
        foreach (int id in homes.Keys.Select(place => place.Value).Distinct().Order())
        {
            var input = _network[id];
            if (Enumerable.Range(0, input.Length).FirstOrDefault(i => !homes.ContainsKey(new(id, i)), -1) is var unused and >= 0) throw new OnnxException($"Input '{input.Input!.Name}' is the state of a recurrent layer, but its value {unused} is not.");
            var output = ends.Find(end => end.View.Places.Length == input.Length && !end.View.Places.Where((place, i) => homes[new(id, i)] != place).Any());
            if (output.Name is null) throw new OnnxException($"Input '{input.Input!.Name}' is the state of a recurrent layer, and no output gives it back in the same order; a session could not keep it.");
            states.Add(new(input.Input!.Name, output.Name, _tensors[input.Input.Name].Dims));
        }

        return states;
    }

    /// <summary>Where a recurrent layer reads a state, and where it leaves it.</summary>
    /// <param name="Node">The layer.</param>
    /// <param name="Given">The state that it is given.</param>
    /// <param name="Kept">The state that it leaves.</param>
    private sealed record StateRead(Node Node, View Given, View Kept);
}
