using System.Text.Json;
using DeepThin.Onnx.Schema;
using Google.Protobuf;

namespace DeepThin.Onnx.Graphs;

/// <summary>Reads ONNX files into <see cref="Graph"/>.</summary>
internal sealed class GraphReader
{
    /// <summary>The oldest operator set that is read.</summary>
    public const int OldestOperatorSet = 7;

    // A call within a call and so on: more is a function that calls itself.
    private const int MaxDepth = 16;

    private const int MaxNodes = 200_000;

    private readonly ModelProto _model;
    private readonly TensorReader _tensors;
    private readonly Dictionary<(string Domain, string Name), FunctionProto> _functions = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _texts = [];
    private int _operatorSet;
    private int _count;

    private GraphReader(ModelProto model, string? folder) => (_model, _tensors) = (model, new(folder));

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="OnnxException">The file is no ONNX graph that is read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Graph Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <summary>Reads a graph from a stream.</summary>
    /// <param name="stream">The bytes of the file.</param>
    /// <param name="folder">The folder of its external data, or null.</param>
    /// <exception cref="OnnxException">The file is no ONNX graph that is read.</exception>
    public static Graph Read(Stream stream, string? folder)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new OnnxException($"This is no ONNX file, or it is damaged: {error.Message}");
        }

        if (model.Graph is null) throw new OnnxException("There is no graph in it; an ONNX file with a network is needed.");
        return new GraphReader(model, folder).Read();
    }

    /// <summary>Reads the graph of a branch, whose nodes may read the tensors around it.</summary>
    /// <param name="graph">The branch.</param>
    /// <param name="owner">The node whose branch it is.</param>
    /// <param name="isTaken">Whether a name is that of another tensor already.</param>
    /// <returns>The nodes, the tensors that the branch keeps, and the names of its outputs.</returns>
    public static (IReadOnlyList<Node> Nodes, IReadOnlyDictionary<string, Constant> Constants, IReadOnlyList<string> Outputs) ReadBranch(GraphProto graph, Node owner, Predicate<string> isTaken)
    {
        var reader = new GraphReader(new ModelProto { Graph = graph }, folder: null) { _operatorSet = owner.OperatorSet };
        HashSet<string> inner = [.. graph.Node.SelectMany(node => node.Output), .. graph.Initializer.Select(tensor => tensor.Name)];
        string Renamed(string name) => inner.Contains(name) && isTaken(name) ? $"{owner.Name}/{name}" : name;
        var kept = new Dictionary<string, Constant>();
        reader.ReadConstants(graph, kept);
        var nodes = new List<Node>();
        reader.AddNodes(graph.Node, nodes, Renamed, prefix: "", [], depth: 0);
        return (nodes, kept.ToDictionary(pair => Renamed(pair.Key), pair => pair.Value), [.. graph.Output.Select(output => Renamed(output.Name))]);
    }

    private Graph Read()
    {
        var graph = _model.Graph;
        _operatorSet = (int)(_model.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? 0);
        if (_operatorSet < OldestOperatorSet) throw new OnnxException($"The file was written for version {_operatorSet} of ONNX's operators; {OldestOperatorSet} and later are read. onnx.version_converter makes it newer.");
        foreach (var function in _model.Functions) _functions[(Domain(function.Domain), function.Name)] = function;
        var constants = new Dictionary<string, Constant>();
        ReadConstants(graph, constants);
        var nodes = new List<Node>();
        AddNodes(graph.Node, nodes, name => name, prefix: "", [], depth: 0);
        GraphInput[] inputs = [.. graph.Input.Where(input => !constants.ContainsKey(input.Name)).Select(ReadInput)];
        string[] outputs = [.. graph.Output.Select(output => output.Name)];
        if (outputs.Length == 0) throw new OnnxException("The graph has no outputs.");
        return new(graph.Name, _operatorSet, $"{_model.ProducerName} {_model.ProducerVersion}".Trim(), inputs, outputs, constants, _texts, Sorted(nodes, [.. inputs.Select(input => input.Name), .. constants.Keys, .. _texts.Keys], outputs)) { Classes = Classes() };
    }

    // Other programs may call something else so.
    private string[] Classes()
    {
        if (_model.MetadataProps.FirstOrDefault(property => property.Key == Graph.ClassesKey) is not { Value: var text }) return [];
        try
        {
            using var found = JsonDocument.Parse(text);
            return found.RootElement.ValueKind == JsonValueKind.Array ? [.. found.RootElement.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;

    private static GraphInput ReadInput(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { } tensor) throw new OnnxException($"Input '{input.Name}' is no tensor; networks of tensors are read.");
        var dims = tensor.Shape?.Dim ?? [];
        return new(
            input.Name,
            (ElementType)tensor.ElemType,
            [.. dims.Select(dim => dim.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && dim.DimValue is > 0 and <= Graphs.Dims.MaxLength ? (int)dim.DimValue : -1)],
            [.. dims.Select(dim => dim.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam ? dim.DimParam : "")]);
    }

    private void ReadConstants(GraphProto graph, Dictionary<string, Constant> constants)
    {
        if (graph.SparseInitializer.Count > 0) throw new OnnxException($"Tensor '{graph.SparseInitializer[0].Values?.Name}' is kept sparse; whole tensors are read.");
        foreach (var tensor in graph.Initializer)
        {
            if ((ElementType)tensor.DataType == ElementType.Text) _texts[tensor.Name] = [.. tensor.StringData.Select(text => text.ToStringUtf8())];
            else constants[tensor.Name] = _tensors.Read(tensor, $"Tensor '{tensor.Name}'");
        }
    }

    // The nodes of a graph or of a function, with those of the functions that they call in their places.
    private void AddNodes(IEnumerable<NodeProto> source, List<Node> nodes, Func<string, string> rename, string prefix, Dictionary<string, AttributeProto> given, int depth)
    {
        foreach (var node in source)
        {
            if (++_count > MaxNodes) throw new OnnxException($"The graph has more than {MaxNodes} nodes with those of its functions.");
            string domain = Domain(node.Domain), name = node.Name.Length > 0 ? prefix + node.Name : $"{prefix}{node.OpType}_{_count}";
            string[] inputs = [.. node.Input.Select(input => input.Length == 0 ? "" : rename(input))], outputs = [.. node.Output.Select(output => output.Length == 0 ? "" : rename(output))];
            var attributes = Attributes(node, given);
            if (_functions.TryGetValue((domain, node.OpType), out var function))
            {
                if (depth == MaxDepth) throw new OnnxException($"Function '{node.OpType}' calls itself, or calls are nested more than {MaxDepth} deep.");
                // Nodes may have one name, so that a call counts itself.
                string inside = $"{name}/{_count}";
                var places = new Dictionary<string, string>();
                for (int i = 0; i < function.Input.Count; i++) places[function.Input[i]] = i < inputs.Length ? inputs[i] : "";
                for (int i = 0; i < function.Output.Count; i++) places[function.Output[i]] = i < outputs.Length && outputs[i].Length > 0 ? outputs[i] : $"{inside}/{function.Output[i]}";
                foreach (var attribute in function.AttributeProto) attributes.TryAdd(attribute.Name, attribute);
                AddNodes(function.Node, nodes, inner => places.TryGetValue(inner, out string? outer) ? outer : $"{inside}/{inner}", $"{name}/", attributes, depth + 1);
                continue;
            }

            nodes.Add(new(name, domain.Length > 0 ? $"{domain}.{node.OpType}" : node.OpType, _operatorSet, inputs, outputs, attributes));
        }
    }

    private static Dictionary<string, AttributeProto> Attributes(NodeProto node, Dictionary<string, AttributeProto> given)
    {
        var attributes = new Dictionary<string, AttributeProto>();
        foreach (var attribute in node.Attribute)
        {
            if (attribute.RefAttrName.Length == 0) attributes[attribute.Name] = attribute;
            else if (given.TryGetValue(attribute.RefAttrName, out var outer)) attributes[attribute.Name] = outer;
        }

        return attributes;
    }

    // Each node behind those that it reads; a file has them so, but nothing enforces it.
    private static List<Node> Sorted(List<Node> nodes, HashSet<string> known, string[] outputs)
    {
        var writers = new Dictionary<string, Node>();
        foreach (var node in nodes)
        {
            foreach (string output in node.Outputs)
            {
                if (output.Length > 0 && !writers.TryAdd(output, node)) throw new OnnxException($"{node} and {writers[output]} both write the tensor '{output}'.");
            }
        }

        foreach (string output in outputs)
        {
            if (!writers.ContainsKey(output) && !known.Contains(output)) throw new OnnxException($"Output '{output}' is written by no node.");
        }

        var waiting = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        var readers = new Dictionary<Node, List<Node>>(ReferenceEqualityComparer.Instance);
        foreach (var node in nodes)
        {
            int count = 0;
            foreach (string input in Reads(node).Distinct())
            {
                if (known.Contains(input)) continue;
                if (!writers.TryGetValue(input, out var writer)) throw new OnnxException($"{node} reads the tensor '{input}', which is neither an input, nor kept in the file, nor written by a node.");
                if (!readers.TryGetValue(writer, out var list)) readers[writer] = list = [];
                list.Add(node);
                count++;
            }

            waiting[node] = count;
        }

        var sorted = new List<Node>(nodes.Count);
        // The order of the file, where it is one.
        var order = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < nodes.Count; i++) order[nodes[i]] = i;
        var ready = new PriorityQueue<Node, int>(nodes.Where(node => waiting[node] == 0).Select(node => (node, order[node])));
        while (ready.TryDequeue(out var node, out _))
        {
            sorted.Add(node);
            foreach (var reader in readers.GetValueOrDefault(node) ?? [])
            {
                if (--waiting[reader] == 0) ready.Enqueue(reader, order[reader]);
            }
        }

        return sorted.Count == nodes.Count ? sorted : throw new OnnxException($"The graph has a cycle, through {nodes.First(node => waiting[node] > 0)}.");
    }

    // What a node reads, with what its branches read of the tensors around them.
    private static IEnumerable<string> Reads(Node node)
    {
        foreach (string input in node.Inputs)
        {
            if (input.Length > 0) yield return input;
        }

        foreach (var attribute in node.Attributes.Values)
        {
            foreach (var branch in attribute.Graphs.Append(attribute.G))
            {
                if (branch is null) continue;
                foreach (string input in FreeNames(branch)) yield return input;
            }
        }
    }

    private static HashSet<string> FreeNames(GraphProto graph)
    {
        HashSet<string> free = [.. graph.Output.Select(output => output.Name)];
        foreach (var node in graph.Node)
        {
            free.UnionWith(node.Input.Where(input => input.Length > 0));
            foreach (var attribute in node.Attribute)
            {
                foreach (var branch in attribute.Graphs.Append(attribute.G))
                {
                    if (branch is not null) free.UnionWith(FreeNames(branch));
                }
            }
        }

        free.ExceptWith(graph.Initializer.Select(tensor => tensor.Name));
        free.ExceptWith(graph.Input.Select(input => input.Name));
        free.ExceptWith(graph.Node.SelectMany(node => node.Output));
        return free;
    }
}
