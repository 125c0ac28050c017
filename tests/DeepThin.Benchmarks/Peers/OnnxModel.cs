using System.Runtime.InteropServices;
using DeepThin.Benchmarks.Models;
using Google.Protobuf;

namespace DeepThin.Benchmarks.Peers;

/// <summary>Writes the few parts of an ONNX model that the peers need, by the field numbers of the public schema (onnx.proto, IR version 8).</summary>
internal static class OnnxModel
{
    private const int IrVersion = 8, OperatorSet = 17;
    private const int Float32 = 1, Int8 = 3, Int64 = 7;

    /// <summary>y = x·W + b in single precision, layer after layer with ReLU between them.</summary>
    public static byte[] Dense(IReadOnlyList<DenseLayer> layers, int count) => Model(
        layers,
        count,
        (i, x, y) => [Node("MatMul", [x, $"W{i}"], [$"xW{i}"]), Node("Add", [$"xW{i}", $"b{i}"], [y])],
        (i, layer) => [Initializer($"W{i}", Float32, MemoryMarshal.AsBytes<float>(Transposed(layer)), layer.Q, layer.R)]);

    /// <summary>The same with dynamic quantisation: 8-bit weights with one scale for each layer, x quantised at run time.</summary>
    public static byte[] DenseInt8(IReadOnlyList<DenseLayer> layers, int count) => Model(
        layers,
        count,
        (i, x, y) =>
        [
            Node("DynamicQuantizeLinear", [x], [$"xq{i}", $"xScale{i}", $"xZero{i}"]),
            Node("MatMulInteger", [$"xq{i}", $"W{i}", $"xZero{i}"], [$"sums{i}"]),
            Node("Cast", [$"sums{i}"], [$"floats{i}"], Integer("to", Float32)),
            Node("Mul", [$"xScale{i}", $"wScale{i}"], [$"scale{i}"]),
            Node("Mul", [$"floats{i}", $"scale{i}"], [$"xW{i}"]),
            Node("Add", [$"xW{i}", $"b{i}"], [y]),
        ],
        (i, layer) =>
        {
            float[] weights = Transposed(layer);
            float scale = weights.Max(Math.Abs) / sbyte.MaxValue;
            sbyte[] quantised = [.. weights.Select(weight => (sbyte)MathF.Round(weight / scale))];
            return
            [
                Initializer($"W{i}", Int8, MemoryMarshal.AsBytes<sbyte>(quantised), layer.Q, layer.R),
                Initializer($"wScale{i}", Float32, MemoryMarshal.AsBytes<float>([scale]), 1),
            ];
        });

    /// <summary>The layers of an uncompressed model, for one sample and with its very weights. Its convolutions keep the size of their input, and its poolings divide it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="steps">The steps of the sequence that a model with recurrent layers takes at once.</param>
    public static byte[] Of(BenchModel model, int steps = 1)
    {
        List<ByteString> nodes = [], weights = [];
        string x = "x";
        for (int i = 0; i < model.Info.Layers.Count; i++)
        {
            var layer = model.Info.Layers[i];
            if (layer.Kind is "lstm" or "gru")
            {
                x = AddRecurrent(model, layer, i, x, i == model.Info.Layers.Count - 1 ? "y" : $"y{i}", steps, nodes, weights);
                continue;
            }

            string[] tensors = [.. layer.Tensors.Select(tensor => tensor.Name)];
            string y = i == model.Info.Layers.Count - 1 ? "y" : $"y{i}", sums = layer.Activation == Activation.Relu ? $"sums{i}" : y;
            nodes.Add(NodeOf(layer, [x, .. tensors], sums));
            if (sums != y) nodes.Add(Node("Relu", [sums], [y]));
            weights.AddRange(layer.Tensors.Select(tensor => Initializer(tensor.Name, Float32, MemoryMarshal.AsBytes(model.Tensor(tensor.Name)), ShapeOf(tensor))));
            x = y;
        }

        return Model(nodes, weights, [steps, .. model.Info.Layers[0].InputShape], [steps, .. model.Info.Layers[^1].OutputShape]);
    }

    // PyTorch has the gates i, f, g, o and r, z, n; ONNX has i, o, f, c and z, r, h. A sequence of one has a dimension for samples, and its outputs one for directions.
    private static string AddRecurrent(BenchModel model, LayerInfo layer, int index, string x, string y, int steps, List<ByteString> nodes, List<ByteString> weights)
    {
        bool isLstm = layer.Kind == "lstm";
        int[] order = isLstm ? [0, 3, 1, 2] : [1, 0, 2];
        int hidden = layer.Outputs;
        float[] Part(string name) => [.. order.SelectMany(gate =>
        {
            var values = model.Tensor($"layers.{index}.{name}");
            int length = values.Length / order.Length;
            return values.Slice(gate * length, length).ToArray();
        })];
        string[] names = [$"W{index}", $"R{index}", $"B{index}"];
        weights.Add(Initializer(names[0], Float32, MemoryMarshal.AsBytes<float>(Part("weight_ih")), 1, order.Length * hidden, layer.Inputs));
        weights.Add(Initializer(names[1], Float32, MemoryMarshal.AsBytes<float>(Part("weight_hh")), 1, order.Length * hidden, hidden));
        weights.Add(Initializer(names[2], Float32, MemoryMarshal.AsBytes<float>((float[])[.. Part("bias_ih"), .. Part("bias_hh")]), 1, 2 * order.Length * hidden));
        weights.Add(Initializer($"into{index}", Int64, MemoryMarshal.AsBytes<long>([steps, 1, layer.Inputs]), 3));
        weights.Add(Initializer($"outOf{index}", Int64, MemoryMarshal.AsBytes<long>([steps, hidden]), 2));
        nodes.Add(Node("Reshape", [x, $"into{index}"], [$"sequence{index}"]));
        ByteString[] attributes = [Integer("hidden_size", hidden), .. isLstm ? Array.Empty<ByteString>() : [Integer("linear_before_reset", 1)]];
        nodes.Add(Node(isLstm ? "LSTM" : "GRU", [$"sequence{index}", .. names], [$"steps{index}"], attributes));
        nodes.Add(Node("Reshape", [$"steps{index}", $"outOf{index}"], [y]));
        return y;
    }

    private static ByteString NodeOf(LayerInfo layer, string[] inputs, string output)
    {
        switch (layer.Kind)
        {
            case "convolution" or "depthwise":
                int[] kernel = ShapeOf(layer.Tensors[0])[2..], before = [.. kernel.Select(taps => taps / 2)];
                int groups = layer.Kind == "depthwise" ? layer.InputShape[0] : 1;
                return Node("Conv", inputs, [output], Integers("kernel_shape", kernel), Integers("pads", [.. before, .. before]), Integer("group", groups));
            case "maxpool":
                int[] window = [.. layer.InputShape.Skip(1).Zip(layer.OutputShape.Skip(1), (length, pooled) => length / pooled)];
                return Node("MaxPool", inputs, [output], Integers("kernel_shape", window), Integers("strides", window));
            case "flatten":
                return Node("Flatten", inputs, [output]);
            case "dense":
                return Node("Gemm", inputs, [output], Integer("transB", 1));
            default:
                throw new BenchmarkException($"No ONNX model has been written of layers of the kind {layer.Kind} yet.");
        }
    }

    private static int[] ShapeOf(TensorInfo tensor) => [.. tensor.ShapeOfFile.Select(length => (int)length)];

    // The nodes of a layer lead from its x to its y; a ReLU follows where another layer does.
    private static byte[] Model(IReadOnlyList<DenseLayer> layers, int count, Func<int, string, string, ByteString[]> nodes, Func<int, DenseLayer, ByteString[]> weights)
    {
        List<ByteString> allNodes = [], allWeights = [];
        for (int i = 0; i < layers.Count; i++)
        {
            bool isLast = i == layers.Count - 1;
            allNodes.AddRange(nodes(i, i == 0 ? "x" : $"x{i}", isLast ? "y" : $"y{i}"));
            if (!isLast) allNodes.Add(Node("Relu", [$"y{i}"], [$"x{i + 1}"]));
            allWeights.AddRange(weights(i, layers[i]));
            allWeights.Add(Initializer($"b{i}", Float32, MemoryMarshal.AsBytes(layers[i].Bias.Span), layers[i].R));
        }

        return Model(allNodes, allWeights, [count, layers[0].Q], [count, layers[^1].R]);
    }

    private static byte[] Model(IEnumerable<ByteString> nodes, IEnumerable<ByteString> weights, int[] inputShape, int[] outputShape)
    {
        var graph = Message(graph =>
        {
            foreach (var node in nodes) Write(graph, 1, node);
            Write(graph, 2, "network");
            foreach (var initializer in weights) Write(graph, 5, initializer);
            Write(graph, 11, Value("x", inputShape));
            Write(graph, 12, Value("y", outputShape));
        });
        return Message(model =>
        {
            Write(model, 1, IrVersion);
            Write(model, 7, graph);
            Write(model, 8, Message(operators => Write(operators, 2, OperatorSet)));
        }).ToByteArray();
    }

    private static ByteString Node(string operation, string[] inputs, string[] outputs, params ByteString[] attributes) => Message(node =>
    {
        foreach (string input in inputs) Write(node, 1, input);
        foreach (string output in outputs) Write(node, 2, output);
        Write(node, 4, operation);
        foreach (var attribute in attributes) Write(node, 5, attribute);
    });

    private static ByteString Integer(string name, int value) => Message(attribute =>
    {
        const int IntegerType = 2;
        Write(attribute, 1, name);
        Write(attribute, 3, value);
        Write(attribute, 20, IntegerType);
    });

    private static ByteString Integers(string name, int[] values) => Message(attribute =>
    {
        const int IntegersType = 7;
        Write(attribute, 1, name);
        foreach (int value in values) Write(attribute, 8, value);
        Write(attribute, 20, IntegersType);
    });

    private static ByteString Initializer(string name, int type, ReadOnlySpan<byte> data, params int[] shape)
    {
        var bytes = ByteString.CopyFrom(data);
        return Message(tensor =>
        {
            foreach (int length in shape) Write(tensor, 1, length);
            Write(tensor, 2, type);
            Write(tensor, 8, name);
            Write(tensor, 9, bytes);
        });
    }

    private static ByteString Value(string name, params int[] shape)
    {
        var lengths = Message(message =>
        {
            foreach (int length in shape) Write(message, 1, Message(dimension => Write(dimension, 1, length)));
        });
        var tensor = Message(message =>
        {
            Write(message, 1, Float32);
            Write(message, 2, lengths);
        });
        return Message(value =>
        {
            Write(value, 1, name);
            Write(value, 2, Message(type => Write(type, 1, tensor)));
        });
    }

    // ONNX multiplies from the left: Q×R row-major.
    private static float[] Transposed(DenseLayer layer)
    {
        float[] transposed = new float[layer.Q * layer.R];
        ReadOnlySpan<float> weights = layer.Weights.Span;
        for (int c = 0; c < layer.R; c++)
        {
            for (int q = 0; q < layer.Q; q++) transposed[q * layer.R + c] = weights[c * layer.Q + q];
        }

        return transposed;
    }

    private static ByteString Message(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true)) write(output);
        return ByteString.CopyFrom(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void Write(CodedOutputStream output, int field, int value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void Write(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void Write(CodedOutputStream output, int field, ByteString value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(value);
    }
}
