#pragma warning disable DT0317 // Networks as small as these are no faster; they are here to be compared.
using DeepThin;

namespace DeepThin.PyTorch.Tests;

[DeepThinModel]
[Dense(60, 90, Ratio = 0.2, BiasRatio = 0.4, Activation = Activation.Relu)]
[Dense(90, 80, Ratio = 0.2, Form = Form.Tall, Gains = Gains.Both, Activation = Activation.Tanh)]
[Dense(80, 70, Ratio = 0.3, Rank = 2, Gains = Gains.None, Bias = false, Activation = Activation.GeluTanh)]
[Dense(70, 64, N = 351, Activation = Activation.LeakyRelu, Slope = 0.2)]
[Dropout(0.3)]
[BatchNorm(64)]
[PRelu(64, Shared = true)]
[LayerNorm(64)]
[Activate(Activation.ClippedRelu, Ceiling = 6.0)]
[Dense(64, 7, Activation = Activation.LogSoftmax)]
public sealed partial class LinearLayers;

[DeepThinModel]
[Input(3, 10, 12)]
[Conv2D(3, 16, 3, Padding = 1, Bias = false)]
[BatchNorm(16)]
[Activate(Activation.Relu, Name = "relu")]
[Conv2D(16, 16, 3, KernelWidth = 5, PaddingTop = 1, PaddingBottom = 1, PaddingLeft = 2, PaddingRight = 2, Ratio = 0.2)]
[Residual("relu", Activation = Activation.Silu)]
[Conv2D(16, 24, 3, StrideHeight = 2, StrideWidth = 1, Dilation = 2, Ratio = 0.3, Form = Form.Wide, Gains = Gains.Both, Activation = Activation.Relu)]
[DepthwiseConv2D(24, 3, Padding = 1, Activation = Activation.HardSwish)]
[Conv2D(24, 12, 1, Groups = 3)]
[PRelu(12, Name = "slopes")]
[AveragePool2D(2, Padding = 1, CountPadding = false)]
[Flatten]
[Dense(120, 20, Ratio = 0.3, Activation = Activation.Relu, Name = "head")]
[GlobalAveragePool(From = "slopes", Name = "mean")]
[Concat("head", "mean")]
[Dense(32, 4)]
public sealed partial class Image;

[DeepThinModel]
[Input(4, 40)]
[Pad(Left = 2, Right = 2, Mode = PadMode.Edge)]
[Conv1D(4, 24, 5, Activation = Activation.Elu, Alpha = 0.7, Name = "first")]
[Conv1D(24, 24, 3, Dilation = 2, Padding = 2, Ratio = 0.3, Activation = Activation.Sigmoid)]
[Multiply("first")]
[Conv1D(24, 32, 4, Stride = 2, Ratio = 0.2, Rank = 2, Bias = false, Activation = Activation.Softplus)]
[MaxPool1D(2)]
[GlobalMaxPool]
[Dense(32, 3)]
public sealed partial class Series;

[DeepThinModel]
[Input(9)]
[Embedding(500, 24, Ratio = 0.1)]
[Conv1D(24, 32, 3, Ratio = 0.2, Activation = Activation.Relu)]
[GlobalMaxPool]
[Dense(32, 3)]
public sealed partial class Words;

[DeepThinModel]
[Dense(12, 40, Ratio = 0.5, Activation = Activation.Relu)]
[Lstm(40, 32, Ratio = 0.2, RecurrentRatio = 0.2)]
[Dropout(0.1)]
[Lstm(32, 32, Ratio = 0.2, RecurrentRatio = 0.2)]
[Gru(32, 24, Ratio = 0.3, Form = Form.Tall, Gains = Gains.Both)]
[Rnn(24, 20, RecurrentRatio = 0.4, Bias = false, Activation = Activation.Relu)]
[Dense(20, 5, Activation = Activation.Softmax)]
public sealed partial class Follower;

[DeepThinModel]
[Input(1)]
[Embedding(50, 20)]
[Lstm(20, 16, Bidirectional = true)]
[Gru(32, 24, Ratio = 0.2, RecurrentRatio = 0.3, Rank = 2, Bidirectional = true)]
[MeanOverTime]
[Dense(48, 6)]
public sealed partial class Tagger;

[DeepThinModel]
[Gru(10, 30, Ratio = 0.3, RecurrentRatio = 0.3)]
[Lstm(30, 30, Ratio = 0.3, RecurrentRatio = 0.3)]
[LastStep]
[Dense(30, 4)]
public sealed partial class LastWord;

[DeepThinModel(Training = true)]
[LowRank(40, 40, Ratio = 0.3)]
[Hashed(40, 40, Ratio = 0.3)]
[Pruned(40, 40, Ratio = 0.3)]
[Dense(40, 40, BiasRatio = 0.5)]
[Gru(40, 40, ResetBefore = true)]
[Lstm(40, 40, Ratio = 0.3, Compression = Compression.LowRank)]
[Rnn(40, 40, Ratio = 0.3, Compression = Compression.Hashed)]
public sealed partial class WithoutModules;
