using DeepThin;

namespace FashionMnist;

/// <summary>The network of <see cref="ConvClassifier"/> uncompressed, to compare with.</summary>
[DeepThinModel(Training = true)]
[Input(1, 28, 28)]
[Conv2D(1, 32, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(32, 64, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(3136, 256, Activation = Activation.Relu)]
[Dense(256, 10)]
public sealed partial class WholeConvClassifier;
