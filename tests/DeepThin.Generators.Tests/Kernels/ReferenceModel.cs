extern alias Library;

using Library::DeepThin;
using Map = Library::DeepThin.MapInfo;
using Role = Library::DeepThin.TensorRole;
using Tensor = Library::DeepThin.TensorInfo;

namespace DeepThin.Generators.Tests.Kernels;

/// <summary>The definition, in double precision: build W_aux, ReLayout it, multiply.</summary>
internal sealed class ReferenceModel(IReadOnlyList<ReferenceLayer> activations, ModelInfo info)
{
    private const string BothDirections = "bidirectional ", OfReverse = "_reverse";

    private readonly Dictionary<int, uint[]> _hashes = [];

    // The state of each layer that has one, for the sequence that is computed; null between sequences, where each sample begins one.
    private Dictionary<int, (double[] Hidden, double[] Cells)>? _states;

    /// <summary>The outputs of each step of a sequence that begins, and the size that their rounding errors are measured against.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="steps">The steps.</param>
    public (double[] Outputs, double Scale, double[] Corners)[] Sequence(double[] parameters, double[][] steps)
    {
        _states = [];
        var outputs = Forward(parameters, steps);
        _states = null;
        return outputs;
    }

    /// <summary>
    /// The outputs of a network for each input, the size that their rounding errors are measured against, and how far the sums that lead to an output are
    /// from the next corner of an activation, where there is no derivative.
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="isTrace">Whether the inputs are a panel that is traced, whose statistics a batch normalisation takes.</param>
    public (double[] Outputs, double Scale, double[] Corners)[] Forward(double[] parameters, double[][] inputs, bool isTrace = false)
    {
        var values = new Dictionary<string, (double[] Outputs, double Scale, double[] Corners)[]>();
        foreach (var input in info.Inputs) values[input.Name] = [.. inputs.Select(sample => Given(sample[input.Offset..(input.Offset + input.Length)]))];
        string last = info.Inputs[0].Name;
        for (int i = 0; i < info.Layers.Count; i++)
        {
            var layer = info.Layers[i];
            var read = (layer.From.Count == 0 ? [last] : layer.From).Select(name => values[name]).ToArray();
            if (layer.Kind == "activate") values[layer.Name] = [.. read[0].Select(value => Add(value, (new double[value.Outputs.Length], 0, [double.PositiveInfinity]), activations[i]))];
            else if (layer.Kind == "residual") values[layer.Name] = [.. read[0].Zip(read[1], (a, b) => Add(a, b, activations[i]))];
            else if (layer.Kind == "multiply") values[layer.Name] = [.. read[0].Zip(read[1], (a, b) => Multiply(a, b, layer.OutputShape[0], activations[i]))];
            else if (layer.Kind == "concat") values[layer.Name] = [.. Enumerable.Range(0, inputs.Length).Select(sample => Join(read.Select(value => value[sample])))];
            else
            {
                values[layer.Name] = [.. read[0]];
                Apply(i, parameters, values[layer.Name], isTrace);
            }

            last = layer.Name;
        }

        // One layer after the other may have one name, and the output has that of its layer; a chain ends with its last layer.
        return info.Outputs.Count == 1 ? values[last] : [.. Enumerable.Range(0, inputs.Length).Select(sample => Join(info.Outputs.Select(output => values[activations[^1].Outputs![output.Name]][sample])))];
    }

    private static (double[] Outputs, double Scale, double[] Corners) Given(double[] input) => (input, Math.Sqrt(input.Sum(x => x * x)), [double.PositiveInfinity]);

    private static (double[] Outputs, double Scale, double[] Corners) Add(
        (double[] Outputs, double Scale, double[] Corners) a, (double[] Outputs, double Scale, double[] Corners) b, ReferenceLayer activation)
    {
        int length = Math.Max(a.Outputs.Length, b.Outputs.Length);
        double[] z = [.. Enumerable.Range(0, length).Select(i => a.Outputs.ElementAtOrDefault(i) + b.Outputs.ElementAtOrDefault(i))], y = Activate(activation, z);
        double before = Math.Min(a.Corners.Min(), b.Corners.Min());
        return (y, Math.Max(Math.Sqrt(a.Scale * a.Scale + b.Scale * b.Scale), Math.Sqrt(y.Sum(output => output * output))), [.. z.Select(sum => Math.Min(before, ToCorner(activation, sum)))]);
    }

    // Of a gate each value multiplies a channel. An error of a value comes to as much as what it is multiplied with, of a gate a whole channel.
    private static (double[] Outputs, double Scale, double[] Corners) Multiply(
        (double[] Outputs, double Scale, double[] Corners) a, (double[] Outputs, double Scale, double[] Corners) b, int channels, ReferenceLayer activation)
    {
        int length = Math.Max(a.Outputs.Length, b.Outputs.Length);
        double[] first = Repeated(a.Outputs), second = Repeated(b.Outputs), z = [.. first.Zip(second, (x, y) => x * y)], y = Activate(activation, z);
        double before = Math.Min(a.Corners.Min(), b.Corners.Min()), ofFirst = a.Scale * Most(second, a.Outputs.Length), ofSecond = b.Scale * Most(first, b.Outputs.Length);
        return (y, Math.Max(Math.Sqrt(ofFirst * ofFirst + ofSecond * ofSecond), Norm(y)), [.. z.Select(product => Math.Min(before, ToCorner(activation, product)))]);

        double[] Repeated(double[] values) => values.Length == length ? values : [.. Enumerable.Range(0, length).Select(i => values[i / (length / channels)])];

        double Most(double[] factors, int count) => factors.Chunk(length / count).Max(Norm);
    }

    private static (double[] Outputs, double Scale, double[] Corners) Join(IEnumerable<(double[] Outputs, double Scale, double[] Corners)> values)
    {
        var all = values.ToList();
        return (
            [.. all.SelectMany(value => value.Outputs)],
            Math.Sqrt(all.Sum(value => value.Scale * value.Scale)),
            [.. all.SelectMany(value => value.Corners.Length == value.Outputs.Length ? value.Corners : Enumerable.Repeat(value.Corners.Min(), value.Outputs.Length))]);
    }

    // A layer that reads one value, for all samples.
    private void Apply(int i, double[] parameters, (double[] Outputs, double Scale, double[] Corners)[] values, bool isTrace)
    {
        var layer = info.Layers[i];
        if (layer.Kind == "standardize")
        {
            double[] mean = Values(layer, parameters, Role.Mean)[0], scales = Values(layer, parameters, Role.Scale)[0];
            int positions = layer.Inputs / mean.Length;
            foreach (ref var value in values.AsSpan()) value.Outputs = [.. value.Outputs.Select((x, q) => (x - mean[q / positions]) * scales[q / positions])];
            return;
        }

        if (layer.Kind == "embedding")
        {
            var table = layer.Maps[0];
            double[] all = table.Kind == "deepthin"
                ? ReLayout(Values(layer, parameters, Role.LeftFactor)[0], Values(layer, parameters, Role.RightFactor)[0], table.Inputs * table.Outputs, table.Rank)
                : Values(layer, parameters, Role.Weight)[0];
            foreach (ref var value in values.AsSpan())
            {
                double[] indices = value.Outputs;
                double[] rows = [.. Enumerable.Range(0, layer.Outputs).Select(i => all[(int)Math.Round(indices[i % indices.Length]) * table.Inputs + i / indices.Length])];
                value = (rows, Math.Sqrt(rows.Sum(x => x * x)), [.. rows.Select(_ => double.PositiveInfinity)]);
            }

            return;
        }

        if (layer.Kind is "flatten" or "reshape" or "dropout" or "laststep") return;
        if (layer.Kind == "delayline")
        {
            (double[] Outputs, double Scale, double[] Corners)[] steps = [.. values];
            for (int sample = 0; sample < steps.Length; sample++) values[sample] = Delay(_states == null ? [steps[sample]] : steps[..(sample + 1)], layer.OutputShape[1], (int)activations[i].Parameter);
            return;
        }

        if (layer.Kind is "meanovertime" or "maxovertime")
        {
            for (int sample = 0; sample < values.Length && _states != null; sample++) values[sample] = TakeOver(i, values[sample], sample + 1);
            return;
        }

        if (layer.Kind is "maxpool" or "averagepool")
        {
            foreach (ref var value in values.AsSpan()) value = Pool(new ReferenceWindow(activations[i].Window!, layer), value, layer);
            return;
        }

        if (layer.Kind == "batchnorm")
        {
            double[] means = Values(layer, parameters, Role.RunningMean)[0], variances = Values(layer, parameters, Role.RunningVariance)[0];
            int places = layer.Inputs / means.Length;
            for (int c = 0; c < means.Length && isTrace && values.Length * places > 1; c++)
            {
                double[] channel = [.. values.SelectMany(value => value.Outputs[(c * places)..((c + 1) * places)])];
                (means[c], variances[c]) = (channel.Average(), channel.Average(x => Math.Pow(x - channel.Average(), 2)));
            }

            double[] weights = [.. Values(layer, parameters, Role.Gain)[0].Select((weight, c) => weight / Math.Sqrt(variances[c] + activations[i].Parameter))];
            double[] added = [.. Values(layer, parameters, Role.Bias)[0].Select((bias, c) => bias - weights[c] * means[c])];
            foreach (ref var value in values.AsSpan()) value = Scale(value, weights, added);
            return;
        }

        if (layer.Kind == "layernorm")
        {
            double[] weights = Values(layer, parameters, Role.Gain)[0];
            double[] added = Values(layer, parameters, Role.Bias) is [var some] ? some : new double[weights.Length];
            foreach (ref var value in values.AsSpan()) value = Normalize(value, weights, added, activations[i].Parameter);
            return;
        }

        if (layer.Kind is "pad" or "magnitude")
        {
            foreach (ref var value in values.AsSpan()) value = layer.Kind == "pad" ? Pad(value, layer, activations[i].Window!) : Magnitude(value);
            return;
        }

        if (layer.Kind == "channels")
        {
            int ofChannel = layer.Outputs / layer.OutputShape[0], start = activations[i].Window![0] * ofChannel;
            foreach (ref var value in values.AsSpan())
            {
                double corner = value.Corners.Min();
                double[] outputs = value.Outputs[start..(start + layer.Outputs)];
                value = (outputs, value.Scale, [.. outputs.Select(_ => corner)]);
            }

            return;
        }

        if (layer.Kind == "transpose")
        {
            foreach (ref var value in values.AsSpan()) value = Transpose(value, layer.InputShape[0]);
            return;
        }

        if (layer.Kind is "scale" or "prelu")
        {
            double[] gains = Values(layer, parameters, Role.Gain)[0];
            double[] added = Values(layer, parameters, Role.Bias) is [var some] ? some : new double[gains.Length];
            foreach (ref var value in values.AsSpan()) value = layer.Kind == "scale" ? Scale(value, gains, added) : Bend(value, gains);
            return;
        }

        if (layer.Kind is "depthwise" or "grouped")
        {
            double[] weights = layer.Kind == "grouped" ? Matrix(i, parameters, layer.Maps[0], "").W : Values(layer, parameters, Role.Weight)[0];
            double[] biases = Values(layer, parameters, Role.Bias) is [var ofChannels] ? ofChannels : new double[layer.OutputShape[0]];
            foreach (ref var value in values.AsSpan()) value = ConvolveApart(new ReferenceWindow(activations[i].Window!, layer), value, weights, biases, activations[i]);
            return;
        }

        if (layer.Kind is "lstm" or "gru" or "rnn")
        {
            var ofInputs = Matrix(i, parameters, layer.Maps[0], "_ih");
            var ofHidden = Matrix(i, parameters, layer.Maps[1], "_hh");
            var ofCandidate = layer.Maps.Count > 2 ? Matrix(i, parameters, layer.Maps[2], "_hn") : default;
            foreach (ref var value in values.AsSpan()) value = Recur(i, layer.Kind, layer.Outputs, ofInputs, ofHidden, ofCandidate, value);
            return;
        }

        if (layer.Kind.StartsWith(BothDirections, StringComparison.Ordinal))
        {
            string cell = layer.Kind[BothDirections.Length..];
            (double[] Outputs, double Scale, double[] Corners)[][] directions = [.. values.Select(value => new[] { value, value })];
            foreach (int direction in (int[])[0, 1])
            {
                string ending = direction == 0 ? "" : OfReverse;
                int first = direction * layer.Maps.Count / 2;
                var ofInputs = Matrix(i, parameters, layer.Maps[first], "_ih" + ending);
                var ofHidden = Matrix(i, parameters, layer.Maps[first + 1], "_hh" + ending);
                var ofCandidate = layer.Maps.Count > 4 ? Matrix(i, parameters, layer.Maps[first + 2], "_hn" + ending) : default;
                _states?.Remove(i);
                foreach (var value in direction == 0 ? directions : [.. directions.Reverse()]) value[direction] = Recur(i, cell, layer.Outputs / 2, ofInputs, ofHidden, ofCandidate, value[direction]);
            }

            for (int sample = 0; sample < values.Length; sample++) values[sample] = Join(directions[sample]);
            return;
        }

        var (w, b) = Matrix(i, parameters, layer.Maps[0], "");
        var activation = activations[i];
        if (layer.Kind == "convolution")
        {
            foreach (ref var value in values.AsSpan()) value = Convolve(new ReferenceWindow(activation.Window!, layer), value, layer, w, b, activation);
            return;
        }

        foreach (ref var value in values.AsSpan())
        {
            var (z, scale) = Sums(w, b, value.Outputs);
            double[] y = Activate(activation, z);
            double before = value.Corners.Min();
            value = (y, Math.Max(scale, Math.Sqrt(y.Sum(output => output * output))), [.. z.Select(sum => Math.Min(before, ToCorner(activation, sum)))]);
        }
    }

    // PyTorch's equations, from the state of the layer, which goes on; where the candidate has a matrix of its own, those of Cho et al.
    private (double[] Outputs, double Scale, double[] Corners) Recur(
        int i, string cell, int n, (double[] W, double[] B) ofInputs, (double[] W, double[] B) ofHidden, (double[] W, double[] B) ofCandidate, (double[] Outputs, double Scale, double[] Corners) value)
    {
        var (hidden, cells) = _states != null && _states.TryGetValue(i, out var state) ? state : (new double[n], new double[n]);
        var (x, scale) = Sums(ofInputs.W, ofInputs.B, value.Outputs);
        var (h, ofState) = Sums(ofHidden.W, ofHidden.B, hidden);
        double before = value.Corners.Min(), slope = cell == "rnn" ? 0 : activations[i].Parameter;
        double[] corners = [.. Enumerable.Repeat(before, n)], next = new double[n], nextCells = cells;
        switch (cell)
        {
            case "lstm":
                nextCells = [.. Enumerable.Range(0, n).Select(k => Gate(x[n + k] + h[n + k]) * cells[k] + Gate(x[k] + h[k]) * Math.Tanh(x[2 * n + k] + h[2 * n + k]))];
                next = [.. Enumerable.Range(0, n).Select(k => Gate(x[3 * n + k] + h[3 * n + k]) * Math.Tanh(nextCells[k]))];
                break;
            case "gru" when ofCandidate.W != null:
                double[] reset = [.. Enumerable.Range(0, n).Select(k => Gate(x[k] + h[k]) * hidden[k])];
                double[] candidate = [.. Sums(ofCandidate.W, ofCandidate.B, reset).Sums.Select((sum, k) => Math.Tanh(x[2 * n + k] + sum))];
                next = [.. Enumerable.Range(0, n).Select(k => Gate(x[n + k] + h[n + k])).Select((z, k) => (1 - z) * candidate[k] + z * hidden[k])];
                break;
            case "gru":
                next = [.. Enumerable.Range(0, n).Select(k =>
                {
                    double z = Gate(x[n + k] + h[n + k]);
                    return (1 - z) * Math.Tanh(x[2 * n + k] + Gate(x[k] + h[k]) * h[2 * n + k]) + z * hidden[k];
                })];
                break;
            default:
                next = Activate(activations[i], [.. x.Zip(h, (a, b) => a + b)]);
                corners = [.. x.Zip(h, (a, b) => Math.Min(before, ToCorner(activations[i], a + b)))];
                break;
        }

        // All gates together are as far from their corners as the nearest one.
        if (slope > 0) Array.Fill(corners, Math.Min(before, Gated(cell, n).Min(k => Math.Abs(Math.Abs(x[k] + h[k]) - 0.5 / slope))));
        if (_states != null) _states[i] = (next, nextCells);
        return (next, Math.Max(Math.Max(scale, ofState), Math.Sqrt(next.Sum(y => y * y))), corners);

        double Gate(double sum) => slope == 0 ? 1 / (1 + Math.Exp(-sum)) : Math.Clamp(slope * sum + 0.5, 0, 1);
    }

    // The taps of the last step, zeros where it has none.
    private static (double[] Outputs, double Scale, double[] Corners) Delay((double[] Outputs, double Scale, double[] Corners)[] steps, int taps, int dilation)
    {
        var now = steps[^1];
        var wanted = Enumerable.Range(0, taps).Select(tap => steps.Length - 1 - (taps - 1 - tap) * dilation).ToArray();
        double[] outputs = [.. Enumerable.Range(0, now.Outputs.Length * taps).Select(k => wanted[k % taps] < 0 ? 0 : steps[wanted[k % taps]].Outputs[k / taps])];
        double corner = wanted.Where(step => step >= 0).Min(step => steps[step].Corners.Min());
        return (outputs, Math.Sqrt(wanted.Where(step => step >= 0).Sum(step => steps[step].Scale * steps[step].Scale)), [.. outputs.Select(_ => corner)]);
    }

    // The mean or the largest of the steps so far. What is nearly the largest is near a corner.
    private (double[] Outputs, double Scale, double[] Corners) TakeOver(int i, (double[] Outputs, double Scale, double[] Corners) value, int count)
    {
        bool isMax = info.Layers[i].Kind == "maxovertime";
        var (so, _) = _states!.TryGetValue(i, out var state) ? state : (isMax ? [.. value.Outputs.Select(_ => double.NegativeInfinity)] : new double[value.Outputs.Length], []);
        double[] next = [.. so.Zip(value.Outputs, (a, b) => isMax ? Math.Max(a, b) : a + b)];
        double[] corners = [.. value.Outputs.Select((x, k) => Math.Min(value.Corners.Min(), isMax ? Math.Abs(so[k] - x) : double.PositiveInfinity))];
        _states[i] = (next, []);
        return (isMax ? next : [.. next.Select(sum => sum / count)], value.Scale, corners);
    }

    // The sums of gates: i, f and o of i, f, g and o, or r and z.
    private static IEnumerable<int> Gated(string kind, int n) => kind == "lstm" ? Enumerable.Range(0, 2 * n).Concat(Enumerable.Range(3 * n, n)) : Enumerable.Range(0, 2 * n);

    // W with its gains and b of a matrix, whose tensors have names that end so.
    private (double[] W, double[] B) Matrix(int i, double[] parameters, Map map, string ending)
    {
        var layer = info.Layers[i];
        double[] w = map.Kind switch
        {
            "deepthin" => ReLayout(Values(layer, parameters, Role.LeftFactor, ending)[0], Values(layer, parameters, Role.RightFactor, ending)[0], map.Inputs * map.Outputs, map.Rank),
            "lowrank" => Product(map, Values(layer, parameters, Role.Weight, ending)),
            "hashed" => LookUp(map, Values(layer, parameters, Role.Weight, ending)[0], i + 65536 * PlaceOf(ending)),
            _ => Values(layer, parameters, Role.Weight, ending)[0],
        };
        ApplyGains(map, w, Values(layer, parameters, Role.InputGain, ending), Values(layer, parameters, Role.OutputGain, ending));
        return (w, Values(layer, parameters, Role.Bias, ending) switch
        {
            [] => new double[map.Outputs],
            [var whole] => whole,
            [var left, var right, ..] => ReLayout(left, right, map.Outputs, rank: 1),
        });
    }

    /// <summary>The deviation of a tensor's values with which the values of every layer stay near 1, whatever its size.</summary>
    public static double SizeOf(LayerInfo layer, Tensor tensor) => tensor.Role switch
    {
        Role.Weight when layer.Maps.Count == 0 => 1 / Math.Sqrt(tensor.Columns),
        Role.Bias or Role.Mean or Role.RunningMean => 0.5,
        Role.LeftFactor => 1,
        Role.InputGain or Role.OutputGain or Role.Scale or Role.Gain or Role.RunningVariance => 1,
        Role.RightFactor => 1 / Math.Sqrt(MapOf(layer, tensor).Rank * (double)MapOf(layer, tensor).Inputs),
        _ => 1 / Math.Sqrt(tensor.Name == layer.Tensors.First(other => MapOf(layer, other) == MapOf(layer, tensor)).Name ? MapOf(layer, tensor).Inputs : MapOf(layer, tensor).Rank),
    };

    /// <summary>The matrix of <paramref name="layer"/> that <paramref name="tensor"/> belongs to; a recurrent layer has others, of its state, and one of both directions twice as many.</summary>
    public static Map MapOf(LayerInfo layer, Tensor tensor) => layer.Maps[PlaceOf(tensor.Name) + (tensor.Name.EndsWith(OfReverse, StringComparison.Ordinal) ? layer.Maps.Count / 2 : 0)];

    // The matrix of a direction of a layer that a tensor belongs to, by what its name ends with.
    private static int PlaceOf(string name)
    {
        if (name.EndsWith(OfReverse, StringComparison.Ordinal)) name = name[..^OfReverse.Length];
        return name.EndsWith("_hh", StringComparison.Ordinal) ? 1 : name.EndsWith("_hn", StringComparison.Ordinal) ? 2 : 0;
    }

    /// <summary>Whether a trace of a sample depends on the others of its panel.</summary>
    public bool TakesPanels => info.Layers.Any(layer => layer.Kind == "batchnorm");

    // y = s∘((g∘x)W): a gain of an input multiplies a row of W, and one of an output a column.
    private static void ApplyGains(Map map, double[] w, double[][] inputs, double[][] outputs)
    {
        for (int i = 0; i < w.Length; i++)
        {
            foreach (double[] gains in inputs) w[i] *= gains[i % map.Inputs % gains.Length];
            foreach (double[] gains in outputs) w[i] *= gains[i / map.Inputs];
        }
    }

    private static double ToCorner(ReferenceLayer activation, double z) => activation.Kind switch
    {
        "Relu" or "LeakyRelu" => Math.Abs(z),
        "ClippedRelu" => Math.Min(Math.Abs(z), Math.Abs(z - activation.Parameter)),
        "Elu" when activation.Parameter != 1 => Math.Abs(z),
        "HardSigmoid" or "HardSwish" => Math.Min(Math.Abs(z + 3), Math.Abs(z - 3)),
        _ => double.PositiveInfinity,
    };

    // At each position the layer of the values under the window, tap by tap in each channel or, with factors, channel by channel at each tap.
    private static (double[] Outputs, double Scale, double[] Corners) Convolve(
        ReferenceWindow window, (double[] Outputs, double Scale, double[] Corners) value, LayerInfo layer, double[] w, double[] b, ReferenceLayer activation)
    {
        double before = value.Corners.Min(), squares = 0;
        double[] outputs = new double[layer.Outputs], corners = new double[layer.Outputs];
        bool isByTap = layer.Maps[0].Kind == "deepthin";
        for (int position = 0; position < window.Positions; position++)
        {
            double[] x = new double[window.Channels * window.Taps];
            foreach (var (tap, place) in window.Inside(position))
            {
                for (int channel = 0; channel < window.Channels; channel++)
                {
                    x[isByTap ? tap * window.Channels + channel : channel * window.Taps + tap] = value.Outputs[channel * window.Plane + place];
                }
            }

            var (z, scale) = Sums(w, b, x);
            double[] y = Activate(activation, z);
            squares += scale * scale;
            for (int c = 0; c < z.Length; c++)
            {
                outputs[c * window.Positions + position] = y[c];
                corners[c * window.Positions + position] = Math.Min(before, ToCorner(activation, z[c]));
            }
        }

        return (outputs, Math.Max(Math.Sqrt(squares), Math.Sqrt(outputs.Sum(output => output * output))), corners);
    }

    // Of the channels of a group those outputs that are its own: as many channels as the weights of an output have.
    private static (double[] Outputs, double Scale, double[] Corners) ConvolveApart(
        ReferenceWindow window, (double[] Outputs, double Scale, double[] Corners) value, double[] w, double[] b, ReferenceLayer activation)
    {
        double before = value.Corners.Min(), squares = 0;
        double[] outputs = new double[b.Length * window.Positions], corners = new double[outputs.Length];
        int terms = w.Length / b.Length, channels = terms / window.Taps, groups = window.Channels / channels;
        for (int i = 0; i < outputs.Length; i++)
        {
            int output = i / window.Positions, first = output / (b.Length / groups) * channels;
            double[] x = new double[terms];
            foreach (var (tap, place) in window.Inside(i % window.Positions))
            {
                for (int channel = 0; channel < channels; channel++) x[channel * window.Taps + tap] = value.Outputs[(first + channel) * window.Plane + place];
            }

            var (z, scale) = Sums(w[(output * terms)..((output + 1) * terms)], [b[output]], x);
            squares += scale * scale;
            outputs[i] = Activate(activation, z)[0];
            corners[i] = Math.Min(before, ToCorner(activation, z[0]));
        }

        return (outputs, Math.Max(Math.Sqrt(squares), Math.Sqrt(outputs.Sum(output => output * output))), corners);
    }

    // Between two values that are the largest there is no derivative, but where both are what an activation makes of all below a corner.
    private static (double[] Outputs, double Scale, double[] Corners) Pool(ReferenceWindow window, (double[] Outputs, double Scale, double[] Corners) value, LayerInfo layer)
    {
        double before = value.Corners.Min();
        double[] outputs = new double[layer.Outputs], corners = new double[layer.Outputs];
        for (int i = 0; i < outputs.Length; i++)
        {
            double[] under = [.. window.Inside(i % window.Positions).Select(tap => value.Outputs[i / window.Positions * window.Plane + tap.Place])];
            corners[i] = before;
            if (layer.Kind == "averagepool") outputs[i] = under.Sum() / (window.CountsZeros ? window.Taps : under.Length);
            else
            {
                outputs[i] = under.Any(double.IsNaN) ? double.NaN : under.Max();
                double[] largest = [.. under.OrderDescending().Take(2)];
                if (largest is [var first, var second] && first > second) corners[i] = Math.Min(before, first - second);
            }
        }

        return (outputs, value.Scale, corners);
    }

    // A weight and a bias of each channel.
    private static (double[] Outputs, double Scale, double[] Corners) Scale((double[] Outputs, double Scale, double[] Corners) value, double[] weights, double[] biases)
    {
        int plane = value.Outputs.Length / weights.Length;
        double[] outputs = [.. value.Outputs.Select((x, i) => weights[i / plane] * x + biases[i / plane])];
        double squares = value.Outputs.Select((x, i) => Math.Pow(weights[i / plane] * x, 2) + Math.Pow(biases[i / plane], 2)).Sum();
        return (outputs, Math.Max(Math.Sqrt(squares), Norm(outputs)), [.. outputs.Select(_ => value.Corners.Min())]);
    }

    // A slope of each channel, or one of all.
    private static (double[] Outputs, double Scale, double[] Corners) Bend((double[] Outputs, double Scale, double[] Corners) value, double[] slopes)
    {
        int plane = value.Outputs.Length / slopes.Length;
        double before = value.Corners.Min();
        double[] outputs = [.. value.Outputs.Select((x, i) => x > 0 ? x : slopes[i / plane] * x)];
        return (outputs, Math.Max(value.Scale, Norm(outputs)), [.. value.Outputs.Select(x => Math.Min(before, Math.Abs(x)))]);
    }

    // Columns of as many values as weights, each alone.
    private static (double[] Outputs, double Scale, double[] Corners) Normalize((double[] Outputs, double Scale, double[] Corners) value, double[] weights, double[] biases, double epsilon)
    {
        int rows = weights.Length, columns = value.Outputs.Length / rows;
        double[] outputs = new double[value.Outputs.Length];
        double squares = 0;
        for (int column = 0; column < columns; column++)
        {
            double[] x = [.. Enumerable.Range(0, rows).Select(row => value.Outputs[row * columns + column])];
            double mean = x.Average(), scale = 1 / Math.Sqrt(x.Average(one => Math.Pow(one - mean, 2)) + epsilon);
            for (int row = 0; row < rows; row++)
            {
                outputs[row * columns + column] = weights[row] * (x[row] - mean) * scale + biases[row];
                squares += Math.Pow(weights[row] * scale, 2) * (x[row] * x[row] + mean * mean) + biases[row] * biases[row];
            }
        }

        return (outputs, Math.Max(Math.Sqrt(squares), Norm(outputs)), [.. outputs.Select(_ => value.Corners.Min())]);
    }

    // Each value of the output is a value of the input or 0, by the definition of an index: numbers are above, below, left, right, channels before and behind, mode.
    private static (double[] Outputs, double Scale, double[] Corners) Pad((double[] Outputs, double Scale, double[] Corners) value, LayerInfo layer, int[] numbers)
    {
        var (channels, height, width) = Shape(layer.InputShape);
        var (_, outHeight, outWidth) = Shape(layer.OutputShape);
        double[] outputs = new double[layer.Outputs];
        for (int i = 0; i < outputs.Length; i++)
        {
            int channel = i / (outHeight * outWidth) - numbers[4], row = Index(i / outWidth % outHeight - numbers[0], height), column = Index(i % outWidth - numbers[2], width);
            if (channel >= 0 && channel < channels && row >= 0 && column >= 0) outputs[i] = value.Outputs[(channel * height + row) * width + column];
        }

        return (outputs, Math.Max(value.Scale, Norm(outputs)), [.. outputs.Select(_ => value.Corners.Min())]);

        int Index(int index, int length) => (numbers[6], index >= 0 && index < length) switch
        {
            (_, true) => index,
            (0, _) => -1,
            (1, _) => length - 1 - Math.Abs(length - 1 - Math.Abs(index)),
            _ => Math.Clamp(index, 0, length - 1),
        };
    }

    private static (int Channels, int Height, int Width) Shape(IReadOnlyList<int> shape) => (shape[0], shape.Count > 2 ? shape[1] : 1, shape.Count > 1 ? shape[^1] : 1);

    // At a magnitude of 0 there is no derivative.
    private static (double[] Outputs, double Scale, double[] Corners) Magnitude((double[] Outputs, double Scale, double[] Corners) value)
    {
        int half = value.Outputs.Length / 2;
        double before = value.Corners.Min();
        double[] outputs = [.. Enumerable.Range(0, half).Select(i => Math.Sqrt(Math.Pow(value.Outputs[i], 2) + Math.Pow(value.Outputs[half + i], 2)))];
        return (outputs, Math.Max(value.Scale, Norm(outputs)), [.. outputs.Select(y => Math.Min(before, y))]);
    }

    private static (double[] Outputs, double Scale, double[] Corners) Transpose((double[] Outputs, double Scale, double[] Corners) value, int channels)
    {
        double before = value.Corners.Min();
        double[] outputs = new double[value.Outputs.Length];
        for (int position = 0, next = 0; position < outputs.Length / channels; position++)
        {
            for (int channel = 0; channel < channels; channel++) outputs[next++] = value.Outputs[channel * outputs.Length / channels + position];
        }

        return (outputs, value.Scale, [.. outputs.Select(_ => before)]);
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));

    /// <summary>xW + b, and the norm it would have if its terms had random signs.</summary>
    private static (double[] Sums, double Scale) Sums(double[] w, double[] b, double[] x)
    {
        double[] z = new double[b.Length];
        double squares = 0;
        for (int c = 0; c < z.Length; c++)
        {
            double sum = b[c];
            var column = w.AsSpan(c * x.Length, x.Length);
            for (int q = 0; q < column.Length; q++)
            {
                double term = column[q] * x[q];
                sum += term;
                squares += term * term;
            }

            z[c] = sum;
        }

        return (z, Math.Sqrt(squares));
    }

    // The values of W column by column: W[q, c] is the value c·Q + q.
    private static double[] ReLayout(double[] xf, double[] wf, int length, int rank)
    {
        int n = wf.Length / rank;
        double[] values = new double[length];
        for (int i = 0; i < length; i += n)
        {
            var row = values.AsSpan(i, Math.Min(n, length - i));
            for (int k = 0; k < rank; k++) AddScaled(xf[i / n * rank + k], wf.AsSpan(k * n, row.Length), row);
        }

        return values;
    }

    // Column by column as well: W[q, c] = Σ_k U[q, k]·V[k, c].
    private static double[] Product(Map map, double[][] factors)
    {
        double[] u = factors[0], v = factors[1];
        double[] values = new double[map.Inputs * map.Outputs];
        for (int c = 0; c < map.Outputs; c++)
        {
            for (int k = 0; k < map.Rank; k++) AddScaled(v[k * map.Outputs + c], u.AsSpan(k * map.Inputs, map.Inputs), values.AsSpan(c * map.Inputs, map.Inputs));
        }

        return values;
    }

    private static void AddScaled(double factor, ReadOnlySpan<double> values, Span<double> sums)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] += factor * values[i];
    }

    // The hashes are the same at every call.
    private double[] LookUp(Map map, double[] buckets, int seed)
    {
        if (!_hashes.TryGetValue(seed, out uint[]? hashes))
        {
            _hashes[seed] = hashes = [.. Enumerable.Range(0, map.Inputs * map.Outputs).Select(i => System.IO.Hashing.XxHash32.HashToUInt32(BitConverter.GetBytes(i), seed))];
        }

        double[] values = new double[hashes.Length];
        for (int i = 0; i < values.Length; i++)
        {
            uint hash = hashes[i];
            values[i] = (hash % 2 == 0 ? 1 : -1) * buckets[(int)((hash / 2) * (ulong)buckets.Length >> 31)];
        }

        return values;
    }

    private static double[][] Values(LayerInfo layer, double[] parameters, Role role, string ending = "") =>
        [.. layer.Tensors.Where(tensor => tensor.Role == role && tensor.Name.EndsWith(ending, StringComparison.Ordinal)).Select(tensor => parameters[tensor.Offset..(tensor.Offset + tensor.Length)])];

    private static double[] Activate(ReferenceLayer activation, double[] z)
    {
        double max = z.Max(), sum = z.Sum(value => Math.Exp(value - max));
        return [.. z.Select(value => activation.Kind switch
        {
            "Identity" => value,
            "Relu" => Math.Max(0, value),
            "LeakyRelu" => value > 0 ? value : activation.Parameter == 0 ? Math.Max(0, value) : activation.Parameter * value,
            "ClippedRelu" => Math.Min(Math.Max(0, value), activation.Parameter),
            "Sigmoid" => 1 / (1 + Math.Exp(-value)),
            "Tanh" => Math.Tanh(value),
            "Gelu" => double.IsNegativeInfinity(value) ? 0 : value * NormalDistribution.Below(value),
            "GeluTanh" => double.IsNegativeInfinity(value) ? 0 : value / (1 + Math.Exp(-2 * GeluAngle(value))),
            "Silu" => double.IsNegativeInfinity(value) ? 0 : value / (1 + Math.Exp(-value)),
            "Elu" => value > 0 ? value : activation.Parameter * LessOne(value),
            "Softplus" => Math.Max(0, value) + LogOfOneAnd(Math.Exp(-Math.Abs(value))),
            "HardSigmoid" => Math.Min(Math.Max(0, value + 3), 6) / 6,
            "HardSwish" => double.IsNegativeInfinity(value) ? 0 : value * Math.Min(Math.Max(0, value + 3), 6) / 6,
            "Softmax" => Math.Exp(value - max) / sum,
            "LogSoftmax" => value - max - Math.Log(sum),
            var other => throw new ArgumentException($"The reference knows no activation {other}."),
        })];
    }

    /// <summary>The derivative of an activation whose outputs depend on one sum each.</summary>
    public static double Derivative(ReferenceLayer activation, double z)
    {
        double y = Activate(activation, [z])[0];
        return activation.Kind switch
        {
            "Identity" => 1,
            "Relu" => z > 0 ? 1 : 0,
            "LeakyRelu" => z > 0 ? 1 : activation.Parameter,
            "ClippedRelu" => z > 0 && z < activation.Parameter ? 1 : 0,
            "Sigmoid" => y * (1 - y),
            "Tanh" => 1 - y * y,
            "Gelu" => NormalDistribution.Below(z) + (double.IsInfinity(z) ? 0 : z * NormalDistribution.Density(z)),
            "GeluTanh" => Slope(GeluAngle(z), z * Math.Sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z), z),
            "Silu" => Slope(z / 2, z / 2, z),
            "Elu" => z > 0 ? 1 : activation.Parameter * Math.Exp(z),
            "Softplus" => 1 / (1 + Math.Exp(-z)),
            "HardSigmoid" => z is > -3 and < 3 ? 1 / 6.0 : 0,
            "HardSwish" => z <= -3 ? 0 : z > 3 ? 1 : (2 * z + 3) / 6,
            var other => throw new ArgumentException($"The reference has no derivative of {other}."),
        };
    }

    private static double GeluAngle(double z) => Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z);

    // s + z·s′ of s = 1 / (1 + exp(−2u)), where its slope is a number.
    private static double Slope(double u, double zTimesSlopeOfU, double z)
    {
        double s = 1 / (1 + Math.Exp(-2 * u));
        return Math.Abs(z) > 1e3 ? s : s + 2 * zTimesSlopeOfU * s * (1 - s);
    }

    // Near 0 the first terms of the series: less than 1e-16 of them is missing.
    private static double LessOne(double z) => Math.Abs(z) < 1e-5 ? z * (1 + z / 2 * (1 + z / 3)) : Math.Exp(z) - 1;

    private static double LogOfOneAnd(double e) => e < 1e-5 ? e * (1 - e / 2 * (1 - 2 * e / 3)) : Math.Log(1 + e);
}

/// <summary>What tests ask of a layer.</summary>
internal static class LayerInfoExtensions
{
    extension(ModelInfo info)
    {
        /// <summary>Whether the inputs are indices of rows.</summary>
        public bool ReadsIndices => info.Layers[0].Kind == "embedding";

        /// <summary>A value that a model may be given.</summary>
        public float Input(Random random) => info.ReadsIndices ? random.Next(info.Layers[0].Maps[0].Outputs) : (float)(2 * random.NextDouble() - 1);
    }

    /// <summary>The index in the names of the layer's tensors.</summary>
    public static string Index(this LayerInfo layer) => layer.Tensors[0].Name.Split('.')[1];
}
