using System.Globalization;
using System.Runtime.InteropServices;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Schema;
using DeepThin.Planning;
using Google.Protobuf;
using AttributeType = DeepThin.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace DeepThin.Exporting.Graphs;

/// <summary>Writes the nodes and the tensors of an ONNX graph. Every name in it is unique; those of a layer begin with the name of the layer.</summary>
/// <param name="name">The name of the graph.</param>
internal sealed class GraphWriter(string name)
{
    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, string> _constants = [];
    private int _firstOfLayer;
    private string _layer = "";

    /// <summary>The graph.</summary>
    public GraphProto Graph => _graph;

    /// <summary>Begins a layer.</summary>
    /// <param name="layer">Its name.</param>
    public void Begin(string layer) => (_layer, _firstOfLayer) = (layer, _graph.Node.Count);

    /// <summary>Adds a node with one output.</summary>
    /// <param name="type">Its operator.</param>
    /// <param name="inputs">What it reads; an empty name for an input that is left out.</param>
    /// <param name="attributes">Its attributes: long, float, long[], float[], string or string[].</param>
    /// <returns>The name of the output.</returns>
    public string Add(string type, string[] inputs, params (string Name, object Value)[] attributes) => Add(type, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public string[] Add(string type, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = Free($"{_layer}/{type}") };
        node.Input.AddRange(inputs);
        node.Output.AddRange(Enumerable.Range(0, outputs).Select(i => Free(outputs == 1 ? $"{node.Name}_output" : $"{node.Name}_output{i.ToString(CultureInfo.InvariantCulture)}")));
        node.Attribute.AddRange(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        _graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>Gives the output of a node of this layer another name, and its readers in this layer.</summary>
    /// <returns>The name.</returns>
    public string Rename(string value, string wanted)
    {
        foreach (var node in _graph.Node.Skip(_firstOfLayer))
        {
            for (int i = 0; i < node.Input.Count; i++) node.Input[i] = node.Input[i] == value ? wanted : node.Input[i];
            for (int i = 0; i < node.Output.Count; i++) node.Output[i] = node.Output[i] == value ? wanted : node.Output[i];
        }

        return wanted;
    }

    /// <summary>Whether a node of this layer writes a value.</summary>
    public bool IsOfLayer(string value) => _graph.Node.Skip(_firstOfLayer).Any(node => node.Output.Contains(value));

    /// <summary>A name that nothing has.</summary>
    public string Free(string wanted)
    {
        string free = wanted;
        for (int i = 2; !_taken.Add(free); i++) free = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{i}");
        return free;
    }

    /// <summary>Adds a tensor of real numbers.</summary>
    public string Tensor(string wanted, int[] dims, float[] values) => Initializer(Free(wanted), ElementType.Float, dims, MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>A tensor of whole numbers, shared by all nodes that read the same.</summary>
    public string Whole(params long[] values)
    {
        string key = string.Join('_', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
        return Shared($"whole_{key}", wanted => Initializer(wanted, ElementType.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan())));
    }

    /// <summary>A real number, shared by all nodes that read the same.</summary>
    public string Number(float value) => Shared($"number_{value.ToString("R", CultureInfo.InvariantCulture)}", wanted => Initializer(wanted, ElementType.Float, [], MemoryMarshal.AsBytes([value])));

    /// <summary>The dimensions of a value behind its first one: channels; channels and length; or channels, height and width.</summary>
    public static int[] DimsOf(Shape shape) => shape.IsVector ? [shape.Channels] : shape.Height == 1 ? [shape.Channels, shape.Width] : [shape.Channels, shape.Height, shape.Width];

    /// <summary>A value with other dimensions behind the first one.</summary>
    public string Reshaped(string value, params int[] dims) => Add("Reshape", [value, Whole([0, .. dims.Select(length => (long)length)])]);

    /// <summary>A value with the dimensions of its shape, where it may have more.</summary>
    public string Shaped(string value, int[] dims, Shape shape) => dims.SequenceEqual(DimsOf(shape)) ? value : Reshaped(value, DimsOf(shape));

    /// <summary>An input or an output of a graph.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="open">What the first dimension is called where it is open.</param>
    /// <param name="first">The first dimension where it is not.</param>
    /// <param name="dims">The others.</param>
    public static ValueInfoProto Value(string name, string open, int? first, int[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(first is { } length ? new TensorShapeProto.Types.Dimension { DimValue = length } : new() { DimParam = open });
        shape.Dim.AddRange(dims.Select(other => new TensorShapeProto.Types.Dimension { DimValue = other }));
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)ElementType.Float, Shape = shape } } };
    }

    private string Shared(string wanted, Func<string, string> create)
    {
        if (!_constants.TryGetValue(wanted, out string? found)) _constants[wanted] = found = create(Free(wanted));
        return found;
    }

    private string Initializer(string free, ElementType type, int[] dims, ReadOnlySpan<byte> values)
    {
        var tensor = new TensorProto { Name = free, DataType = (int)type, RawData = ByteString.CopyFrom(values) };
        tensor.Dims.AddRange(dims.Select(length => (long)length));
        _graph.Initializer.Add(tensor);
        return free;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case long whole:
                (attribute.Type, attribute.I) = (AttributeType.Int, whole);
                break;
            case float real:
                (attribute.Type, attribute.F) = (AttributeType.Float, real);
                break;
            case string text:
                (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(text));
                break;
            case long[] numbers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(numbers);
                break;
            case float[] numbers:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(numbers);
                break;
            case string[] texts:
                attribute.Type = AttributeType.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            default:
                throw new ArgumentException($"No attribute is made of {value.GetType()}.", nameof(value));
        }

        return attribute;
    }
}
