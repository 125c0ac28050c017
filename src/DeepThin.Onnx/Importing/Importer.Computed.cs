using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Layers;
using DeepThin.Onnx.Operators;
using DeepThin.Planning;

namespace DeepThin.Onnx.Importing;

/// <summary>The layers that runs of operators are: activations, straight lines, normalisations, sums.</summary>
internal sealed partial class Importer
{
    // A layer of the region, or null where it is none.
    private Func<View, View>? Recognized(Region region)
    {
        if (region.IsOfEachNumber)
        {
            return region.Compute(Constant.Of([Functions.Samples.Length], Functions.Samples)) is { } values && Functions.Recognize(values.Doubles()) is { } function
                ? view => Applied(view, function, region.End.Node)
                : null;
        }

        int length = Dims.Length(region.Start.Dims);
        if (length > MaxTried) return null;
        if (region.IsElementwise) return region.End.Dims.SequenceEqual(region.Start.Dims) ? StraightLine(region) : null;
        if (!region.Reductions.Any() || !region.End.Dims.SequenceEqual(region.Start.Dims)) return null;
        return Normalization(region);
    }

    // A function of each number: of all values that the tensor has some of.
    private View Applied(View view, ScalarFunction function, Node node)
    {
        if (function is { Activation: null, Factor: 1, Summand: 0 }) return view;
        if (!function.KeepsZero && view.Places.Any(place => place.IsZero)) throw node.Error("it acts on zeros that were put around values, which no layer does.");
        bool isLine = function.Factor != 1 || function.Summand != 0;
        if (view.Places.Length > 0 && !view.Places[0].IsZero && _network[view.Places[0].Value] is { Shape: null } input) input.Shape = ShapeOf(_network.OneStep(view, node).Step, input);
        var made = new Dictionary<int, NetworkValue>();
        return new(view.Dims, Array.ConvertAll(view.Places, place =>
        {
            if (place.IsZero) return place;
            if (!made.TryGetValue(place.Value, out var value))
            {
                value = Readable(place.Value, node);
                if (isLine) value = Scaled(value, node, Enumerable.Repeat(function.Factor, value.Length).ToArray(), Enumerable.Repeat(function.Summand, value.Length).ToArray());
                if (function.Activation is { } activation) value = Activated(value, activation, function.Options, node);
                made[place.Value] = value;
            }

            var source = _network[place.Value];
            return new Place(value.Id, source.Order is null ? place.Index : place.Index / source.Length * source.Length + NetworkBuilder.Inverse(source)[place.Index % source.Length]);
        }));
    }

    // An input that nobody has read yet gets the dimensions of the tensor, if these are all of it in some order; then the tensor is its order.
    private Shape ShapeOf(View step, NetworkValue input)
    {
        if (!_network.IsAllOf(step, out _)) return new(input.Length);
        int[] order = Array.ConvertAll(step.Places, place => place.Index);
        input.Order = order.SequenceEqual(Enumerable.Range(0, order.Length)) ? null : order;
        return ShapeOf(step.Dims);
    }

    // Samples, channels, and then rows and columns: as PyTorch has it.
    private static Shape ShapeOf(int[] dims) => dims.Length switch
    {
        <= 2 => new(Dims.Length(dims)),
        3 when dims[0] == 1 => new(dims[1], 1, dims[2]),
        4 when dims[0] == 1 => new(dims[1], dims[2], dims[3]),
        _ => new(Dims.Length(dims)),
    };

    private NetworkValue Readable(int id, Node node) => _network[id] is { CellsOf: { } hidden }
        ? throw node.Error($"it reads the cells of {hidden.Writer!.Kind}, which only its session knows.")
        : _network[id];

    private NetworkValue Activated(NetworkValue value, string activation, IReadOnlyList<(string Name, string Value)> options, Node node)
    {
        var layer = new ImportedLayer("Activate", node.Name, [value], $"Activation.{activation}");
        layer.Options.AddRange(options);
        return _network.Add(layer, NetworkBuilder.ShapeOf(value));
    }

    // y = w∘x + b, with the numbers of a channel equal.
    private NetworkValue Scaled(NetworkValue value, Node node, double[] factors, double[] summands)
    {
        var shape = NetworkBuilder.ShapeOf(value);
        int plane = shape.Height * shape.Width;
        float[] weight = new float[shape.Channels], bias = new float[shape.Channels];
        for (int i = 0; i < factors.Length; i++)
        {
            int channel = i / plane;
            if (i % plane == 0) (weight[channel], bias[channel]) = ((float)factors[i], (float)summands[i]);
            else if (!Functions.Agree(factors[i], weight[channel]) || !Functions.Agree(summands[i], bias[channel])) throw node.Error($"it has other factors or summands for each place of {shape}; layers have one for each channel.");
        }

        var layer = new ImportedLayer("Scale", node.Name, [value], Text.Of(shape.Channels));
        layer.Tensors.Add(new("weight", [shape.Channels], weight));
        if (bias.Any(b => b != 0)) layer.Tensors.Add(new("bias", [shape.Channels], bias));
        else layer.Options.Add(("Bias", "false"));
        return _network.Add(layer, shape);
    }

    // Factors and summands of a tensor, tried at 0, at 1 and at numbers of both signs.
    private Func<View, View>? StraightLine(Region region)
    {
        int[] dims = region.Start.Dims;
        int length = Dims.Length(dims);
        double[]? At(Func<int, double> value) => region.Compute(Constant.Of(dims, [.. Enumerable.Range(0, length).Select(value)]))?.Doubles();
        if (At(_ => 0) is not { } summands || At(_ => 1) is not { } ones) return null;
        double[] factors = [.. ones.Zip(summands, (one, zero) => one - zero)];
        foreach (double probe in (double[])[-1, -0.3, 2.5, -37, 41, -1e4, 1e4])
        {
            if (At(_ => probe) is not { } found || found.Where((value, i) => !Functions.Agree(value, factors[i] * probe + summands[i])).Any()) return null;
        }

        return view => Line(view, factors, summands, region.End.Node);
    }

    private View Line(View view, double[] factors, double[] summands, Node node)
    {
        var (step, axis) = _network.OneStep(view, node);
        if (axis >= 0)
        {
            // The numbers of all steps are the same.
            int inner = Dims.Length(view.Dims[(axis + 1)..]), steps = view.Dims[axis];
            int[] first = [.. Enumerable.Range(0, step.Places.Length).Select(i => i / inner * steps * inner + i % inner)];
            for (int i = 0; i < factors.Length; i++)
            {
                int at = first[i / inner / steps * inner + i % inner];
                if (!Functions.Agree(factors[i], factors[at]) || !Functions.Agree(summands[i], summands[at])) throw node.Error("it has other factors or summands at each step of a sequence, which no layer has.");
            }

            (factors, summands) = ([.. first.Select(i => factors[i])], [.. first.Select(i => summands[i])]);
        }

        var value = AllOf(step, node, out int[] at0);
        double[] w = new double[value.Length], b = new double[value.Length];
        for (int i = 0; i < at0.Length; i++) (w[at0[i]], b[at0[i]]) = (factors[i], summands[i]);
        var scaled = Scaled(value, node, w, b);
        return _network.AllSteps(new(step.Dims, Array.ConvertAll(at0, place => new Place(scaled.Id, place))), axis);
    }

    // The value that a tensor is in some order, and the place in it of each number of the tensor.
    private NetworkValue AllOf(View step, Node node, out int[] places)
    {
        if (!_network.IsAllOf(step, out var value) || value is { Shape: null })
        {
            value = _network.Read(step, ShapeOf(step.Dims), node);
            places = [.. Enumerable.Range(0, value.Length)];
            return value;
        }

        int[] inverse = NetworkBuilder.Inverse(value);
        places = Array.ConvertAll(step.Places, place => inverse[place.Index]);
        Readable(value.Id, node);
        return value;
    }

    private Func<View, View>? Normalization(Region region)
    {
        int[] dims = region.Start.Dims;
        int length = Dims.Length(dims);
        var reduced = region.Reductions.First();
        // The axes are those of what the reduction reads, which has the dimensions of the start as a rule.
        if (!reduced.Inputs[0]!.Dims.SequenceEqual(dims)) return null;
        int[] axes = Arithmetic.ReducedAxes(reduced.Node, dims.Length, (reduced.Inputs.ElementAtOrDefault(1) as Known)?.Value);
        var random = new Random(1);
        double[] Values(double scale) => [.. Enumerable.Range(0, length).Select(_ => scale * (random.NextDouble() * 2 - 1))];
        double[]? Of(double[] values) => region.Compute(Constant.Of(dims, values))?.Doubles();
        int[] groups = Groups(dims, axes);
        double[] tried = Values(2);
        if (Of(tried) is not { } found) return null;
        foreach (bool logarithm in (bool[])[false, true])
        {
            if (Same(found, Softmax(tried, groups, logarithm))) return view => Softmaxed(view, groups, logarithm, region.End.Node);
        }

        // y = w∘(x − mean)/√(variance + epsilon) + b: b where all are equal, w where epsilon vanishes, epsilon where it does not.
        if (Of(new double[length]) is not { } b || Of(tried = Values(1e4)) is not { } large) return null;
        double[] w = [.. large.Zip(Normalized(tried, groups, 0), (y, x) => (y, x)).Select((pair, i) => (pair.y - b[i]) / pair.x)];
        if (Of(tried = Values(1e-3)) is not { } small) return null;
        double[] plain = Normalized(tried, groups, 0), variance = Variances(tried, groups);
        int most = Enumerable.Range(0, length).MaxBy(i => Math.Abs(plain[i] * w[i]));
        double ratio = (small[most] - b[most]) / (plain[most] * w[most]), epsilon = variance[groups[most]] * (1 / (ratio * ratio) - 1);
        if (!(epsilon > 0) || !double.IsFinite(epsilon)) return null;
        epsilon = double.Parse(epsilon.ToString("G4", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
        if (Of(tried = Values(3)) is not { } last || !Same(last, [.. Normalized(tried, groups, epsilon).Select((value, i) => value * w[i] + b[i])])) return null;
        return view => LayerNormalized(view, groups, w, b, epsilon, region.End.Node);

        static bool Same(double[] found, double[] wanted) => found.Length == wanted.Length && !found.Where((value, i) => Math.Abs(value - wanted[i]) > 1e-4 * Math.Max(1, Math.Abs(wanted[i]))).Any();
    }

    // The group of each value: those that lie along the axes are together.
    private static int[] Groups(int[] dims, int[] axes) => Dims.Places([.. dims.Select((length, i) => axes.Contains(i) ? 1 : length)], dims);

    private static double[] Softmax(double[] values, int[] groups, bool logarithm)
    {
        double[] sums = new double[groups.Max() + 1];
        for (int i = 0; i < values.Length; i++) sums[groups[i]] += Math.Exp(values[i]);
        return [.. values.Select((value, i) => logarithm ? value - Math.Log(sums[groups[i]]) : Math.Exp(value) / sums[groups[i]])];
    }

    private static double[] Means(double[] values, int[] groups)
    {
        double[] sums = new double[groups.Max() + 1], counts = new double[sums.Length];
        for (int i = 0; i < values.Length; i++)
        {
            sums[groups[i]] += values[i];
            counts[groups[i]]++;
        }

        return [.. sums.Zip(counts, (sum, count) => sum / count)];
    }

    private static double[] Variances(double[] values, int[] groups)
    {
        double[] means = Means(values, groups);
        return Means([.. values.Select((value, i) => (value - means[groups[i]]) * (value - means[groups[i]]))], groups);
    }

    private static double[] Normalized(double[] values, int[] groups, double epsilon)
    {
        double[] means = Means(values, groups), variances = Variances(values, groups);
        return [.. values.Select((value, i) => (value - means[groups[i]]) / Math.Sqrt(variances[groups[i]] + epsilon))];
    }

    private View Softmaxed(View view, int[] groups, bool logarithm, Node node) => OfGroups(view, groups, node, (value, groupOf) =>
    {
        if (!IsByPosition(NetworkBuilder.ShapeOf(value), groupOf)) throw node.Error($"its sums are not over the channels of {value.Shape}; a softmax of a layer is over the channels of one position.");
        return Activated(value, logarithm ? "LogSoftmax" : "Softmax", [], node);
    });

    private View LayerNormalized(View view, int[] groups, double[] weights, double[] biases, double epsilon, Node node)
    {
        int[] places = [];
        return OfGroups(view, groups, node, (value, groupOf) =>
        {
            var shape = NetworkBuilder.ShapeOf(value);
            bool whole = groupOf.All(group => group == groupOf[0]), perPosition = !whole || shape.IsVector is false && shape.Channels == value.Length;
            if (!whole && !IsByPosition(shape, groupOf)) throw node.Error($"it normalises neither all values of {shape} together nor the channels of each position.");
            int[] dims = whole ? shape.IsVector ? [shape.Channels] : shape.Height == 1 ? [shape.Channels, shape.Width] : [shape.Channels, shape.Height, shape.Width] : [shape.Channels];
            float[] weight = new float[Dims.Length(dims)], bias = new float[weight.Length];
            int plane = value.Length / weight.Length;
            for (int i = 0; i < places.Length; i++)
            {
                int at = places[i] / plane;
                if (places[i] % plane == 0) (weight[at], bias[at]) = ((float)weights[i], (float)biases[i]);
            }

            var layer = new ImportedLayer("LayerNorm", node.Name, [value], Text.Of(shape.Channels));
            if (!whole) layer.Options.Add(("PerPosition", "true"));
            layer.Options.Add(("Epsilon", Text.Of(epsilon)));
            layer.Tensors.Add(new("weight", dims, weight));
            if (bias.Any(b => b != 0)) layer.Tensors.Add(new("bias", dims, bias));
            else layer.Options.Add(("Bias", "false"));
            return _network.Add(layer, shape);
        }, found => places = found);
    }

    // A layer of values that belong together: groups are given for the tensor, and asked for in the order of the value.
    private View OfGroups(View view, int[] groups, Node node, Func<NetworkValue, int[], NetworkValue> make, Action<int[]>? found = null)
    {
        var (step, axis) = _network.OneStep(view, node);
        if (axis >= 0)
        {
            int inner = Dims.Length(view.Dims[(axis + 1)..]), steps = view.Dims[axis];
            groups = [.. Enumerable.Range(0, step.Places.Length).Select(i => groups[i / inner * steps * inner + i % inner])];
        }

        var value = AllOf(step, node, out int[] places);
        NetworkValue made;
        try
        {
            made = Make();
        }
        catch (OnnxException)
        {
            // Groups of the tensor that are none of the value may be some of the value in the order of the tensor.
            value = _network.Read(step, ShapeOf(step.Dims), node);
            places = [.. Enumerable.Range(0, value.Length)];
            made = Make();
        }

        return _network.AllSteps(new(step.Dims, Array.ConvertAll(places, place => new Place(made.Id, place))), axis);

        NetworkValue Make()
        {
            int[] groupOf = new int[value.Length];
            for (int i = 0; i < places.Length; i++) groupOf[places[i]] = groups[i];
            found?.Invoke(places);
            return make(value, groupOf);
        }
    }

    // Whether the channels of each position are a group.
    private static bool IsByPosition(Shape shape, int[] groupOf)
    {
        int plane = shape.Height * shape.Width;
        for (int i = 0; i < groupOf.Length; i++)
        {
            if (groupOf[i] != groupOf[i % plane]) return false;
        }

        return groupOf.Take(plane).Distinct().Count() == plane;
    }

    // The last operator alone, of tensors that layers compute.
    private View Together(Computed end)
    {
        var node = end.Node;
        if (Magnitude(end) is { } magnitude) return magnitude;
        bool moves = Movement.Is(node.Operator);
        Expression[] read = [.. end.Inputs.OfType<Expression>().Where(input => input is not Known || moves && node.Operator == "Concat").Select(Forced)];
        if (read.OfType<Failed>().FirstOrDefault() is { } failed) throw new OnnxException([.. failed.Problems]);
        if (moves) return (View)Moves(node, [.. read.Select(input => AsView(input, node))], [.. end.Inputs.Select(input => (input as Known)?.Value)])[0];
        View[] views = [.. read.Cast<View>()];
        if (Arithmetic.IsReduction(node.Operator)) return Pooled(views[0], end);
        if (node.Operator == "PRelu" && views.Length == 1 && end.Inputs[1] is Known slopes) return Bent(views[0], slopes.Value, node);
        if (node.Operator == "Mul" && views.Length == 2 && end.Inputs.Length == 2) return Multiplied(views[0], views[1], node);
        if (node.Operator is "Add" or "Sum" or "Sub" && views.Length == end.Inputs.Length && views.Length > 1)
        {
            if (node.Operator == "Sub") views[1] = Applied(views[1], new(null, [], -1) { KeepsZero = true }, node);
            return views.Skip(1).Aggregate(views[0], (sum, next) => Sum(sum, next, node));
        }

        string of = string.Join(" and ", end.Inputs.OfType<Expression>().Select(input => input is Known ? $"a constant of {Dims.Text(input.Dims)}" : Dims.Text(input.Dims)));
        throw node.Error($"no layer computes it of {of}, alone or with the operators before it.");
    }

    private View Sum(View first, View second, Node node)
    {
        if (!first.Dims.SequenceEqual(second.Dims)) throw node.Error($"it adds {Dims.Text(first.Dims)} and {Dims.Text(second.Dims)}; a layer adds values of one shape.");
        var (one, axis) = _network.OneStep(first, node);
        var (other, otherAxis) = _network.OneStep(second, node);
        if (axis != otherAxis) throw node.Error("it adds a value of each step of a sequence to one of all.");
        if (!_network.IsAllOf(one, out _) && _network.IsAllOf(other, out _)) (one, other) = (other, one);
        var value = AllOf(one, node, out int[] places);
        var shape = NetworkBuilder.ShapeOf(value);
        var moved = new Place[value.Length];
        for (int i = 0; i < places.Length; i++) moved[places[i]] = other.Places[i];
        var added = _network.Read(new([1, shape.Channels, shape.Height, shape.Width], moved), shape, node);
        var sum = _network.Add(new ImportedLayer("Residual", node.Name, [value, added]), shape);
        return _network.AllSteps(new(one.Dims, Array.ConvertAll(places, place => new Place(sum.Id, place))), axis);
    }

    // Two values place by place, or the channels of one with a gate for each.
    private View Multiplied(View first, View second, Node node)
    {
        int[] dims = Dims.Broadcast(first.Dims, second.Dims);
        if (!first.Dims.SequenceEqual(dims)) (first, second) = (second, first);
        if (!first.Dims.SequenceEqual(dims)) throw node.Error($"it multiplies {Dims.Text(first.Dims)} and {Dims.Text(second.Dims)}; a layer multiplies values of one shape, or channels with a gate for each.");
        second = new(dims, Array.ConvertAll(Dims.Places(second.Dims, dims), place => second.Places[place]));
        var (one, axis) = _network.OneStep(first, node);
        var (other, otherAxis) = _network.OneStep(second, node);
        if (axis != otherAxis) throw node.Error("it multiplies a value of each step of a sequence with one of all.");
        var value = AllOf(one, node, out int[] places);
        var shape = NetworkBuilder.ShapeOf(value);
        var moved = new Place[value.Length];
        for (int i = 0; i < places.Length; i++) moved[places[i]] = other.Places[i];
        int plane = shape.Height * shape.Width;
        bool gates = plane > 1 && !moved.Where((place, i) => place != moved[i / plane * plane]).Any();
        var factor = gates
            ? _network.Read(new([1, shape.Channels], [.. Enumerable.Range(0, shape.Channels).Select(channel => moved[channel * plane])]), new(shape.Channels), node)
            : _network.Read(new([1, shape.Channels, shape.Height, shape.Width], moved), shape, node);
        var product = _network.Add(new ImportedLayer("Multiply", node.Name, [value, factor]), shape);
        return _network.AllSteps(new(one.Dims, Array.ConvertAll(places, place => new Place(product.Id, place))), axis);
    }

    private View Bent(View view, Constant slopes, Node node)
    {
        var (step, axis) = _network.OneStep(view, node);
        var value = AllOf(step, node, out int[] places);
        var shape = NetworkBuilder.ShapeOf(value);
        float[] all = slopes.Floats(), weight = new float[shape.Channels];
        int[] from = Dims.Places(slopes.Dims, step.Dims);
        int plane = shape.Height * shape.Width;
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] % plane == 0) weight[places[i] / plane] = all[from[i]];
        }

        if (places.Where((place, i) => all[from[i]] != weight[place / plane]).Any()) throw node.Error($"it has a slope for each place of {shape}; layers have one for each channel.");
        var layer = new ImportedLayer("PRelu", node.Name, [value], Text.Of(shape.Channels));
        layer.Tensors.Add(new("weight", [shape.Channels], weight));
        var bent = _network.Add(layer, shape);
        return _network.AllSteps(new(step.Dims, Array.ConvertAll(places, place => new Place(bent.Id, place))), axis);
    }

    // The square root of the sum of two squares: halves of the channels of one value.
    private View? Magnitude(Computed end)
    {
        if (end.Node.Operator != "Sqrt" || end.Inputs[0] is not Computed { Node.Operator: "Add" } sum || Squared(sum.Inputs[0]) is not { } real || Squared(sum.Inputs[1]) is not { } imaginary) return null;
        View[] halves = [.. ((Expression[])[real, imaginary]).Select(half => Forced(half, end.Node))];
        if (!halves[0].Dims.SequenceEqual(halves[1].Dims)) return null;
        var (first, axis) = _network.OneStep(halves[0], end.Node);
        var (second, _) = _network.OneStep(halves[1], end.Node);
        var half = ShapeOf(first.Dims);
        var value = _network.Read(new([2, .. first.Dims], [.. first.Places, .. second.Places]), half with { Channels = 2 * half.Channels }, end.Node);
        return _network.AllSteps(NetworkBuilder.ViewOf(_network.Add(new ImportedLayer("Magnitude", end.Node.Name, [value]), half), first.Dims), axis);

        static Expression? Squared(Expression? expression) => expression is Computed square
            && (square.Node.Operator == "Pow" && square.Inputs[1] is Known { Value: { IsUniform: true } power } && power.Doubles()[0] == 2 || square.Node.Operator == "Mul" && square.Inputs[0] == square.Inputs[1])
            ? square.Inputs[0]
            : null;
    }

    // Means and maxima: over all positions of each channel, or over the steps of a sequence.
    private View Pooled(View view, Computed end)
    {
        var node = end.Node;
        if (node.Operator is not ("ReduceMean" or "ReduceMax")) throw node.Error("no layer computes it, alone or with the operators around it.");
        int[] axes = Arithmetic.ReducedAxes(node, view.Dims.Length, (end.Inputs.ElementAtOrDefault(1) as Known)?.Value);
        var (step, stepAxis) = _network.OneStep(view, node);
        if (stepAxis >= 0 && axes.Contains(stepAxis))
        {
            if (axes.Any(axis => axis != stepAxis && view.Dims[axis] > 1)) throw node.Error("it takes steps and places together; layers take the one or the other.");
            var sequence = AllOf(step, node, out int[] at);
            var ended = _network.EndOf(sequence, node.Operator == "ReduceMean" ? "MeanOverTime" : "MaxOverTime", node);
            return new(end.Dims, Array.ConvertAll(at, place => new Place(ended.Id, place)));
        }

        int[] groups = Groups(step.Dims, axes);
        if (axes.All(axis => view.Dims[axis] == 1)) return view.Reshaped(end.Dims);
        var value = AllOf(step, node, out int[] places);
        var shape = NetworkBuilder.ShapeOf(value);
        int plane = shape.Height * shape.Width;
        int[] groupOf = new int[value.Length];
        for (int i = 0; i < places.Length; i++) groupOf[places[i]] = groups[i];
        if (groupOf.Where((group, i) => group != groupOf[i / plane * plane]).Any() || groupOf.Distinct().Count() != shape.Channels) throw node.Error($"it does not take all positions of each channel of {shape}; layers do.");
        var pooled = _network.Add(new ImportedLayer(node.Operator == "ReduceMean" ? "GlobalAveragePool" : "GlobalMaxPool", node.Name, [value]), new(shape.Channels));
        var result = new Place[groups.Max() + 1];
        for (int i = 0; i < groups.Length; i++) result[groups[i]] = new(pooled.Id, places[i] / plane);
        int[] oneStep = Arithmetic.Reduced(node, step.Dims, axes);
        return _network.AllSteps(new(oneStep, result), stepAxis < 0 ? -1 : node.Integer("keepdims", 1) != 0 ? stepAxis : stepAxis - axes.Count(axis => axis < stepAxis));
    }
}
