namespace DeepThin.Tool.Tests.Exporting;

/// <summary>Models that are exported: together they have every kind of layer, and what each kind can be told.</summary>
internal static class Declared
{
    /// <summary>The attributes of each model by its name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["Chain"] = """
            [Standardize(12)]
            [Dense(12, 40, Ratio = 0.5, Gains = Gains.Both, Activation = Activation.Relu)]
            [Dense(40, 60, Ratio = 0.1, Gains = Gains.None, Rank = 2, Form = Form.Tall, BiasRatio = 0.9, Activation = Activation.Gelu)]
            [LowRank(60, 30, Ratio = 0.3, Gains = Gains.Both, Activation = Activation.GeluTanh)]
            [Hashed(30, 30, Ratio = 0.2, Gains = Gains.Inputs, Activation = Activation.Silu)]
            [Dropout(0.5)]
            [Dense(30, 5, Bias = false, Activation = Activation.Softmax)]
            """,
        ["Large"] = "[Dense(200, 300, Ratio = 0.03)]",
        ["Sparse"] = """
            [Pruned(30, 20, Ratio = 0.3, Activation = Activation.Elu, Alpha = 0.7)]
            [Dense(20, 5)]
            """,
        ["Activations"] = """
            [Dense(9, 8, Activation = Activation.LeakyRelu, Slope = 0.2)]
            [Dense(8, 8, Activation = Activation.ClippedRelu, Ceiling = 0.7)]
            [Dense(8, 8, Activation = Activation.Sigmoid)]
            [Dense(8, 8, Activation = Activation.Tanh)]
            [Dense(8, 8, Activation = Activation.Softplus)]
            [Dense(8, 8, Activation = Activation.HardSigmoid)]
            [Dense(8, 8)]
            [Activate(Activation.HardSwish)]
            [Dense(8, 8, Activation = Activation.LogSoftmax)]
            """,
        ["Images"] = """
            [Input(3, 11, 9)]
            [Pad(Top = 1, Left = 2, Right = 1, Mode = PadMode.Reflect)]
            [Conv2D(3, 8, 3, StrideHeight = 2, PaddingTop = 1, PaddingRight = 2, DilationWidth = 2, Name = "first")]
            [BatchNorm(8)]
            [PRelu(8)]
            [Conv2D(8, 8, 3, Padding = 1, Ratio = 0.5, Gains = Gains.Both, Activation = Activation.Relu)]
            [Residual("first", Activation = Activation.Relu)]
            [Conv2D(8, 12, 3, Groups = 4, Padding = 1, Ratio = 0.4, Bias = false)]
            [DepthwiseConv2D(12, 3, Padding = 1, Activation = Activation.Relu)]
            [MaxPool2D(2, Padding = 1)]
            [AveragePool2D(3, Stride = 1, Padding = 1, CountPadding = false, Name = "pooled")]
            [AveragePool2D(3, Stride = 1, Padding = 1)]
            [LayerNorm(12, PerPosition = true)]
            [Concat("pooled", "averagepool10")]
            [Channels(3, 16)]
            [Residual("pooled", PadChannels = true)]
            [Pad(ChannelsBefore = 1, ChannelsAfter = 3, Bottom = 1, Mode = PadMode.Edge)]
            [Magnitude]
            [Scale(10)]
            [LayerNorm(10, Bias = false, Name = "normed")]
            [GlobalAveragePool]
            [Dense(10, 10, Activation = Activation.Sigmoid)]
            [Multiply("normed")]
            [Transpose]
            [GlobalMaxPool]
            """,
        ["Series"] = """
            [Input(4, 30)]
            [Conv1D(4, 6, 5, Stride = 2, Causal = true, Dilation = 2, Activation = Activation.Relu)]
            [Conv1D(6, 6, 3, PaddingBefore = 2, PaddingAfter = 1, Ratio = 0.7, Form = Form.Wide, N = 17)]
            [DepthwiseConv1D(6, 3)]
            [Conv1D(6, 6, 1, Groups = 2, Activation = Activation.Relu)]
            [MaxPool1D(2)]
            [AveragePool1D(2, Stride = 1)]
            [Scale(6, Bias = false)]
            [Reshape(3, 2, 6)]
            [Conv2D(3, 2, 2)]
            [Conv2D(2, 4, 1, KernelWidth = 5)]
            [Flatten]
            [PRelu(4, Shared = true)]
            [Dense(4, 3)]
            """,
        ["Softmaxes"] = """
            [Input(3, 6)]
            [Conv1D(3, 5, 2, Activation = Activation.Softmax)]
            [LayerNorm(5)]
            """,
        ["Words"] = """
            [Input(7)]
            [Embedding(50, 12, Ratio = 0.5)]
            [Conv1D(12, 8, 3, Activation = Activation.Relu)]
            [GlobalMaxPool]
            [Dense(8, 3)]
            """,
        ["Ends"] = """
            [Input(6, Name = "left")]
            [Input(4, Name = "right")]
            [Dense(6, 8, Activation = Activation.Tanh, Name = "shared")]
            [Dense(4, 8, From = "right")]
            [Multiply("shared")]
            [Dense(8, 3, Activation = Activation.Softmax, Name = "head")]
            [Dense(8, 2, From = "shared")]
            [Output("classes", from: "head")]
            [Output("shared", from: "shared")]
            [Output("again", from: "head")]
            [Output("right", from: "dense4")]
            """,
        ["Lstms"] = """
            [Lstm(5, 8, Ratio = 0.6, RecurrentRatio = 0.5, Gains = Gains.Both, Tensors = "rnn.*_l0")]
            [Lstm(8, 6, GateActivation = Activation.HardSigmoid, GateSlope = 0.2)]
            [LayerNorm(6)]
            [Dense(6, 4, Activation = Activation.Softmax)]
            """,
        ["Delayed"] = """
            [Input(5)]
            [DelayLine(3, Dilation = 2)]
            [Conv1D(5, 6, 3)]
            [DelayLine(2)]
            [Conv1D(6, 4, 2)]
            [Gru(4, 3)]
            """,
        ["Grus"] = """
            [Dense(5, 6)]
            [Gru(6, 7, RecurrentRatio = 0.6)]
            [Gru(7, 5, ResetBefore = true, Bias = false)]
            [Gru(5, 5, ResetBefore = true, Ratio = 0.6, RecurrentRatio = 0.9, GateActivation = Activation.HardSigmoid)]
            [Rnn(5, 6, Activation = Activation.Relu)]
            [Rnn(6, 4, Compression = Compression.LowRank, Ratio = 0.8)]
            """,
        ["Directions"] = """
            [Gru(4, 5, Bidirectional = true, Ratio = 0.6)]
            [Lstm(10, 3, Bidirectional = true, GateActivation = Activation.HardSigmoid)]
            [LastStep]
            [Dense(6, 2)]
            """,
        ["MeanOfSteps"] = """
            [Rnn(3, 5, Bidirectional = true)]
            [MeanOverTime]
            [Dense(10, 2, Activation = Activation.Softmax)]
            """,
        ["LargestOfSteps"] = """
            [Dense(3, 5, Activation = Activation.Relu)]
            [MaxOverTime]
            """,
    };
}
