using DeepThin;

namespace FashionMnist;

/// <summary>Tells ten kinds of clothing apart with two convolutions. The second one keeps 10 % of its weights, the large layer behind them 3 %.</summary>
[DeepThinModel(Training = true)]
[Input(1, 28, 28)]
[Conv2D(1, 32, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(32, 64, 3, Padding = 1, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(3136, 256, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(256, 10)]
public sealed partial class ConvClassifier;
