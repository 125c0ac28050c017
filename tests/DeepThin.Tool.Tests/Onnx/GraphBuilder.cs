using System.Runtime.InteropServices;
using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Schema;
using Google.Protobuf;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>Writes an ONNX graph, node by node.</summary>
internal sealed class GraphBuilder
{
    private readonly Random _random = new(1);

    /// <summary>Begins a graph.</summary>
    /// <param name="operatorSet">The version of the operators.</param>
    public GraphBuilder(int operatorSet = 17) => Model.OpsetImport.Add(new OperatorSetIdProto { Version = operatorSet });

    /// <summary>The file.</summary>
    public ModelProto Model { get; } = new() { IrVersion = 8, Graph = new GraphProto { Name = "graph" } };

    /// <summary>Adds an input; a dimension of 0 is open.</summary>
    public GraphBuilder Input(string name, params int[] dims) => Input(name, ElementType.Float, dims);

    /// <summary>Adds an input of a type.</summary>
    public GraphBuilder Input(string name, ElementType type, params int[] dims)
    {
        Model.Graph.Input.Add(Value(name, type, dims));
        return this;
    }

    /// <summary>Adds an output.</summary>
    public GraphBuilder Output(params string[] names)
    {
        foreach (string name in names) Model.Graph.Output.Add(Value(name, ElementType.Float, null));
        return this;
    }

    /// <summary>Adds random weights.</summary>
    public GraphBuilder Weights(string name, params int[] dims) => Floats(name, dims, [.. Enumerable.Range(0, Dims.Length(dims)).Select(_ => _random.NextSingle() - 0.5f)]);

    /// <summary>Adds random weights above 0.</summary>
    public GraphBuilder Positive(string name, params int[] dims) => Floats(name, dims, [.. Enumerable.Range(0, Dims.Length(dims)).Select(_ => _random.NextSingle() + 0.1f)]);

    /// <summary>Adds real numbers.</summary>
    public GraphBuilder Floats(string name, int[] dims, params float[] values)
    {
        Model.Graph.Initializer.Add(Tensor(name, dims, values));
        return this;
    }

    /// <summary>Adds whole numbers.</summary>
    public GraphBuilder Whole(string name, params long[] values)
    {
        Model.Graph.Initializer.Add(Tensor(name, [values.Length], values));
        return this;
    }

    /// <summary>Adds a tensor as it is.</summary>
    public GraphBuilder Constant(TensorProto tensor)
    {
        Model.Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>Adds a node with one output.</summary>
    public GraphBuilder Node(string type, string[] inputs, string output, params (string Name, object Value)[] attributes) => Node(type, inputs, [output], attributes);

    /// <summary>Adds a node.</summary>
    public GraphBuilder Node(string type, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        return Add(NodeOf(type, inputs, outputs, attributes));
    }

    /// <summary>Adds a node of another domain.</summary>
    public GraphBuilder Foreign(string domain, string type, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = NodeOf(type, inputs, outputs, attributes);
        node.Domain = domain;
        return Add(node);
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToArray() => Model.ToByteArray();

    /// <summary>The graph as it is read.</summary>
    public Graph Read() => GraphReader.Read(new MemoryStream(ToArray()), folder: null);

    /// <summary>A node.</summary>
    public static NodeProto NodeOf(string type, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = $"the_{type.ToLowerInvariant()}" };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        return node;
    }

    /// <summary>A tensor.</summary>
    public static TensorProto Tensor(string name, int[] dims, Array values)
    {
        var tensor = new TensorProto { Name = name };
        tensor.Dims.AddRange(dims.Select(length => (long)length));
        (tensor.DataType, var bytes) = values switch
        {
            float[] floats => ((int)ElementType.Float, MemoryMarshal.AsBytes(floats.AsSpan()).ToArray()),
            double[] doubles => ((int)ElementType.Double, MemoryMarshal.AsBytes(doubles.AsSpan()).ToArray()),
            Half[] halves => ((int)ElementType.Float16, MemoryMarshal.AsBytes(halves.AsSpan()).ToArray()),
            sbyte[] small => ((int)ElementType.Int8, MemoryMarshal.AsBytes(small.AsSpan()).ToArray()),
            int[] whole => ((int)ElementType.Int32, MemoryMarshal.AsBytes(whole.AsSpan()).ToArray()),
            bool[] truths => ((int)ElementType.Bool, MemoryMarshal.AsBytes(truths.AsSpan()).ToArray()),
            _ => ((int)ElementType.Int64, MemoryMarshal.AsBytes(((long[])values).AsSpan()).ToArray()),
        };
        tensor.RawData = ByteString.CopyFrom(bytes);
        return tensor;
    }

    /// <summary>A value; without dimensions, its rank is not said.</summary>
    public static ValueInfoProto Value(string name, ElementType type, int[]? dims)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (dims is not null)
        {
            tensor.Shape = new();
            tensor.Shape.Dim.AddRange(dims.Select((length, i) => length > 0 ? new TensorShapeProto.Types.Dimension { DimValue = length } : new() { DimParam = $"n{i}" }));
        }

        return new() { Name = name, Type = new() { TensorType = tensor } };
    }

    // The second node of an operator is called the_conv2, and so on.
    private GraphBuilder Add(NodeProto node)
    {
        int others = Model.Graph.Node.Count(other => other.OpType == node.OpType);
        if (others > 0) node.Name += $"{others + 1}";
        Model.Graph.Node.Add(node);
        return this;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int whole: (attribute.Type, attribute.I) = (AttributeProto.Types.AttributeType.Int, whole); break;
            case float real: (attribute.Type, attribute.F) = (AttributeProto.Types.AttributeType.Float, real); break;
            case string text: (attribute.Type, attribute.S) = (AttributeProto.Types.AttributeType.String, ByteString.CopyFromUtf8(text)); break;
            case TensorProto tensor: (attribute.Type, attribute.T) = (AttributeProto.Types.AttributeType.Tensor, tensor); break;
            case GraphProto graph: (attribute.Type, attribute.G) = (AttributeProto.Types.AttributeType.Graph, graph); break;
            case int[] numbers:
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                attribute.Ints.AddRange(numbers.Select(number => (long)number));
                break;
            case float[] numbers:
                attribute.Type = AttributeProto.Types.AttributeType.Floats;
                attribute.Floats.AddRange(numbers);
                break;
            case string[] texts:
                attribute.Type = AttributeProto.Types.AttributeType.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            default: throw new ArgumentException($"No attribute is made of {value.GetType()}.", nameof(value));
        }

        return attribute;
    }
}
