using DeepThin.Onnx.Graphs;
using DeepThin.Onnx.Importing;
using DeepThin.Onnx.Schema;

namespace DeepThin.Tool.Tests.Onnx;

/// <summary>Graphs as exporters write them, which are imported right.</summary>
internal static class Graphs
{
    /// <summary>The graphs by their names, which are names of classes.</summary>
    public static IReadOnlyDictionary<string, (GraphBuilder Graph, ImportOptions Options)> All { get; } = Make();

    /// <summary>The layers of each, where the test looks at them: the attributes with what tells one from another.</summary>
    public static IReadOnlyDictionary<string, string> Layers { get; } = new Dictionary<string, string>
    {
        ["GemmScaled"] = "Dense",
        ["MatMulAdd"] = "Dense(Activation.Relu)",
        ["GeluWithErf"] = "Dense(Activation.Gelu)",
        ["GeluWithTanh"] = "Dense(Activation.GeluTanh)",
        ["HardSwishWritten"] = "Dense(Activation.HardSwish)",
        ["SiluWritten"] = "Dense(Activation.Silu)",
        ["Clip6"] = "Dense(Activation.ClippedRelu)",
        ["MinMax"] = "Dense(Activation.ClippedRelu)",
        ["WhereLeaky"] = "Dense(Activation.LeakyRelu)",
        ["BatchNormFolded"] = "Conv2D(Activation.Relu)",
        ["BatchNormWritten"] = "Conv2D",
        ["LayerNormMean"] = "LayerNorm,Dense",
        ["LayerNormSquares"] = "LayerNorm,Dense",
        ["SoftmaxWritten"] = "Dense(Activation.Softmax)",
        ["FlattenedImage"] = "Conv2D(Activation.Relu),Flatten,Dense",
        ["ChannelsLast"] = "Conv2D,Flatten,Dense",
        ["PadReflect"] = "Pad,Conv1D",
        ["ResidualPadded"] = "Conv2D,Residual(Activation.Relu)",
        ["EmbeddingLookedUp"] = "Embedding,GlobalAveragePool",
        ["OneHotEmbedding"] = "Embedding,GlobalAveragePool",
        ["LinearOfRank3"] = "Embedding,Conv1D(Activation.Relu),GlobalAveragePool",
        ["EmbeddingBent"] = "Embedding,GlobalMaxPool",
        ["ImageOfOneColumn"] = "Conv1D(Activation.Relu),GlobalMaxPool",
        ["Gated"] = "Conv2D,GlobalAveragePool,Dense(Activation.Sigmoid),Multiply(Activation.Relu)",
        ["Masked"] = "Dense,Dense(Activation.Sigmoid),Multiply",
        ["SlicedChannels"] = "Conv2D,Channels,Conv2D",
        ["PositionsFirst"] = "Embedding,Transpose,Reshape,LayerNorm,Transpose,Conv1D",
        ["ReshapedToImage"] = "Dense,Reshape,Conv2D",
        ["CellOfLstm"] = "Lstm,Dense",
        ["ScikitClassifier"] = "Dense(Activation.Relu),Dense(Activation.Softmax)",
        ["LastOfSequence"] = "Gru,LastStep,Dense",
        ["MeanOfSequence"] = "Gru,MeanOverTime,Dense",
        ["BothDirections"] = "Lstm,Dense",
    };

    private static Dictionary<string, (GraphBuilder, ImportOptions)> Make()
    {
        var all = new Dictionary<string, (GraphBuilder, ImportOptions)>();
        void Add(string name, GraphBuilder graph, ImportOptions? options = null) => all.Add(name, (graph.Model.Graph.Output.Count > 0 ? graph : graph.Output("y"), options ?? new()));

        // Matrices.
        Add("GemmPlain", Dense().Node("Identity", ["h"], "y"));
        Add("GemmScaled", new GraphBuilder().Input("x", 1, 6).Weights("w", 6, 4).Weights("b", 4).Node("Gemm", ["x", "w", "b"], "y", ("alpha", 0.5f), ("beta", 2f)).Output("y"));
        Add("GemmWithoutC", new GraphBuilder().Input("x", 1, 6).Weights("w", 4, 6).Node("Gemm", ["x", "w"], "y", ("transB", 1)).Output("y"));
        Add("GemmScalarC", new GraphBuilder().Input("x", 1, 6).Weights("w", 6, 4).Floats("c", [], 0.25f).Node("Gemm", ["x", "w", "c"], "y").Output("y"));
        Add("GemmTurned", new GraphBuilder().Input("x", 6, 1).Weights("w", 6, 4).Node("Gemm", ["x", "w"], "y", ("transA", 1)).Output("y"));
        Add("MatMulAdd", new GraphBuilder().Input("x", 0, 6).Weights("w", 6, 4).Weights("b", 4).Node("MatMul", ["x", "w"], "xw").Node("Add", ["b", "xw"], "z").Node("Relu", ["z"], "y").Output("y"));
        Add("WeightFirst", new GraphBuilder().Input("x", 6, 1).Weights("w", 4, 6).Node("MatMul", ["w", "x"], "y").Output("y"));
        Add("WeightThroughNodes", new GraphBuilder(13).Input("x", 1, 6).Weights("v", 2, 4, 3).Whole("s", 4, 6).Node("Identity", ["v"], "i").Node("Reshape", ["i", "s"], "r").Node("Transpose", ["r"], "t").Node("MatMul", ["x", "t"], "y").Output("y"));
        Add("WeightInHalf", new GraphBuilder().Input("x", 1, 3).Constant(GraphBuilder.Tensor("h", [3, 2], new[] { (Half)0.5f, (Half)(-1f), (Half)2f, (Half)0.25f, (Half)1f, (Half)3f })).Node("Cast", ["h"], "w", ("to", 1)).Node("MatMul", ["x", "w"], "y").Output("y"));
        Add("WeightQuantised", new GraphBuilder(13).Input("x", 1, 3).Constant(GraphBuilder.Tensor("q", [3, 2], new sbyte[] { 1, -2, 100, 5, -128, 127 })).Floats("s", [2], 0.5f, 0.01f).Constant(GraphBuilder.Tensor("z", [2], new sbyte[] { 0, 3 })).Node("DequantizeLinear", ["q", "s", "z"], "w", ("axis", 1)).Node("MatMul", ["x", "w"], "y").Output("y"));
        Add("SharedWeight", new GraphBuilder().Input("x", 1, 5).Weights("w", 5, 5).Node("MatMul", ["x", "w"], "h").Node("Tanh", ["h"], "t").Node("MatMul", ["t", "w"], "y").Output("y"));
        var repeated = Dense().Node("Identity", ["h"], "y");
        repeated.Model.Graph.Input.Add(GraphBuilder.Value("w", ElementType.Float, [6, 4]));
        Add("InitialiserAsInput", repeated);
        var typed = new TensorProto { Name = "w", DataType = (int)ElementType.Float };
        typed.Dims.AddRange([2, 2]);
        typed.FloatData.AddRange([1, 2, 3, 4]);
        Add("WeightTyped", new GraphBuilder().Input("x", 1, 2).Constant(typed).Node("MatMul", ["x", "w"], "y").Output("y"));
        Add("WeightAsConstant", new GraphBuilder().Input("x", 1, 2).Node("Constant", [], "w", ("value", GraphBuilder.Tensor("v", [2, 2], new[] { 1f, 2, 3, 4 }))).Node("MatMul", ["x", "w"], "y").Output("y"));

        // Activations, whatever they are written in.
        Add("GeluWithErf", Dense().Floats("r", [], 1.41421354f).Floats("one", [1], 1).Floats("half", [], 0.5f).Node("Div", ["h", "r"], "d").Node("Erf", ["d"], "e").Node("Add", ["e", "one"], "a").Node("Mul", ["h", "a"], "m").Node("Mul", ["m", "half"], "y"));
        Add("GeluWithTanh", Dense().Floats("three", [], 3).Floats("c", [], 0.044715f).Floats("k", [], 0.7978846f).Floats("one", [], 1).Floats("half", [], 0.5f)
            .Node("Pow", ["h", "three"], "p").Node("Mul", ["p", "c"], "pc").Node("Add", ["h", "pc"], "s").Node("Mul", ["s", "k"], "sk").Node("Tanh", ["sk"], "t").Node("Add", ["t", "one"], "t1").Node("Mul", ["h", "half"], "hh").Node("Mul", ["hh", "t1"], "y"));
        Add("HardSwishWritten", Dense().Floats("three", [], 3).Floats("zero", [], 0).Floats("six", [], 6).Node("Add", ["h", "three"], "a").Node("Clip", ["a", "zero", "six"], "c").Node("Mul", ["h", "c"], "m").Node("Div", ["m", "six"], "y"));
        Add("SiluWritten", Dense().Node("Sigmoid", ["h"], "s").Node("Mul", ["s", "h"], "y"));
        Add("Clip6", Dense(operatorSet: 10).Node("Clip", ["h"], "y", ("min", 0f), ("max", 6f)));
        Add("MinMax", Dense().Floats("zero", [], 0).Floats("two", [], 2).Node("Max", ["h", "zero"], "a").Node("Min", ["a", "two"], "y"));
        Add("WhereLeaky", Dense().Floats("zero", [], 0).Floats("k", [], 0.2f).Node("Less", ["h", "zero"], "n").Node("Mul", ["h", "k"], "s").Node("Where", ["n", "s", "h"], "y"));
        Add("HardSigmoidOfOnnx", Dense().Node("HardSigmoid", ["h"], "y"));
        Add("Elu", Dense().Node("Elu", ["h"], "y", ("alpha", 0.7f)));
        Add("SoftplusOf", Dense().Node("Softplus", ["h"], "y"));
        Add("PReluOfChannels", Image().Weights("s", 4, 1, 1).Node("PRelu", ["h", "s"], "y"));
        Add("SoftmaxOf", Dense().Node("Softmax", ["h"], "y"));
        Add("SoftmaxWritten", Dense(operatorSet: 13).Whole("last", -1).Node("ReduceMax", ["h"], "m", ("axes", new[] { -1 })).Node("Sub", ["h", "m"], "d").Node("Exp", ["d"], "e").Node("ReduceSum", ["e", "last"], "s").Node("Div", ["e", "s"], "y"));
        Add("LogSoftmaxOf", Dense(operatorSet: 11).Node("LogSoftmax", ["h"], "y"));

        // Normalisations.
        Add("BatchNormFolded", Image(bias: false).Positive("g", 4).Weights("o", 4).Weights("m", 4).Positive("v", 4).Node("BatchNormalization", ["h", "g", "o", "m", "v"], "n").Node("Relu", ["n"], "y"));
        Add("BatchNormWritten", Image().Weights("m", 4, 1, 1).Positive("v", 4, 1, 1).Floats("e", [], 1e-3f).Weights("g", 4, 1, 1).Node("Sub", ["h", "m"], "c").Node("Add", ["v", "e"], "ve").Node("Sqrt", ["ve"], "d").Node("Div", ["c", "d"], "n").Node("Mul", ["n", "g"], "y"));
        Add("BatchNormBehindRelu", Image().Node("Relu", ["h"], "r").Positive("g", 4).Weights("o", 4).Weights("m", 4).Positive("v", 4).Node("BatchNormalization", ["r", "g", "o", "m", "v"], "y"));
        Add("LayerNormOperator", new GraphBuilder().Input("x", 1, 12).Weights("g", 12).Weights("o", 12).Node("LayerNormalization", ["x", "g", "o"], "n", ("epsilon", 1e-3f)).Weights("w", 12, 3).Node("MatMul", ["n", "w"], "y").Output("y"));
        Add("LayerNormMean", new GraphBuilder().Input("x", 1, 12).Weights("g", 12).Weights("o", 12).Weights("w", 12, 3).Floats("two", [], 2).Floats("e", [], 1e-5f)
            .Node("ReduceMean", ["x"], "m", ("axes", new[] { -1 })).Node("Sub", ["x", "m"], "c").Node("Pow", ["c", "two"], "p").Node("ReduceMean", ["p"], "v", ("axes", new[] { -1 })).Node("Add", ["v", "e"], "ve").Node("Sqrt", ["ve"], "s").Node("Div", ["c", "s"], "n").Node("Mul", ["n", "g"], "ng").Node("Add", ["ng", "o"], "l").Node("MatMul", ["l", "w"], "y").Output("y"));
        Add("LayerNormSquares", new GraphBuilder().Input("x", 1, 12).Weights("g", 12).Weights("w", 12, 3).Floats("e", [], 1e-4f).Node("Mul", ["x", "x"], "q").Node("ReduceMean", ["q"], "mq", ("axes", new[] { 1 })).Node("ReduceMean", ["x"], "m", ("axes", new[] { 1 })).Node("Mul", ["m", "m"], "m2").Node("Sub", ["mq", "m2"], "v").Node("Add", ["v", "e"], "ve").Node("Sqrt", ["ve"], "s").Node("Reciprocal", ["s"], "r")
            .Node("Sub", ["x", "m"], "c").Node("Mul", ["r", "g"], "rg").Node("Mul", ["c", "rg"], "n").Node("MatMul", ["n", "w"], "y").Output("y"));

        // Images and series.
        Add("ConvSame", new GraphBuilder().Input("x", 1, 2, 7, 6).Weights("w", 3, 2, 3, 2).Node("Conv", ["x", "w"], "y", ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 1 })).Output("y"));
        Add("ConvUneven", new GraphBuilder().Input("x", 1, 2, 7, 6).Weights("w", 3, 2, 3, 3).Weights("b", 3).Node("Conv", ["x", "w", "b"], "y", ("pads", new[] { 0, 1, 2, 3 }), ("dilations", new[] { 1, 2 })).Output("y"));
        Add("ConvDepthwise", new GraphBuilder().Input("x", 1, 4, 6, 6).Weights("w", 4, 1, 3, 3).Node("Conv", ["x", "w"], "y", ("group", 4), ("pads", new[] { 1, 1, 1, 1 })).Output("y"));
        Add("ConvGrouped", new GraphBuilder().Input("x", 1, 4, 6, 6).Weights("w", 8, 2, 3, 3).Node("Conv", ["x", "w"], "y", ("group", 2)).Output("y"));
        Add("ConvOfSeries", new GraphBuilder().Input("x", 1, 2, 20).Weights("w", 3, 2, 5).Weights("b", 3).Node("Conv", ["x", "w", "b"], "y", ("strides", new[] { 2 }), ("pads", new[] { 2, 1 })).Output("y"));
        Add("FlattenedImage", Image().Node("Relu", ["h"], "r").Node("Flatten", ["r"], "f").Weights("v", 4 * 36, 5).Node("MatMul", ["f", "v"], "y"));
        Add("ReshapedByShape", Image().Node("Shape", ["h"], "s").Whole("zero", 0).Whole("rest", -1).Node("Gather", ["s", "zero"], "n", ("axis", 0)).Node("Concat", ["n", "rest"], "to", ("axis", 0)).Node("Reshape", ["h", "to"], "f").Weights("v", 4 * 36, 5).Node("MatMul", ["f", "v"], "y"));
        Add("ChannelsLast", new GraphBuilder().Input("x", 1, 6, 6, 3).Node("Transpose", ["x"], "c", ("perm", new[] { 0, 3, 1, 2 })).Weights("w", 4, 3, 3, 3).Node("Conv", ["c", "w"], "h").Node("Transpose", ["h"], "l", ("perm", new[] { 0, 2, 3, 1 })).Whole("s", 1, -1).Node("Reshape", ["l", "s"], "f").Weights("v", 64, 5).Node("MatMul", ["f", "v"], "y").Output("y"));
        Add("ChannelsLastScaled", new GraphBuilder().Input("x", 1, 6, 6, 3).Floats("k", [], 127.5f).Floats("one", [], 1).Node("Div", ["x", "k"], "d").Node("Sub", ["d", "one"], "z").Node("Transpose", ["z"], "c", ("perm", new[] { 0, 3, 1, 2 })).Weights("w", 4, 3, 3, 3).Node("Conv", ["c", "w"], "h").Node("Transpose", ["h"], "y", ("perm", new[] { 0, 2, 3, 1 })).Output("y"));
        Add("PoolRoundedUp", new GraphBuilder().Input("x", 1, 2, 7, 8).Node("MaxPool", ["x"], "y", ("kernel_shape", new[] { 2, 3 }), ("strides", new[] { 2, 2 }), ("ceil_mode", 1)).Output("y"));
        Add("PoolAverage", new GraphBuilder().Input("x", 1, 2, 7, 8).Node("AveragePool", ["x"], "y", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 })).Output("y"));
        Add("PoolGlobal", Image().Node("GlobalAveragePool", ["h"], "g").Node("Flatten", ["g"], "y"));
        Add("PoolByMean", Image().Node("ReduceMean", ["h"], "y", ("axes", new[] { 2, 3 }), ("keepdims", 0)));
        Add("PadReflect", new GraphBuilder().Input("x", 1, 30).Whole("p", 0, 4, 0, 3).Whole("axis", 1).Node("Pad", ["x", "p"], "r", ("mode", "reflect")).Node("Unsqueeze", ["r", "axis"], "u").Weights("w", 2, 1, 6).Node("Conv", ["u", "w"], "y", ("strides", new[] { 3 })).Output("y"));
        Add("PadZeros", Image().Whole("p", 0, 0, 1, 2, 0, 1, 0, 3).Node("Pad", ["h", "p"], "r").Weights("v", 2, 5, 3, 3).Node("Conv", ["r", "v"], "y"));
        Add("PadEdge", Image().Whole("p", 0, 0, 1, 2, 0, 0, 2, 1).Node("Pad", ["h", "p"], "r", ("mode", "edge")).Weights("v", 2, 4, 3, 3).Node("Conv", ["r", "v"], "y"));
        Add("ResidualPadded", Image().Floats("z", [1, 1, 6, 6], new float[36]).Node("Concat", ["x", "z"], "c", ("axis", 1)).Node("Add", ["h", "c"], "s").Node("Relu", ["s"], "y"));
        Add("JoinedChannels", Image().Weights("v", 2, 3, 3, 3).Node("Conv", ["x", "v"], "k", ("pads", new[] { 1, 1, 1, 1 })).Node("Concat", ["k", "h", "x"], "c", ("axis", 1)).Weights("u", 3, 9, 1, 1).Node("Conv", ["c", "u"], "y"));
        Add("SumOfThree", Image().Weights("v", 4, 3, 1, 1).Node("Conv", ["x", "v"], "k").Node("Tanh", ["h"], "t").Node("Sum", ["k", "h", "t"], "y"));
        Add("DifferenceOf", Image().Weights("v", 4, 3, 1, 1).Node("Conv", ["x", "v"], "k").Node("Sub", ["h", "k"], "y"));
        Add("SpectrumMagnitude", new GraphBuilder(13).Input("x", 1, 1, 40).Weights("w", 10, 1, 8).Floats("two", [], 2).Whole("zero", 0).Whole("five", 5).Whole("ten", 10).Whole("axis", 1).Node("Conv", ["x", "w"], "h", ("strides", new[] { 4 })).Node("Slice", ["h", "zero", "five", "axis"], "re").Node("Slice", ["h", "five", "ten", "axis"], "im").Node("Pow", ["re", "two"], "a").Node("Mul", ["im", "im"], "b").Node("Add", ["a", "b"], "s").Node("Sqrt", ["s"], "y").Output("y"));
        Add("TwoInputsTwoOutputs", new GraphBuilder().Input("image", 1, 1, 6, 6).Input("place", 1, 2).Weights("w", 2, 1, 3, 3).Node("Conv", ["image", "w"], "h").Node("Flatten", ["h"], "f").Node("Concat", ["f", "place"], "c", ("axis", 1)).Weights("v", 34, 3).Node("MatMul", ["c", "v"], "kinds").Weights("u", 34, 1).Node("MatMul", ["c", "u"], "far").Output("kinds", "far"));
        Add("OneValueTwice", Dense().Node("Relu", ["h"], "y").Node("Identity", ["y"], "z").Output("y", "z"));
        Add("StrangeNames", new GraphBuilder().Input("serving_default:0", 1, 4).Input("1/2-3", 1, 4).Weights("w", 4, 2).Node("Add", ["serving_default:0", "1/2-3"], "s").Node("MatMul", ["s", "w"], "{\"name\": [\"a b\"]}").Node("Relu", ["{\"name\": [\"a b\"]}"], "class").Output("{\"name\": [\"a b\"]}", "class"));

        // Looked up, and over positions.
        Add("EmbeddingLookedUp", new GraphBuilder().Input("x", ElementType.Int64, 1, 7).Weights("t", 20, 5).Node("Gather", ["t", "x"], "e").Node("ReduceMean", ["e"], "y", ("axes", new[] { 1 }), ("keepdims", 0)).Output("y"));
        Add("OneHotEmbedding", new GraphBuilder(13).Input("x", ElementType.Int32, 1, 7).Whole("s", 1, 7, 1).Constant(GraphBuilder.Tensor("iota", [1, 1, 9], new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8 })).Weights("t", 9, 5).Node("Reshape", ["x", "s"], "r").Node("Equal", ["r", "iota"], "o").Node("Cast", ["o"], "f", ("to", 1)).Node("MatMul", ["f", "t"], "e").Node("ReduceMean", ["e"], "y", ("axes", new[] { 1 }), ("keepdims", 0)).Output("y"));
        Add("LinearOfRank3", new GraphBuilder().Input("x", ElementType.Int64, 1, 7).Weights("t", 20, 5).Weights("w", 5, 6).Weights("b", 6).Node("Gather", ["t", "x"], "e").Node("MatMul", ["e", "w"], "m").Node("Add", ["m", "b"], "a").Node("Relu", ["a"], "r").Node("ReduceMean", ["r"], "y", ("axes", new[] { 1 }), ("keepdims", 0)).Output("y"));

        Add("EmbeddingBent", new GraphBuilder().Input("x", ElementType.Int64, 1, 7).Weights("t", 20, 5).Weights("b", 5).Node("Gather", ["t", "x"], "e").Node("Add", ["e", "b"], "a").Node("Tanh", ["a"], "h").Node("ReduceMax", ["h"], "y", ("axes", new[] { 1 }), ("keepdims", 0)));
        Add("PositionsFirst", new GraphBuilder(13).Input("x", ElementType.Int64, 1, 12).Weights("t", 20, 4).Weights("g", 6, 1).Weights("b", 6, 1).Weights("w", 5, 8, 3).Floats("e", [], 1e-3f).Floats("two", [], 2).Whole("s", 1, 6, 8)
            .Node("Gather", ["t", "x"], "r").Node("Reshape", ["r", "s"], "v").Node("ReduceMean", ["v"], "m", ("axes", new[] { 1 })).Node("Sub", ["v", "m"], "c").Node("Pow", ["c", "two"], "p").Node("ReduceMean", ["p"], "q", ("axes", new[] { 1 })).Node("Add", ["q", "e"], "qe").Node("Sqrt", ["qe"], "d")
            .Node("Div", ["c", "d"], "n").Node("Mul", ["n", "g"], "ng").Node("Add", ["ng", "b"], "l").Node("Transpose", ["l"], "lt", ("perm", new[] { 0, 2, 1 })).Node("Conv", ["lt", "w"], "y"));

        // Values in another order, products, parts.
        Add("ImageOfOneColumn", new GraphBuilder().Input("x", 1, 3, 20, 1).Weights("w", 4, 3, 5, 1).Weights("b", 4).Node("Conv", ["x", "w", "b"], "c", ("pads", new[] { 2, 0, 1, 0 }), ("strides", new[] { 2, 1 })).Node("Relu", ["c"], "r").Node("GlobalMaxPool", ["r"], "g").Node("Flatten", ["g"], "y"));
        Add("Gated", Image().Weights("v", 4, 4, 1, 1).Node("GlobalAveragePool", ["h"], "g").Node("Conv", ["g", "v"], "k").Node("Sigmoid", ["k"], "s").Node("Mul", ["h", "s"], "m").Node("Relu", ["m"], "y"));
        Add("Masked", Dense().Weights("v", 4, 4).Node("MatMul", ["h", "v"], "k").Node("Sigmoid", ["k"], "s").Node("Mul", ["s", "h"], "y"));
        Add("SlicedChannels", Image().Whole("parts", 1, 3).Weights("v", 2, 3, 3, 3).Node("Split", ["h", "parts"], ["a", "k"], ("axis", 1)).Node("Conv", ["k", "v"], "y"));
        Add("ReshapedToImage", new GraphBuilder().Input("x", 1, 6).Weights("w", 6, 32).Whole("s", 1, 2, 4, 4).Weights("v", 3, 2, 3, 3).Node("MatMul", ["x", "w"], "h").Node("Reshape", ["h", "s"], "i").Node("Conv", ["i", "v"], "y"));

        // Sequences and states.
        Add("LastOfSequence", Recurrent("GRU", 3, steps: 5, reset: 1).Whole("last", 4).Node("Gather", ["squeezed", "last"], "l", ("axis", 0)).Weights("v", 4, 2).Whole("to", 1, 4).Node("Reshape", ["l", "to"], "f").Node("MatMul", ["f", "v"], "y"));
        Add("LastHidden", Recurrent("GRU", 3, steps: 5, reset: 0).Whole("zero2", 0).Node("Squeeze", ["yh", "zero2"], "l").Weights("v", 4, 2).Node("MatMul", ["l", "v"], "y"));
        Add("MeanOfSequence", Recurrent("GRU", 3, steps: 5, reset: 1).Node("ReduceMean", ["squeezed"], "l", ("axes", new[] { 0 }), ("keepdims", 0)).Weights("v", 4, 2).Node("MatMul", ["l", "v"], "y"));
        Add("EveryStep", Recurrent("LSTM", 4, steps: 5).Weights("v", 4, 2).Weights("b2", 2).Node("MatMul", ["squeezed", "v"], "m").Node("Add", ["m", "b2"], "y"));
        Add("PlainRnn", Recurrent("RNN", 1, steps: 5).Node("Identity", ["squeezed"], "y"));
        Add("ReluRnn", Recurrent("RNN", 1, steps: 5, attributes: ("activations", new[] { "Relu" })).Node("Identity", ["squeezed"], "y"));
        Add("HardGates", Recurrent("LSTM", 4, steps: 4, attributes: [("activations", new[] { "HardSigmoid", "Tanh", "Tanh" }), ("activation_alpha", new[] { 0.2f }), ("activation_beta", new[] { 0.5f })]).Node("Identity", ["squeezed"], "y"));
        Add("BothDirections", new GraphBuilder(13).Input("x", 5, 1, 3).Weights("w", 2, 16, 3).Weights("r", 2, 16, 4).Weights("b", 2, 32).Whole("s", 5, 1, 8).Node("LSTM", ["x", "w", "r", "b"], "h", ("hidden_size", 4), ("direction", "bidirectional")).Node("Transpose", ["h"], "t", ("perm", new[] { 0, 2, 1, 3 })).Node("Reshape", ["t", "s"], "f").Weights("v", 8, 2).Node("MatMul", ["f", "v"], "y").Output("y"));
        Add("FullLengths", Recurrent("LSTM", 4, steps: 5, lengths: 5).Node("Identity", ["squeezed"], "y"));
        Add("ZeroStates", ZeroStates());
        Add("BatchSecond", new GraphBuilder(13).Input("x", 1, 5, 3).Node("Transpose", ["x"], "t", ("perm", new[] { 1, 0, 2 })).Weights("w", 1, 12, 3).Weights("r", 1, 12, 4).Weights("b", 1, 24).Whole("one", 1).Node("GRU", ["t", "w", "r", "b"], "h", ("hidden_size", 4), ("linear_before_reset", 1)).Node("Squeeze", ["h", "one"], "q").Node("Transpose", ["q"], "y", ("perm", new[] { 1, 0, 2 })).Output("y"));
        Add("StateOfSession", Stateful());
        Add("CellOfLstm", Cell());

        Add("ScikitClassifier", Scikit());

        // Branches, functions, constants that shapes give.
        Add("BranchTaken", Branch(), new() { Values = new Dictionary<string, double> { ["rate"] = 16000 } });
        Add("FunctionInlined", Function());
        Add("OpenShape", new GraphBuilder().Input("x", 0, 3, 0, 0).Weights("w", 4, 3, 3, 3).Node("Conv", ["x", "w"], "h").Node("GlobalMaxPool", ["h"], "g").Node("Flatten", ["g"], "y").Output("y"), new() { Shapes = new Dictionary<string, int[]> { ["x"] = [1, 3, 8, 8] } });
        Add("SqueezedAlone", Image(channels: 1).Node("GlobalAveragePool", ["h"], "g").Node("Squeeze", ["g"], "q").Whole("axes", 0).Node("Unsqueeze", ["q", "axes"], "y"));
        return all;
    }

    // A fully connected layer from x to h, of 6 and 4 values.
    private static GraphBuilder Dense(int operatorSet = 17) => new GraphBuilder(operatorSet).Input("x", 1, 6).Weights("w", 6, 4).Weights("b", 4).Node("Gemm", ["x", "w", "b"], "h", ("alpha", 3f));

    // A convolution from x to h that keeps 6 rows and columns.
    private static GraphBuilder Image(bool bias = true, int channels = 4)
    {
        var graph = new GraphBuilder().Input("x", 1, 3, 6, 6).Weights("w", channels, 3, 3, 3).Weights("b", channels);
        return graph.Node("Conv", bias ? ["x", "w", "b"] : ["x", "w"], "h", ("pads", new[] { 1, 1, 1, 1 }));
    }

    // A recurrent layer over steps of 3 values, with 4 hidden ones; the first output, without the dimension of directions, is called squeezed. Optional inputs in the middle are not given.
    private static GraphBuilder Recurrent(string type, int gates, int steps, int? reset = null, int? lengths = null, params (string Name, object Value)[] attributes)
    {
        var graph = new GraphBuilder(13).Input("x", steps, 1, 3).Weights("w", 1, gates * 4, 3).Weights("r", 1, gates * 4, 4).Weights("b", 1, 2 * gates * 4).Floats("h0", [1, 1, 4], new float[4]).Whole("axes", 1, 2).Whole("shape", steps, 4);
        if (lengths is { } length) graph.Constant(GraphBuilder.Tensor("n", [1], new[] { length }));
        (string, object)[] all = [("hidden_size", 4), .. reset is { } value ? [("linear_before_reset", value)] : Array.Empty<(string, object)>(), .. attributes];
        return graph.Node(type, ["x", "w", "r", "b", lengths is null ? "" : "n", "h0"], ["h", "yh"], all).Node("Reshape", ["h", "shape"], "squeezed");
    }

    // States that the graph makes of zeros, with a size that a shape gives.
    private static GraphBuilder ZeroStates() => new GraphBuilder(13).Input("x", 4, 1, 3).Weights("w", 1, 16, 3).Weights("r", 1, 16, 4).Weights("b", 1, 32)
        .Whole("one", 1).Whole("four", 4).Node("Shape", ["x"], "s").Node("Gather", ["s", "one"], "n", ("axis", 0)).Node("Concat", ["one", "n", "four"], "to", ("axis", 0)).Node("ConstantOfShape", ["to"], "z")
        .Node("LSTM", ["x", "w", "r", "b", "", "z", "z"], "h", ("hidden_size", 4)).Node("Squeeze", ["h", "one"], "y");

    // Two layers whose states lie together in one tensor, as DTLN has them.
    private static GraphBuilder Stateful()
    {
        var graph = new GraphBuilder(13).Input("x", 1, 1, 3).Input("state", 1, 2, 4, 2).Weights("v", 4, 2).Whole("zero", 0).Whole("one", 1).Whole("lone", -1).Whole("to", 1, 1, 4);
        string read = "x";
        for (int layer = 0; layer < 2; layer++)
        {
            int width = layer == 0 ? 3 : 4;
            graph.Weights($"w{layer}", 1, 16, width).Weights($"r{layer}", 1, 16, 4).Weights($"b{layer}", 1, 32).Whole($"at{layer}", layer);
            foreach (var (part, index) in (ReadOnlySpan<(string, int)>)[("h", 0), ("c", 1)])
                graph.Whole($"part{layer}{part}", index).Node("Gather", ["state", $"at{layer}"], $"g{layer}{part}", ("axis", 1)).Node("Gather", [$"g{layer}{part}", $"part{layer}{part}"], $"s{layer}{part}", ("axis", 3)).Node("Reshape", [$"s{layer}{part}", "to"], $"{part}{layer}");
            graph.Node("LSTM", [read, $"w{layer}", $"r{layer}", $"b{layer}", "", $"h{layer}", $"c{layer}"], [$"y{layer}", $"yh{layer}", $"yc{layer}"], ("hidden_size", 4)).Node("Squeeze", [$"y{layer}", "one"], $"out{layer}");
            graph.Node("Concat", [$"yh{layer}", $"yc{layer}"], $"both{layer}", ("axis", 0)).Node("Transpose", [$"both{layer}"], $"turned{layer}", ("perm", new[] { 1, 2, 0 })).Node("Unsqueeze", [$"turned{layer}", "zero"], $"kept{layer}");
            read = $"out{layer}";
        }

        return graph.Node("Concat", ["kept0", "kept1"], "next", ("axis", 1)).Node("MatMul", ["out1", "v"], "y").Output("y", "next");
    }

    // The cell of an LSTM in products, as exporters that know no recurrent operators write it; its state before the output.
    private static GraphBuilder Cell() => new GraphBuilder(13).Input("x", 1, 3).Input("h", 1, 4).Input("c", 1, 4).Weights("w", 16, 3).Weights("r", 16, 4).Weights("b", 16).Weights("d", 16).Weights("v", 4, 2).Whole("parts", 4, 4, 4, 4)
        .Node("Gemm", ["x", "w", "b"], "ih", ("transB", 1)).Node("Gemm", ["h", "r", "d"], "hh", ("transB", 1)).Node("Add", ["hh", "ih"], "s").Node("Split", ["s", "parts"], ["i", "f", "g", "o"], ("axis", 1))
        .Node("Sigmoid", ["i"], "si").Node("Sigmoid", ["f"], "sf").Node("Tanh", ["g"], "tg").Node("Sigmoid", ["o"], "so").Node("Mul", ["sf", "c"], "kept").Node("Mul", ["si", "tg"], "added").Node("Add", ["kept", "added"], "cn").Node("Tanh", ["cn"], "tc").Node("Mul", ["so", "tc"], "hn")
        .Node("MatMul", ["hn", "v"], "y").Output("y", "hn", "cn");

    // A classifier of scikit-learn: behind its probabilities stand the class, its name, and a table.
    private static GraphBuilder Scikit()
    {
        var names = new TensorProto { Name = "classes", DataType = (int)ElementType.Text };
        names.Dims.Add(3);
        names.StringData.AddRange(((string[])["setosa", "versicolor", "virginica"]).Select(Google.Protobuf.ByteString.CopyFromUtf8));
        var graph = new GraphBuilder(13).Input("X", 0, 4).Weights("w", 4, 8).Weights("b", 8).Weights("v", 8, 3).Weights("c", 3).Constant(names).Whole("flat", -1)
            .Node("Cast", ["X"], "x", ("to", 1)).Node("MatMul", ["x", "w"], "xw").Node("Add", ["xw", "b"], "z").Node("Relu", ["z"], "h").Node("MatMul", ["h", "v"], "hv").Node("Add", ["hv", "c"], "s").Node("Softmax", ["s"], "probabilities", ("axis", -1))
            .Node("ArgMax", ["probabilities"], "best", ("axis", 1)).Foreign("ai.onnx.ml", "ArrayFeatureExtractor", ["classes", "best"], ["named"]).Node("Reshape", ["named", "flat"], "output_label")
            .Foreign("ai.onnx.ml", "ZipMap", ["probabilities"], ["output_probability"], ("classlabels_strings", new[] { "setosa", "versicolor", "virginica" }));
        graph.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 1 });
        graph.Output("output_label", "output_probability");
        graph.Model.Graph.Output[0].Type.TensorType.ElemType = (int)ElementType.Text;
        graph.Model.Graph.Output[1].Type = null;
        return graph;
    }

    private static GraphBuilder Branch()
    {
        GraphProto Of(string name, float factor)
        {
            var branch = new GraphProto { Name = name };
            branch.Initializer.Add(GraphBuilder.Tensor("k", [], new[] { factor }));
            branch.Node.Add(GraphBuilder.NodeOf("Mul", ["x", "k"], ["scaled"]));
            branch.Output.Add(GraphBuilder.Value("scaled", ElementType.Float, null));
            return branch;
        }

        return new GraphBuilder().Input("x", 1, 4).Input("rate", ElementType.Int64, 1).Whole("fast", 16000).Whole("shape", 1).Node("Equal", ["rate", "fast"], "is").Weights("w", 4, 2)
            .Node("If", ["is"], "b", ("then_branch", Of("then", 2)), ("else_branch", Of("else", 3))).Node("MatMul", ["b", "w"], "y");
    }

    private static GraphBuilder Function()
    {
        var graph = new GraphBuilder().Input("x", 1, 4).Weights("w", 4, 4);
        graph.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "local", Version = 1 });
        graph.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "unused", Version = 3 });
        var function = new FunctionProto { Name = "Twice", Domain = "local" };
        function.Input.AddRange(["a", "m"]);
        function.Output.Add("b");
        function.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        function.Node.Add(GraphBuilder.NodeOf("MatMul", ["a", "m"], ["t"]));
        function.Node.Add(GraphBuilder.NodeOf("Tanh", ["t"], ["b"]));
        graph.Model.Functions.Add(function);
        return graph.Foreign("local", "Twice", ["x", "w"], ["h"]).Foreign("local", "Twice", ["h", "w"], ["y"]);
    }
}
