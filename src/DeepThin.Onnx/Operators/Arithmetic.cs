using DeepThin.Onnx.Graphs;

namespace DeepThin.Onnx.Operators;

/// <summary>
/// The operators that compute on known values: those of shapes and constants, and those out of which exporters write activations and normalisations. They are
/// computed in double precision.
/// </summary>
internal static class Arithmetic
{
    private static readonly Dictionary<string, Func<double, double>> Unary = new()
    {
        ["Relu"] = value => Math.Max(0, value),
        ["Sigmoid"] = value => 1 / (1 + Math.Exp(-value)),
        ["Tanh"] = Math.Tanh,
        ["Exp"] = Math.Exp,
        ["Log"] = Math.Log,
        ["Sqrt"] = Math.Sqrt,
        ["Reciprocal"] = value => 1 / value,
        ["Neg"] = value => -value,
        ["Abs"] = Math.Abs,
        ["Erf"] = Functions.Erf,
        ["Softplus"] = value => value > 30 ? value : Math.Log(1 + Math.Exp(value)),
        ["Softsign"] = value => value / (1 + Math.Abs(value)),
        ["Mish"] = value => value * Math.Tanh(value > 30 ? value : Math.Log(1 + Math.Exp(value))),
        ["Floor"] = Math.Floor,
        ["Ceil"] = Math.Ceiling,
        ["Round"] = value => Math.Round(value, MidpointRounding.ToEven),
        ["Sign"] = value => double.IsNaN(value) ? value : Math.Sign(value),
        ["Not"] = value => value == 0 ? 1 : 0,
        ["Sin"] = Math.Sin,
        ["Cos"] = Math.Cos,
    };

    private static readonly Dictionary<string, Func<double, double, double>> Binary = new()
    {
        ["Add"] = (a, b) => a + b,
        ["Sub"] = (a, b) => a - b,
        ["Mul"] = (a, b) => a * b,
        ["Div"] = (a, b) => a / b,
        ["Pow"] = Math.Pow,
        ["Max"] = Math.Max,
        ["Min"] = Math.Min,
        ["Mod"] = (a, b) => a - b * Math.Floor(a / b),
        ["Equal"] = (a, b) => a == b ? 1 : 0,
        ["Greater"] = (a, b) => a > b ? 1 : 0,
        ["GreaterOrEqual"] = (a, b) => a >= b ? 1 : 0,
        ["Less"] = (a, b) => a < b ? 1 : 0,
        ["LessOrEqual"] = (a, b) => a <= b ? 1 : 0,
        ["And"] = (a, b) => a != 0 && b != 0 ? 1 : 0,
        ["Or"] = (a, b) => a != 0 || b != 0 ? 1 : 0,
        ["PRelu"] = (a, b) => a < 0 ? a * b : a,
    };

    // With attributes, or with more than two inputs.
    private static readonly string[] Others = ["Cast", "Celu", "Clip", "Elu", "Gelu", "HardSigmoid", "HardSwish", "LeakyRelu", "Selu", "Sum", "Swish", "ThresholdedRelu", "Where"];

    /// <summary>The operators that compute each value from the values at its place.</summary>
    public static IReadOnlySet<string> ElementwiseOperators { get; } = new HashSet<string>([.. Unary.Keys, .. Binary.Keys, .. Others]);

    /// <summary>The operators that take many values together.</summary>
    public static IReadOnlySet<string> Reductions { get; } = new HashSet<string>(["ReduceL2", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare"]);

    /// <summary>The operators whose results are constants, besides those that compute on constants.</summary>
    public static IReadOnlyList<string> ConstantOperators { get; } = ["Constant", "ConstantOfShape", "DequantizeLinear", "If", "Range", "Shape", "Size"];

    /// <summary>Whether an operator computes each value from the values at its place.</summary>
    public static bool IsElementwise(string name) => ElementwiseOperators.Contains(name);

    /// <summary>Whether an operator takes many values together.</summary>
    public static bool IsReduction(string name) => Reductions.Contains(name);

    /// <summary>Computes a node whose inputs are known.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Its inputs; null where an optional one is not given.</param>
    /// <returns>Its outputs, or null where the operator is not computed.</returns>
    /// <exception cref="OnnxException">The inputs do not fit the operator.</exception>
    public static Constant[]? Compute(Node node, IReadOnlyList<Constant?> inputs)
    {
        if (Movement.Is(node.Operator))
        {
            int[]?[] dims = [.. inputs.Select(input => input?.Dims)];
            var first = inputs[0]!;
            Constant[] others = node.Operator == "Concat" ? [.. inputs.Skip(1).Select(input => input!)] : [];
            return [.. Movement.Of(node, dims, inputs).Select(move => move.Places is null ? first.Reshaped(move.Dims) : first.Moved(move.Dims, move.Places, others, move.Fill))];
        }

        if (IsReduction(node.Operator)) return [Reduce(node, inputs)];
        if (IsElementwise(node.Operator)) return [Elementwise(node, inputs)];
        switch (node.Operator)
        {
            case "Constant":
                return null;
            case "Shape":
                int rank = inputs[0]!.Dims.Length;
                return [ShapeOf(node, inputs[0]!.Dims, rank)];
            case "Size":
                return [Constant.Of([], [(long)inputs[0]!.Length])];
            case "ConstantOfShape":
                int[] shape = inputs[0]!.Ints();
                var value = node.Attributes.TryGetValue("value", out var given) ? new TensorReader(null).Read(given.T, $"The value of {node}") : new Constant(ElementType.Float, [1], new float[1]);
                return [value.Moved(shape, new int[Dims.Length(shape)], [], 0)];
            case "Range":
                double start = inputs[0]!.Doubles()[0], step = inputs[2]!.Doubles()[0], count = Math.Max(0, Math.Ceiling((inputs[1]!.Doubles()[0] - start) / step));
                if (!(count <= Dims.MaxLength)) throw node.Error($"it counts {count} values.");
                return [Constant.Of([(int)count], [.. Enumerable.Range(0, (int)count).Select(i => start + i * step)]).As(inputs[0]!.Type)];
            case "DequantizeLinear":
                return [Dequantized(node, inputs)];
            case "MatMul" when inputs[0]!.Dims.Length == 2 && inputs[1]!.Dims.Length == 2:
                return [Product(node, inputs[0]!, inputs[1]!)];
            default:
                return null;
        }
    }

    /// <summary>The dimensions that a <c>Shape</c> gives.</summary>
    public static Constant ShapeOf(Node node, int[] dims, int rank)
    {
        int from = (int)Math.Clamp(node.Integer("start", 0) is var start && start < 0 ? start + rank : start, 0, rank);
        int to = (int)Math.Clamp(node.Integer("end", rank) is var end && end < 0 ? end + rank : end, from, rank);
        return Constant.Of([to - from], [.. dims[from..to].Select(length => (long)length)]);
    }

    /// <summary>The axes of a reduction.</summary>
    /// <param name="node">The reduction.</param>
    /// <param name="rank">The number of dimensions of what it reads.</param>
    /// <param name="given">The axes where they are an input.</param>
    public static int[] ReducedAxes(Node node, int rank, Constant? given)
    {
        long[]? axes = node.Integers("axes") ?? given?.Longs();
        return axes is { Length: > 0 } ? [.. axes.Select(axis => Dims.Axis(axis, rank)).Distinct().Order()]
            : node.Integer("noop_with_empty_axes", 0) != 0 ? [] : [.. Enumerable.Range(0, rank)];
    }

    /// <summary>The dimensions of what a reduction gives.</summary>
    public static int[] Reduced(Node node, int[] dims, int[] axes) => node.Integer("keepdims", 1) != 0
        ? [.. dims.Select((length, i) => axes.Contains(i) ? 1 : length)]
        : [.. dims.Where((_, i) => !axes.Contains(i))];

    private static Constant Elementwise(Node node, IReadOnlyList<Constant?> inputs)
    {
        var first = inputs[0] ?? throw node.Error("the first input is missing.");
        Constant Map(Func<double, double> function) => Constant.Of(first.Dims, Array.ConvertAll(first.Doubles(), value => function(value))).As(first.Type);
        if (Unary.TryGetValue(node.Operator, out var unary)) return Map(unary);
        if (Binary.TryGetValue(node.Operator, out var binary))
        {
            // What compares gives truth, what computes the type of its inputs; Max and Min take any number of them.
            if (node.Operator == "Div" && !first.Type.IsReal()) binary = (a, b) => Math.Truncate(a / b);
            var result = first;
            foreach (var next in inputs.Skip(1)) result = Together(result, next!, binary);
            return result.As(node.Operator is "Equal" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" or "And" or "Or" ? ElementType.Bool : first.Type);
        }

        switch (node.Operator)
        {
            case "Sum":
                return inputs.Skip(1).Aggregate(first, (sum, next) => Together(sum, next!, (a, b) => a + b)).As(first.Type);
            case "Cast":
                var to = (ElementType)node.Integer("to", (long)ElementType.Float);
                return to.Bytes() > 0 ? first.As(to) : throw node.Error($"it makes {to.Text()} of numbers.");
            case "Clip":
                double low = Bound(1, "min", double.NegativeInfinity), high = Bound(2, "max", double.PositiveInfinity);
                return Map(value => Math.Min(Math.Max(value, low), high));
            case "LeakyRelu":
                double slope = node.Real("alpha", 0.01f);
                return Map(value => value < 0 ? slope * value : value);
            case "ThresholdedRelu":
                double threshold = node.Real("alpha", 1);
                return Map(value => value > threshold ? value : 0);
            case "Elu" or "Celu" or "Selu":
                double alpha = node.Real("alpha", node.Operator == "Selu" ? 1.6732632f : 1), gamma = node.Operator == "Selu" ? node.Real("gamma", 1.0507010f) : 1, divisor = node.Operator == "Celu" ? alpha : 1;
                return Map(value => gamma * (value > 0 ? value : alpha * (Math.Exp(value / divisor) - 1)));
            case "HardSigmoid":
                double steep = node.Real("alpha", 0.2f), middle = node.Real("beta", 0.5f);
                return Map(value => Math.Clamp(steep * value + middle, 0, 1));
            case "HardSwish":
                return Map(value => value * Math.Clamp(value / 6 + 0.5, 0, 1));
            case "Swish":
                double factor = node.Real("alpha", 1);
                return Map(value => value / (1 + Math.Exp(-factor * value)));
            case "Gelu":
                return Map(node.Text("approximate", "none") == "tanh" ? Functions.GeluTanh : Functions.Gelu);
            default:
                var condition = first;
                Constant yes = inputs[1]!, no = inputs[2]!;
                int[] dims = Dims.Broadcast(condition.Dims, Dims.Broadcast(yes.Dims, no.Dims));
                int[] asked = Dims.Places(condition.Dims, dims), taken = Dims.Places(yes.Dims, dims), left = Dims.Places(no.Dims, dims);
                double[] conditions = condition.Doubles(), yesValues = yes.Doubles(), noValues = no.Doubles();
                return Constant.Of(dims, [.. asked.Select((place, i) => conditions[place] != 0 ? yesValues[taken[i]] : noValues[left[i]])]).As(yes.Type);
        }

        double Bound(int index, string attribute, double otherwise) => index < inputs.Count && inputs[index] is { } bound ? bound.Doubles()[0] : node.Has(attribute) ? node.Real(attribute, 0) : otherwise;
    }

    private static Constant Together(Constant a, Constant b, Func<double, double, double> function)
    {
        int[] dims = Dims.Broadcast(a.Dims, b.Dims);
        double[] x = a.Doubles(), y = b.Doubles(), values = new double[Dims.Length(dims)];
        int[] from = Dims.Places(a.Dims, dims), to = Dims.Places(b.Dims, dims);
        for (int i = 0; i < values.Length; i++) values[i] = function(x[from[i]], y[to[i]]);
        return Constant.Of(dims, values);
    }

    private static Constant Reduce(Node node, IReadOnlyList<Constant?> inputs)
    {
        var input = inputs[0]!;
        int[] axes = ReducedAxes(node, input.Dims.Length, inputs.Count > 1 ? inputs[1] : null);
        int[] kept = [.. input.Dims.Select((length, i) => axes.Contains(i) ? 1 : length)];
        int[] places = Dims.Places(kept, input.Dims);
        double[] values = input.Doubles(), results = new double[Dims.Length(kept)];
        int count = values.Length / Math.Max(1, results.Length);
        Array.Fill(results, node.Operator switch { "ReduceMax" => double.NegativeInfinity, "ReduceMin" => double.PositiveInfinity, "ReduceProd" => 1, _ => 0 });
        for (int i = 0; i < values.Length; i++)
        {
            ref double result = ref results[places[i]];
            result = node.Operator switch
            {
                "ReduceMax" => Math.Max(result, values[i]),
                "ReduceMin" => Math.Min(result, values[i]),
                "ReduceProd" => result * values[i],
                "ReduceSumSquare" or "ReduceL2" => result + values[i] * values[i],
                _ => result + values[i],
            };
        }

        if (node.Operator == "ReduceMean") results = Array.ConvertAll(results, value => value / count);
        if (node.Operator == "ReduceL2") results = Array.ConvertAll(results, Math.Sqrt);
        return Constant.Of(Reduced(node, input.Dims, axes), results).As(input.Type);
    }

    private static Constant Dequantized(Node node, IReadOnlyList<Constant?> inputs)
    {
        Constant input = inputs[0]!, scale = inputs[1]!;
        var zero = inputs.Count > 2 ? inputs[2] : null;
        if (node.Integer("block_size", 0) != 0) throw node.Error("it has a scale for each block; one for all values or one for each channel is read.");
        int[] shape = [.. input.Dims.Select(_ => 1)];
        if (scale.Length > 1)
        {
            int axis = Dims.Axis(node.Integer("axis", 1), input.Dims.Length);
            shape[axis] = scale.Length;
        }

        var shifted = zero is null ? input.As(ElementType.Double) : Together(input, zero.Reshaped(zero.Length > 1 ? shape : []), (a, b) => a - b);
        return Together(shifted, scale.Reshaped(scale.Length > 1 ? shape : []), (a, b) => a * b).As(scale.Type);
    }

    private static Constant Product(Node node, Constant a, Constant b)
    {
        int rows = a.Dims[0], inner = a.Dims[1], columns = b.Dims[1];
        if (b.Dims[0] != inner) throw node.Error($"{Dims.Text(a.Dims)} and {Dims.Text(b.Dims)} are no product.");
        if ((long)rows * inner * columns > Dims.MaxLength) throw node.Error($"a product of constants of {Dims.Text(a.Dims)} and {Dims.Text(b.Dims)} is too large to be computed here.");
        double[] x = a.Doubles(), y = b.Doubles(), values = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < inner; k++)
            {
                double factor = x[i * inner + k];
                for (int j = 0; j < columns; j++) values[i * columns + j] += factor * y[k * columns + j];
            }
        }

        return Constant.Of([rows, columns], values).As(a.Type);
    }
}
