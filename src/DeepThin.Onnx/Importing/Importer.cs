using System.Globalization;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Layers;
using DeepThin.Onnx.Operators;

namespace DeepThin.Onnx.Importing;

/// <summary>
/// Makes a network of layers of a graph of operators. Each tensor of the graph is followed by where its values come from, so that whatever reshapes, transposes,
/// slices and joins is read as it is, and the layers get weights in the order in which their inputs lie. Runs of operators between such tensors become a layer where
/// their values are those of the layer.
/// </summary>
internal sealed partial class Importer
{
    /// <summary>The operators that stand behind predictions, with which the network ends.</summary>
    public static IReadOnlySet<string> Ends { get; } = new HashSet<string>(["ArgMax", "TopK", "ai.onnx.ml.ArrayFeatureExtractor", "ai.onnx.ml.LabelEncoder", "ai.onnx.ml.ZipMap"]);

    // Longer runs of operators are no layer that is known.
    private const int MaxRegion = 48;

    // Larger ones are not tried: a normalisation of a million values is none of a small device.
    private const int MaxTried = 1 << 22;

    // All tensors together: what a small file may make of itself by expanding is bounded.
    private const long MaxValues = 1L << 27;

    private readonly NetworkBuilder _network = new();
    private readonly Dictionary<string, Expression> _tensors = [];
    private readonly List<StateRead> _stateReads = [];
    private readonly Graph _graph;
    private readonly ImportOptions _options;
    private long _values;

    private Importer(Graph graph, ImportOptions options) => (_graph, _options) = (graph, options);

    /// <summary>Makes a network of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">What its file leaves open.</param>
    /// <exception cref="OnnxException">The graph has what no layer does; the message names all such nodes.</exception>
    public static ImportedNetwork Import(Graph graph, ImportOptions options)
    {
        try
        {
            return new Importer(graph, options).Import();
        }
        catch (StepsNeededException error) when (options.Steps is null)
        {
            // A recurrent layer goes over so many steps: they lie along an axis of an input.
            string? reason = null;
            foreach (var (name, axis) in error.Axes)
            {
                try
                {
                    return new Importer(graph, options with { Steps = (name, axis) }).Import();
                }
                catch (StepsNeededException)
                {
                }
                catch (OnnxException other)
                {
                    reason ??= other.Message;
                }
            }

            throw new OnnxException((reason ?? error.Message).Split('\n'));
        }
        catch (StepsNeededException error)
        {
            throw new OnnxException(error.Message);
        }
    }

    private ImportedNetwork Import()
    {
        AddInputs();
        foreach (var (name, constant) in _graph.Constants) _tensors[name] = new Known(constant);
        foreach (var (name, texts) in _graph.Texts) _tensors[name] = new Texts(texts);
        var waiting = new LinkedList<Node>(_graph.Nodes);
        while (waiting.First is { } first)
        {
            waiting.RemoveFirst();
            Follow(first.Value, waiting);
            if (_values > MaxValues) throw new OnnxException($"The tensors of the graph have more than {MaxValues} values together; {first.Value} is the first beyond.");
        }

        HashSet<string> problems = [];
        var ends = new List<(string Name, View View)>();
        var classes = _graph.Classes;
        var postscripts = new List<string>();
        foreach (string output in _graph.Outputs)
        {
            try
            {
                // What stands behind predictions is left to programs, which are given the predictions.
                string name = output;
                if (_tensors[output] is Postscript end)
                {
                    postscripts.Add(output);
                    if (end.Classes.Count > 0) classes = end.Classes;
                    name = _tensors.First(pair => pair.Value == end.Source).Key;
                }

                if (ends.Exists(other => other.Name == name)) continue;
                var read = Forced(_tensors[name]);
                if (read is View view) ends.Add((name, view));
                else problems.UnionWith(read is Failed failed ? failed.Problems : [$"Output '{output}' does not depend on any input."]);
            }
            catch (OnnxException error)
            {
                problems.UnionWith(error.Problems);
            }
        }

        if (problems.Count > 0) throw new OnnxException([.. problems]);
        var states = FindStates(ends);
        NetworkEnd[] outputs = [.. ends.Where(end => !states.Exists(state => state.Output == end.Name)).Select(end => EndOf(end.Name, end.View))];
        // A network may give its hidden values and nothing besides.
        if (outputs.Length == 0) outputs = [.. ends.Where(end => end.View.Places.All(place => !place.IsZero && _network[place.Value].CellsOf is null)).Select(end => EndOf(end.Name, end.View))];
        if (outputs.Length == 0) throw new OnnxException("All outputs of the graph are cells of recurrent layers; a network predicts something besides.");
        if (outputs.FirstOrDefault(output => output.Value.Input is not null) is { } nothing) throw new OnnxException($"Output '{nothing.Name}' has the values of input '{nothing.Value.Input!.Name}' as they are; a network computes something.");
        var given = _graph.Inputs.Where(input => !_options.Values.ContainsKey(input.Name) && !states.Exists(state => state.Input == input.Name));
        NetworkEnd[] inputs = [.. given.Select(input => (Input: input, View: (View)_tensors[input.Name])).Select(pair => new NetworkEnd(pair.Input.Name, _network[pair.View.Places[0].Value], pair.View.Dims, _network[pair.View.Places[0].Value].Order))];
        int steps = inputs.Max(input => input.Value.Steps);
        var network = Simplifier.Simplify(new(_graph.Name, _network.Layers, inputs, outputs, states, steps) { Postscripts = postscripts, Classes = outputs is [var only] && only.Value.Length == classes.Count ? classes : [] });
        if (inputs.FirstOrDefault(input => !network.Layers.Any(layer => layer.Inputs.Contains(input.Value))) is { } unread) throw new OnnxException($"No output depends on input '{unread.Name}'; leave it out with --set {unread.Name}=0.");
        return network;
    }

    private void AddInputs()
    {
        foreach (string unknown in _options.Shapes.Keys.Concat(_options.Values.Keys).Where(name => !_graph.Inputs.Any(input => input.Name == name)))
            throw new OnnxException($"The graph has no input '{unknown}'; its inputs are {string.Join(", ", _graph.Inputs.Select(input => $"'{input.Name}'"))}.");
        foreach (var input in _graph.Inputs)
        {
            int[] dims = DimsOf(input);
            int length = Dims.Length(dims);
            if (_options.Values.TryGetValue(input.Name, out double value))
            {
                _tensors[input.Name] = new Known(Constant.Of([], [value]).As(input.Type.Bytes() > 0 ? input.Type : ElementType.Float).Moved(dims, new int[length], [], 0));
                continue;
            }

            if (input.Type.Bytes() == 0) throw new OnnxException($"Input '{input.Name}' has values of {input.Type.Text()}; numbers are read.");
            if (length == 0) throw new OnnxException($"Input '{input.Name}' of {Dims.Text(dims)} has no values.");
            int axis = _options.Steps is { } steps && steps.Input == input.Name ? Dims.Axis(steps.Axis, dims.Length) : -1;
            if (axis > 0 && Dims.Length(dims[..axis]) > 1) throw new OnnxException($"Steps of input '{input.Name}' lie along axis {axis} of {Dims.Text(dims)}; a network is given one step behind the other.");
            var added = _network.AddInput(input, axis < 0 ? length : length / dims[axis], axis < 0 ? 1 : dims[axis]);
            int[] oneStep = [.. dims];
            if (axis >= 0) oneStep[axis] = 1;
            _tensors[input.Name] = _network.AllSteps(NetworkBuilder.ViewOf(added, oneStep), axis);
        }
    }

    private int[] DimsOf(GraphInput input)
    {
        if (_options.Shapes.TryGetValue(input.Name, out int[]? given))
        {
            return given.Length == input.Dims.Length && !input.Dims.Where((length, i) => length > 0 && length != given[i]).Any()
                ? given
                : throw new OnnxException($"Input '{input.Name}' is {DimsText(input)}, and {Dims.Text(given)} was given.");
        }

        if (_options.Values.ContainsKey(input.Name)) return [.. input.Dims.Select(length => Math.Max(1, length))];
        // The first of several dimensions counts samples: a network is given one.
        int[] dims = [.. input.Dims];
        if (dims.Length > 1 && dims[0] < 0) dims[0] = 1;
        if (!dims.Contains(-1)) return dims;
        string example = string.Join('x', dims.Select(length => length < 0 ? "N" : Text.Of(length)));
        throw new OnnxException($"Input '{input.Name}' is {DimsText(input)}, which leaves a dimension open; say it: --input-shape {input.Name}={example}, with numbers for N.");
    }

    private static string DimsText(GraphInput input) => string.Join('×', input.Dims.Select((length, i) => length > 0 ? Text.Of(length) : input.Open[i].Length > 0 ? input.Open[i] : "?"));

    // Finds out what a node makes of what is known of its inputs.
    private void Follow(Node node, LinkedList<Node> waiting)
    {
        var inputs = new Expression?[node.Inputs.Count];
        HashSet<string> problems = [];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!node.HasInput(i)) continue;
            inputs[i] = _tensors[node.Inputs[i]];
            if (inputs[i] is Failed failed) problems.UnionWith(failed.Problems);
        }

        if (problems.Count == 0)
        {
            try
            {
                if (node.Operator == "If")
                {
                    TakeBranch(node, inputs[0], waiting);
                    return;
                }

                var outputs = Outputs(node, inputs);
                _values += outputs.Sum(output => output is View or Known ? Dims.Length(output.Dims) : 0L);
                for (int i = 0; i < node.Outputs.Count; i++)
                {
                    if (node.Outputs[i].Length > 0) _tensors[node.Outputs[i]] = i < outputs.Length ? outputs[i] : new Failed([node.Error($"its output {i + 1} is read, which no layer gives.").Message]);
                }

                return;
            }
            catch (OnnxException error)
            {
                // Messages of arithmetic do not know the node.
                problems.UnionWith(error.Problems.Select(problem => problem.Contains(" '", StringComparison.Ordinal) ? problem : node.Error(problem).Message));
            }
            catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or NullReferenceException or InvalidOperationException or ArithmeticException or InvalidCastException)
            {
                // Too few inputs, numbers where there are none: what a damaged file has.
                problems.Add(node.Error($"its inputs or its attributes are not those of the operator: {error.Message}").Message);
            }
        }

        foreach (string output in node.Outputs.Where(output => output.Length > 0)) _tensors[output] = new Failed(problems);
    }

    private void TakeBranch(Node node, Expression? condition, LinkedList<Node> waiting)
    {
        if (condition is not Known known) throw node.Error("its condition depends on an input; give inputs that never change with --set name=value.");
        string taken = known.Value.Doubles()[0] != 0 ? "then_branch" : "else_branch";
        if (!node.Attributes.TryGetValue(taken, out var branch) || branch.G is null) throw node.Error($"it has no {taken}.");
        var (nodes, constants, outputs) = GraphReader.ReadBranch(branch.G, node, _tensors.ContainsKey);
        foreach (var (name, constant) in constants) _tensors[name] = new Known(constant);
        for (int i = Math.Min(outputs.Count, node.Outputs.Count) - 1; i >= 0; i--)
            waiting.AddFirst(new Node($"{node.Name}/{taken}", "Identity", node.OperatorSet, [outputs[i]], [node.Outputs[i]], new Dictionary<string, Schema.AttributeProto>()));
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            if (nodes[i].Inputs.FirstOrDefault(input => input.Length > 0 && !_tensors.ContainsKey(input) && !nodes.Any(other => other.Outputs.Contains(input))) is { } missing) throw node.Error($"its {taken} reads the tensor '{missing}', which nothing writes.");
            waiting.AddFirst(nodes[i]);
        }
    }

    private Expression[] Outputs(Node node, Expression?[] inputs)
    {
        if (Ends.Contains(node.Operator) || inputs.Any(input => input is Postscript)) return [.. Enumerable.Repeat(End(node, inputs), node.Outputs.Count)];
        if (node.Operator == "Constant") return [new Known(ConstantOf(node))];
        if (node.Operator == "Shape") return [new Known(Arithmetic.ShapeOf(node, inputs[0]!.Dims, inputs[0]!.Dims.Length))];
        if (node.Operator == "Size") return [new Known(Constant.Of([], [(long)Dims.Length(inputs[0]!.Dims)]))];
        if (inputs.All(input => input is null or Known))
        {
            Constant?[] constants = [.. inputs.Select(input => (input as Known)?.Value)];
            if (Arithmetic.Compute(node, constants) is { } computed) return [.. computed.Select(value => new Known(value))];
        }

        if (node.Operator == "Gather" && inputs[0] is Known && inputs[1] is not Known) return Operator(node, inputs);
        if (Movement.Is(node.Operator)) return Moved(node, inputs);
        if (Arithmetic.IsElementwise(node.Operator)) return [Compute(node, Elementwise(inputs), inputs)];
        if (Arithmetic.IsReduction(node.Operator))
        {
            int[] dims = inputs[0]!.Dims;
            return [Compute(node, Arithmetic.Reduced(node, dims, Arithmetic.ReducedAxes(node, dims.Length, inputs.Length > 1 ? (inputs[1] as Known)?.Value : null)), inputs)];
        }

        return Operator(node, inputs);

        static int[] Elementwise(Expression?[] inputs) => inputs.OfType<Expression>().Aggregate(Array.Empty<int>(), (dims, input) => Dims.Broadcast(dims, input.Dims));
    }

    // What scikit-learn and others put behind the probabilities of classes.
    private static Postscript End(Node node, Expression?[] inputs)
    {
        var before = inputs.FirstOrDefault(input => input is Postscript) as Postscript;
        if (!Ends.Contains(node.Operator) && node.Operator is not ("Cast" or "Flatten" or "Identity" or "Reshape" or "Squeeze" or "Unsqueeze")) throw node.Error("it computes with classes that were chosen of predictions (ArgMax, TopK); a network ends where these are chosen.");
        var source = before?.Source ?? inputs.FirstOrDefault(input => input is not (null or Known or Texts)) ?? throw node.Error("it reads nothing but constants.");
        string[] listed = node.Texts("classlabels_strings") ?? node.Texts("values_strings") ?? [];
        if (listed.Length == 0) listed = [.. (node.Integers("classlabels_int64s") ?? []).Select(label => label.ToString(CultureInfo.InvariantCulture))];
        if (listed.Length == 0 && inputs.OfType<Texts>().FirstOrDefault() is { } texts) listed = [.. texts.Values];
        if (listed.Length == 0 && node.Operator == "ai.onnx.ml.ArrayFeatureExtractor" && inputs.OfType<Known>().FirstOrDefault() is { } numbers) listed = [.. numbers.Value.Longs().Select(label => label.ToString(CultureInfo.InvariantCulture))];
        return new(source, listed.Length > 0 ? listed : before?.Classes ?? []);
    }

    private static Constant ConstantOf(Node node)
    {
        if (node.Attributes.TryGetValue("value", out var tensor)) return new TensorReader(null).Read(tensor.T, $"The value of {node}");
        if (node.Has("value_float")) return new(ElementType.Float, [], new[] { node.Real("value_float", 0) });
        if (node.Has("value_int")) return Constant.Of([], [node.Integer("value_int", 0)]);
        if (node.Reals("value_floats") is { } reals) return new(ElementType.Float, [reals.Length], reals);
        if (node.Integers("value_ints") is { } whole) return Constant.Of([whole.Length], whole);
        throw node.Error($"it has no number, but {string.Join(", ", node.Attributes.Keys.DefaultIfEmpty("nothing"))}.");
    }

    private Computed Compute(Node node, int[] dims, Expression?[] inputs)
    {
        var computed = new Computed(node, dims, inputs);
        if (Cell(computed)) return computed;
        return computed.Size <= MaxRegion ? computed : new Computed(node, dims, [.. inputs.Select(input => input is null or Known ? input : Forced(input))]);
    }

    // Operators that move values: of a tensor whose places are known they are known anew.
    private Expression[] Moved(Node node, Expression?[] inputs)
    {
        int data = node.Operator == "Concat" ? inputs.Length : 1;
        if (node.Outputs.Count == 1 && inputs.Take(data).Any(input => input is Computed { Result: null }))
        {
            var constants = Constants();
            if (data == 1 && Rooted((Computed)inputs[0]!, view => (View)Moves(node, [view], constants)[0]) is { } moved) return [moved];
            return [Compute(node, Movement.Of(node, [.. inputs.Select(input => input?.Dims)], constants)[0].Dims, inputs)];
        }

        Expression[] read = [.. inputs.Take(data).Select(input => Forced(input!))];
        if (read.OfType<Failed>().FirstOrDefault() is { } failed) throw new OnnxException([.. failed.Problems]);
        return Moves(node, [.. read.Select(expression => AsView(expression, node))], Constants());

        Constant?[] Constants() => [.. inputs.Select(input => (input as Known)?.Value)];
    }

    private static View AsView(Expression expression, Node node) => expression switch
    {
        View view => view,
        // What is joined to values is zeros, as a padding of channels; there is no layer for other constants.
        Known known when known.Value.Doubles().All(value => value == 0) => new(known.Dims, Enumerable.Repeat(Place.Zero, known.Value.Length).ToArray()),
        _ => throw node.Error("it puts constants other than 0 among values of the network, which no layer does."),
    };

    private static Expression[] Moves(Node node, View[] views, Constant?[] constants)
    {
        int[]?[] dims = [.. views.Select(view => view.Dims), .. constants.Skip(views.Length).Select(constant => constant?.Dims)];
        Place[] all = views.Length == 1 ? views[0].Places : [.. views.SelectMany(view => view.Places)];
        return [.. Movement.Of(node, dims, constants).Select(move =>
        {
            if (move.Places is null) return new View(move.Dims, all);
            if (move.Fill != 0 && move.Places.Any(place => place < 0)) throw node.Error($"it fills with {Text.Of(move.Fill)}; layers fill with zeros, or with values at the edge.");
            return new View(move.Dims, Array.ConvertAll(move.Places, place => place < 0 ? Place.Zero : all[place]));
        })];
    }

    // A function of each number commutes with what moves them.
    private static Expression? Rooted(Computed end, Func<View, View> move)
    {
        var region = Region.Of(end).FirstOrDefault();
        if (region is not { Start: View root, IsOfEachNumber: true }) return null;
        var moved = move(root);
        if (moved.Places.Any(place => place.IsZero) && !root.Places.Any(place => place.IsZero) && region.Compute(Constant.Of([1], [0.0]))?.Doubles()[0] != 0) return null;
        var copies = new Dictionary<Expression, Expression>();
        return Copy(end);

        Expression Copy(Expression expression)
        {
            if (expression == root) return moved;
            if (expression is not Computed computed) return expression is Known { Value: { Length: > 0 } value } ? new Known(value.Moved([], [0], [], 0)) : expression;
            return copies.TryGetValue(expression, out var copy) ? copy : copies[expression] = new Computed(computed.Node, moved.Dims, [.. computed.Inputs.Select(input => input is null ? null : Copy(input))]);
        }
    }

    // What a tensor reads, by layers where operators compute it.
    private Expression Forced(Expression expression) => expression switch
    {
        Computed computed => computed.Result ??= Computed(computed),
        _ => expression,
    };

    private View Forced(Expression? expression, Node node) => Forced(expression ?? throw node.Error("an input is missing.")) switch
    {
        View view => view,
        Failed failed => throw new OnnxException([.. failed.Problems]),
        _ => throw node.Error("it reads a constant where a value of the network is read."),
    };

    private View Computed(Computed end)
    {
        foreach (var region in Region.Of(end))
        {
            if (Recognized(region) is { } make) return make(Forced(region.Start, end.Node));
        }

        return Together(end);
    }

    private static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static Constant Needed(Expression? input, Node node, string what) => input is Known known ? known.Value
        : throw node.Error(input is null ? $"{what} is missing." : $"{what} is computed by the network; layers keep it as a constant.");

    // What an output is of the network: a value, and the order in which the graph has it.
    private NetworkEnd EndOf(string name, View view)
    {
        var node = new Node(name, "Output", _graph.OperatorSet, [], [], new Dictionary<string, Schema.AttributeProto>());
        var (step, axis) = _network.OneStep(view, node);
        if (axis > 0 && Dims.Length(view.Dims[..axis]) > 1) throw node.Error($"its steps lie along axis {axis} of {Dims.Text(view.Dims)}; a network gives one step behind the other.");
        if (_network.IsAllOf(step, out var value))
        {
            NetworkBuilder.ShapeOf(value);
            int[] order = new int[value.Length], inverse = NetworkBuilder.Inverse(value);
            for (int i = 0; i < order.Length; i++) order[inverse[step.Places[i].Index]] = i;
            return new(name, value, view.Dims, order.Select((place, i) => place == i).All(same => same) ? null : order);
        }

        return new(name, _network.Read(step, new(step.Places.Length), node), view.Dims, null);
    }

    /// <summary>A recurrent layer goes over several steps, and nothing says yet where they lie.</summary>
    private sealed class StepsNeededException(string message, IReadOnlyList<(string Input, int Axis)> axes) : Exception(message)
    {
        /// <summary>Where they may lie.</summary>
        public IReadOnlyList<(string Input, int Axis)> Axes => axes;
    }
}
