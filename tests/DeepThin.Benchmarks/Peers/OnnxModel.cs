using System.Runtime.InteropServices;
using Google.Protobuf;

namespace DeepThin.Benchmarks.Peers;

/// <summary>Writes the few parts of an ONNX model that dense layers need, by the field numbers of the public schema (onnx.proto, IR version 8).</summary>
internal static class OnnxModel
{
    private const int IrVersion = 8, OperatorSet = 17;
    private const int Float32 = 1, Int8 = 3;

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
            Node("Cast", [$"sums{i}"], [$"floats{i}"], ("to", Float32)),
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

    // The nodes of a layer lead from its x to its y; a ReLU follows where another layer does.
    private static byte[] Model(IReadOnlyList<DenseLayer> layers, int count, Func<int, string, string, ByteString[]> nodes, Func<int, DenseLayer, ByteString[]> weights)
    {
        var graph = Message(graph =>
        {
            for (int i = 0; i < layers.Count; i++)
            {
                bool isLast = i == layers.Count - 1;
                foreach (var node in nodes(i, i == 0 ? "x" : $"x{i}", isLast ? "y" : $"y{i}")) Write(graph, 1, node);
                if (!isLast) Write(graph, 1, Node("Relu", [$"y{i}"], [$"x{i + 1}"]));
            }

            Write(graph, 2, "dense");
            for (int i = 0; i < layers.Count; i++)
            {
                foreach (var initializer in weights(i, layers[i])) Write(graph, 5, initializer);
                Write(graph, 5, Initializer($"b{i}", Float32, MemoryMarshal.AsBytes(layers[i].Bias.Span), layers[i].R));
            }

            Write(graph, 11, Value("x", count, layers[0].Q));
            Write(graph, 12, Value("y", count, layers[^1].R));
        });
        return Message(model =>
        {
            Write(model, 1, IrVersion);
            Write(model, 7, graph);
            Write(model, 8, Message(operators => Write(operators, 2, OperatorSet)));
        }).ToByteArray();
    }

    private static ByteString Node(string operation, string[] inputs, string[] outputs, params (string Name, int Value)[] attributes) => Message(node =>
    {
        foreach (string input in inputs) Write(node, 1, input);
        foreach (string output in outputs) Write(node, 2, output);
        Write(node, 4, operation);
        foreach (var (name, value) in attributes)
        {
            const int IntegerType = 2;
            Write(node, 5, Message(attribute =>
            {
                Write(attribute, 1, name);
                Write(attribute, 3, value);
                Write(attribute, 20, IntegerType);
            }));
        }
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
