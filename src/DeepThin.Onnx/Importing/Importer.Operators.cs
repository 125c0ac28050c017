using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Layers;
using DeepThin.Onnx.Operators;
using DeepThin.Onnx.Schema;
using DeepThin.Planning;

namespace DeepThin.Onnx.Importing;

/// <summary>The operators that are layers of their own.</summary>
internal sealed partial class Importer
{
    /// <summary>The operators that become layers, besides those that move values and those that are computed value by value.</summary>
    public static IReadOnlyList<string> LayerOperators { get; } =
    [
        "AveragePool", "BatchNormalization", "Conv", "GRU", "Gather", "Gemm", "GlobalAveragePool", "GlobalMaxPool", "LSTM", "LayerNormalization", "LogSoftmax", "MatMul", "MaxPool", "RNN", "Softmax",
    ];

    private Expression[] Operator(Node node, Expression?[] inputs)
    {
        switch (node.Operator)
        {
            case "Conv":
                return [Convolution(node, Forced(inputs[0], node), Needed(inputs[1], node, "the weight"), node.HasInput(2) ? Needed(inputs[2], node, "the bias") : null)];
            case "Gemm":
                return [General(node, inputs)];
            case "MatMul":
                return [Product(node, inputs)];
            case "MaxPool" or "AveragePool":
                return [Pool(node, Forced(inputs[0], node))];
            case "GlobalAveragePool" or "GlobalMaxPool":
                return [GlobalPool(node, Forced(inputs[0], node))];
            case "BatchNormalization":
                return [BatchNormalized(node, inputs)];
            case "LayerNormalization":
                return [LayerNormalizedOver(node, inputs)];
            case "Softmax" or "LogSoftmax":
                return [Softmax(node, Forced(inputs[0], node))];
            case "Gather":
                return [Embedded(node, Needed(inputs[0], node, "the table"), Forced(WithoutCasts(inputs[1]), node))];
            case "LSTM" or "GRU" or "RNN":
                return Recurrent(node, inputs);
            default:
                throw node.Error("the operator is none that becomes a layer. docs/onnx.md lists those that do.");
        }
    }

    private View Convolution(Node node, View input, Constant weight, Constant? bias)
    {
        var (x, axis) = _network.OneStep(input, node);
        int space = x.Dims.Length - 2;
        if (space is not (1 or 2)) throw node.Error($"it convolves a tensor of {Dims.Text(x.Dims)}; series and images are convolved.");
        if (x.Dims[0] != 1) throw node.Error($"it convolves {x.Dims[0]} samples at once; a network is given one.");
        if (weight.Dims.Length != space + 2) throw node.Error($"its weight of {Dims.Text(weight.Dims)} does not fit {Dims.Text(x.Dims)}.");
        int groups = (int)node.Integer("group", 1), outputs = weight.Dims[0], channels = x.Dims[1];
        if (groups < 1 || channels % groups != 0 || outputs % groups != 0 || weight.Dims[1] != channels / groups) throw node.Error($"its weight of {Dims.Text(weight.Dims)} does not fit {channels} channels in {groups} groups.");
        // At one position a window of one is a matrix.
        if (groups == 1 && x.Places.Length == channels && weight.Length == outputs * channels && new Window(node, x.Dims[2..], weight.Dims[2..]).Outputs().All(positions => positions == 1))
        {
            float[] matrix = weight.Floats();
            return _network.AllSteps(FullyConnected(node, x.Reshaped(1, channels), channels, outputs, (k, n) => matrix[n * channels + k], bias?.Floats()).Reshaped([1, outputs, .. Enumerable.Repeat(1, space)]), axis);
        }

        // An image of one row or one column is a series.
        if (space == 2 && Array.FindIndex(x.Dims, 2, length => length == 1) is var flat and >= 0 && weight.Dims[flat] == 1 && Along(node, 3 - flat) is { } along)
        {
            var series = Convolution(along, x.Reshaped(1, channels, x.Dims[5 - flat]), weight.Reshaped(outputs, weight.Dims[1], weight.Dims[5 - flat]), bias);
            return _network.AllSteps(series.Reshaped(flat == 2 ? [1, outputs, 1, series.Dims[2]] : [1, outputs, series.Dims[2], 1]), axis);
        }

        int[] kernel = weight.Dims[2..];
        var window = new Window(node, x.Dims[2..], kernel);
        var value = _network.Read(x, ShapeOf(x.Dims), node);
        bool depthwise = groups == channels && outputs == channels && channels > 1;
        string kind = (depthwise ? "DepthwiseConv" : "Conv") + (space == 1 ? "1D" : "2D");
        string[] sizes = depthwise ? [Text.Of(channels), Text.Of(kernel[0])] : [Text.Of(channels), Text.Of(outputs), Text.Of(kernel[0])];
        var layer = new ImportedLayer(kind, node.Name, [value], sizes);
        if (space == 2 && kernel[1] != kernel[0]) layer.Options.Add(("KernelWidth", Text.Of(kernel[1])));
        layer.Options.AddRange(window.Options());
        if (groups > 1 && !depthwise) layer.Options.Add(("Groups", Text.Of(groups)));
        layer.Tensors.Add(new("weight", weight.Dims, weight.Floats()));
        AddBias(layer, bias?.Floats(), outputs, node);
        int[] places = window.Outputs();
        return _network.AllSteps(NetworkBuilder.ViewOf(_network.Add(layer, Of(outputs, places)), [1, outputs, .. places]), axis);
    }

    // The same convolution along one axis of an image; null where something stands beside the other one.
    private static Node? Along(Node node, int axis)
    {
        long[]? pads = node.Integers("pads");
        if (pads is not null && (pads.Length != 4 || pads[1 - axis] != 0 || pads[3 - axis] != 0)) return null;
        var attributes = new Dictionary<string, AttributeProto>(node.Attributes);
        foreach (string name in (string[])["kernel_shape", "strides", "dilations", "pads"])
        {
            if (node.Integers(name) is not { } values || values.Length < 2) continue;
            var own = new AttributeProto { Name = name };
            own.Ints.Add(values[axis]);
            if (name == "pads") own.Ints.Add(values[2 + axis]);
            attributes[name] = own;
        }

        return node with { Attributes = attributes };
    }

    private static Shape Of(int channels, int[] places) => places.Length == 1 ? new(channels, 1, places[0]) : new(channels, places[0], places[1]);

    private static void AddBias(ImportedLayer layer, float[]? bias, int outputs, Node node)
    {
        if (bias is null)
        {
            layer.Options.Add(("Bias", "false"));
            return;
        }

        if (bias.Length != outputs) throw node.Error($"it has {bias.Length} biases for {outputs} outputs.");
        layer.Tensors.Add(new("bias", [outputs], bias));
    }

    // Y = alpha·A·B + beta·C.
    private View General(Node node, Expression?[] inputs)
    {
        bool turned = node.Integer("transA", 0) != 0;
        if (turned && inputs[0]!.Dims is not [_, 1]) throw node.Error("it transposes what the network computes (transA); only a weight may be transposed.");
        var weight = Needed(inputs[1], node, "the weight B");
        if (weight.Dims.Length != 2) throw node.Error($"its weight of {Dims.Text(weight.Dims)} is no matrix.");
        double alpha = node.Real("alpha", 1), beta = node.Real("beta", 1);
        float[] values = weight.Floats();
        bool transposed = node.Integer("transB", 0) != 0;
        int inner = weight.Dims[transposed ? 1 : 0], outputs = weight.Dims[transposed ? 0 : 1];
        float W(int k, int n) => (float)(alpha * values[transposed ? n * inner + k : k * outputs + n]);
        float[]? bias = null;
        if (node.HasInput(2))
        {
            var c = Needed(inputs[2], node, "the bias C");
            if (c.Length != 1 && c.Length != outputs) throw node.Error($"its C of {Dims.Text(c.Dims)} has other numbers for each row; one for each output, or one for all, is read.");
            float[] all = c.Floats();
            bias = [.. Enumerable.Range(0, outputs).Select(n => (float)(beta * all[c.Length == 1 ? 0 : n]))];
        }

        var x = Forced(inputs[0], node);
        return FullyConnected(node, turned ? x.Reshaped(1, x.Dims[0]) : x, inner, outputs, W, bias);
    }

    private View Product(Node node, Expression?[] inputs)
    {
        if (OneHot(inputs[0]) is { } indices && inputs[1] is Known { Value: { Dims.Length: 2 } table } && table.Dims[0] == inputs[0]!.Dims[^1]) return Embedded(node, table, Forced(indices, node).Reshaped(inputs[0]!.Dims[..^1]));
        bool weightFirst = inputs[0] is Known;
        var weight = Needed(inputs[weightFirst ? 0 : 1], node, inputs[1] is Known || weightFirst ? "the weight" : "one of its two factors");
        if (weight.Dims.SkipLast(2).Any(length => length != 1) || weight.Dims.Length < 2) throw node.Error($"its weight of {Dims.Text(weight.Dims)} is no matrix.");
        float[] values = weight.Floats();
        int rows = weight.Dims[^2], columns = weight.Dims[^1];
        var x = Forced(inputs[weightFirst ? 1 : 0], node);
        if (!weightFirst) return FullyConnected(node, x, rows, columns, (k, n) => values[k * columns + n], null);

        // W·x, of columns.
        if (x.Dims.Length > 1 && x.Dims[^1] != 1) throw node.Error($"it multiplies a weight of {Dims.Text(weight.Dims)} with {Dims.Text(x.Dims)}; with one column it is a layer.");
        var product = FullyConnected(node, x.Reshaped(x.Dims.Length > 1 ? [.. x.Dims[..^2], 1, x.Dims[^2]] : x.Dims), columns, rows, (k, n) => values[n * columns + k], null);
        return x.Dims.Length > 1 ? product.Reshaped([.. product.Dims[..^2], rows, 1]) : product;
    }

    // Y = X·W + b over the last axis of X: one row is a vector, several are the positions of a series or an image.
    private View FullyConnected(Node node, View input, int inner, int outputs, Func<int, int, float> weight, float[]? bias)
    {
        if (input.Dims.Length == 0 || input.Dims[^1] != inner) throw node.Error($"its weight has {inner} inputs, and it reads {Dims.Text(input.Dims)}.");
        var (x, axis) = _network.OneStep(input, node);
        int rows = x.Places.Length / inner;
        int[] dims = [.. x.Dims[..^1], outputs];
        if (rows == 1)
        {
            var value = Vector(x, node, out int[] places);
            float[] matrix = new float[outputs * value.Length];
            for (int k = 0; k < inner; k++)
            {
                if (places[k] < 0) continue;
                for (int n = 0; n < outputs; n++) matrix[n * value.Length + places[k]] += weight(k, n);
            }

            var layer = new ImportedLayer("Dense", node.Name, [value], Text.Of(value.Length), Text.Of(outputs)) { Columns = places };
            layer.Tensors.Add(new("weight", [outputs, value.Length], matrix));
            AddBias(layer, bias, outputs, node);
            return _network.AllSteps(NetworkBuilder.ViewOf(_network.Add(layer, new(outputs)), dims), axis);
        }

        // The rows are positions: a convolution with a window of one.
        var turned = new Place[x.Places.Length];
        for (int i = 0; i < turned.Length; i++) turned[i % inner * rows + i / inner] = x.Places[i];
        var shape = !turned[0].IsZero && _network[turned[0].Value].Shape is { } found && found.Channels == inner && found.Height * found.Width == rows ? found : new Shape(inner, 1, rows);
        var positions = _network.Read(new([1, inner, shape.Height, shape.Width], turned), shape, node);
        var convolution = new ImportedLayer(shape.Height == 1 ? "Conv1D" : "Conv2D", node.Name, [positions], Text.Of(inner), Text.Of(outputs), "1");
        float[] taps = new float[outputs * inner];
        for (int i = 0; i < taps.Length; i++) taps[i] = weight(i % inner, i / inner);
        convolution.Tensors.Add(new("weight", shape.Height == 1 ? [outputs, inner, 1] : [outputs, inner, 1, 1], taps));
        AddBias(convolution, bias, outputs, node);
        var made = _network.Add(convolution, shape with { Channels = outputs });
        var back = new Place[rows * outputs];
        for (int i = 0; i < back.Length; i++) back[i] = new(made.Id, i % outputs * rows + i / outputs);
        return _network.AllSteps(new(dims, back), axis);
    }

    // A vector with the numbers of a tensor in any order, and the place of each.
    private NetworkValue Vector(View x, Node node, out int[] places)
    {
        int[] ids = [.. x.Places.Where(place => !place.IsZero).Select(place => place.Value).Distinct()];
        if (ids is [var id] && Readable(id, node) is var value && (value.Input is not null || value.Length <= 2 * x.Places.Length))
        {
            value.Shape ??= new(value.Length);
            int[] inverse = NetworkBuilder.Inverse(value);
            places = Array.ConvertAll(x.Places, place => place.IsZero ? -1 : inverse[place.Index]);
            var all = new Place[value.Length];
            for (int i = 0; i < all.Length; i++) all[i] = new(value.Id, value.Order?[i] ?? i);
            return _network.Read(new([1, value.Length], all), new(value.Length), node);
        }

        places = [.. Enumerable.Range(0, x.Places.Length)];
        return _network.Read(x, new(x.Places.Length), node);
    }

    private View Pool(Node node, View input)
    {
        var (x, axis) = _network.OneStep(input, node);
        int space = x.Dims.Length - 2;
        if (space is not (1 or 2) || x.Dims[0] != 1) throw node.Error($"it pools a tensor of {Dims.Text(x.Dims)}; one series or image is pooled.");
        int[] kernel = [.. (node.Integers("kernel_shape") ?? throw node.Error("its kernel_shape is missing.")).Select(length => (int)length)];
        if (kernel.Length != space) throw node.Error($"its window of {Dims.Text(kernel)} does not fit {Dims.Text(x.Dims)}.");
        var window = new Window(node, x.Dims[2..], kernel);
        bool average = node.Operator == "AveragePool";
        if (node.Integer("ceil_mode", 0) != 0)
        {
            if (average && window.RoundsUp && node.Integer("count_include_pad", 0) != 0) throw node.Error("it rounds up (ceil_mode) and counts its padding; a layer would count other zeros.");
            window.RoundUp();
        }

        var value = _network.Read(x, ShapeOf(x.Dims), node);
        var layer = new ImportedLayer((average ? "AveragePool" : "MaxPool") + (space == 1 ? "1D" : "2D"), node.Name, [value], Text.Of(kernel[0]));
        if (space == 2 && kernel[1] != kernel[0]) layer.Options.Add(("KernelWidth", Text.Of(kernel[1])));
        layer.Options.AddRange(window.Options(strideIsKernel: true));
        if (average && window.HasPadding && node.Integer("count_include_pad", 0) == 0) layer.Options.Add(("CountPadding", "false"));
        int[] places = window.Outputs();
        return _network.AllSteps(NetworkBuilder.ViewOf(_network.Add(layer, Of(x.Dims[1], places)), [1, x.Dims[1], .. places]), axis);
    }

    private View GlobalPool(Node node, View input)
    {
        var (x, axis) = _network.OneStep(input, node);
        if (x.Dims.Length < 3 || x.Dims[0] != 1) throw node.Error($"it pools a tensor of {Dims.Text(x.Dims)}; one series or image is pooled.");
        // Rows and columns are the same to it.
        var shape = ShapeOf(x.Dims);
        if (!x.Places[0].IsZero && _network[x.Places[0].Value].Shape is { } own && own.Channels == shape.Channels && own.Length == shape.Length) shape = own;
        var value = _network.Read(x, shape, node);
        var pooled = _network.Add(new ImportedLayer(node.Operator, node.Name, [value]), new(x.Dims[1]));
        return _network.AllSteps(NetworkBuilder.ViewOf(pooled, [1, x.Dims[1], .. Enumerable.Repeat(1, x.Dims.Length - 2)]), axis);
    }

    private View BatchNormalized(Node node, Expression?[] inputs)
    {
        if (node.Integer("training_mode", 0) != 0) throw node.Error("it is in training mode; export the network for predictions (model.eval()).");
        var x = Forced(inputs[0], node);
        double[] scale = Needed(inputs[1], node, "the scale").Doubles(), bias = Needed(inputs[2], node, "the bias").Doubles(), mean = Needed(inputs[3], node, "the mean").Doubles(), variance = Needed(inputs[4], node, "the variance").Doubles();
        int channels = x.Dims.Length > 1 ? x.Dims[1] : 0;
        if (channels == 0 || scale.Length != channels || bias.Length != channels || mean.Length != channels || variance.Length != channels) throw node.Error($"its {scale.Length} scales do not fit {Dims.Text(x.Dims)}.");
        double epsilon = node.Real("epsilon", 1e-5f);
        double[] factors = [.. scale.Zip(variance, (s, v) => s / Math.Sqrt(v + epsilon))];
        int[] of = Dims.Places([channels, .. Enumerable.Repeat(1, x.Dims.Length - 2)], x.Dims);
        return Line(x, [.. of.Select(c => factors[c])], [.. of.Select(c => bias[c] - mean[c] * factors[c])], node);
    }

    private View LayerNormalizedOver(Node node, Expression?[] inputs)
    {
        var x = Forced(inputs[0], node);
        int from = Dims.Axis(node.Integer("axis", -1), x.Dims.Length);
        double[] Broadcast(Constant values) => [.. Dims.Places(values.Dims, x.Dims).Select(place => values.Doubles()[place])];
        double[] weight = Broadcast(Needed(inputs[1], node, "the scale")), bias = node.HasInput(2) ? Broadcast(Needed(inputs[2], node, "the bias")) : new double[weight.Length];
        return LayerNormalized(x, Groups(x.Dims, [.. Enumerable.Range(from, x.Dims.Length - from)]), weight, bias, node.Real("epsilon", 1e-5f), node);
    }

    private View Softmax(Node node, View x)
    {
        // Until version 13 the axes from the given one on were one.
        int axis = Dims.Axis(node.Integer("axis", node.OperatorSet < 13 ? 1 : -1), x.Dims.Length);
        int[] axes = node.OperatorSet < 13 ? [.. Enumerable.Range(axis, x.Dims.Length - axis)] : [axis];
        return Softmaxed(x, Groups(x.Dims, axes), node.Operator == "LogSoftmax", node);
    }

    // Indices are whole numbers, whatever their type.
    private static Expression? WithoutCasts(Expression? expression)
    {
        while (expression is Computed { Result: null, Node.Operator: "Cast" } cast) expression = cast.Inputs[0];
        return expression;
    }

    // Indices that are compared with 0, 1, 2 and so on: a row of a matrix for each, where that is multiplied with a matrix.
    private static Expression? OneHot(Expression? expression)
    {
        expression = WithoutCasts(expression);
        if (expression is not Computed { Result: null, Node.Operator: "Equal" } equal) return null;
        var indices = equal.Inputs.FirstOrDefault(input => input is not Known);
        return indices is not null && equal.Inputs.OfType<Known>().FirstOrDefault() is { Value: var counted } && indices.Dims.Length > 0 && indices.Dims[^1] == 1 && counted.Length == equal.Dims[^1]
            && counted.Dims.Length > 0 && counted.Dims[^1] == counted.Length && counted.Doubles().Select((value, i) => value == i).All(same => same) && Dims.Length(indices.Dims) * counted.Length == Dims.Length(equal.Dims)
            ? indices
            : null;
    }

    private View Embedded(Node node, Constant table, View indices)
    {
        if (table.Dims.Length != 2 || node.Integer("axis", 0) != 0) throw node.Error($"it looks up values of a tensor of {Dims.Text(table.Dims)}; rows of a matrix are looked up.");
        var (x, axis) = _network.OneStep(indices, node);
        int count = table.Dims[0], size = table.Dims[1], places = x.Places.Length;
        var value = _network.Read(x, new(places), node);
        var layer = new ImportedLayer("Embedding", node.Name, [value], Text.Of(count), Text.Of(size));
        layer.Tensors.Add(new("weight", [count, size], table.Floats()));
        var rows = _network.Add(layer, new(size, 1, places));
        var turned = new Place[places * size];
        for (int i = 0; i < turned.Length; i++) turned[i] = new(rows.Id, i % size * places + i / size);
        return _network.AllSteps(new([.. x.Dims, size], turned), axis);
    }
}
