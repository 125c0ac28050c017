using DeepThin;

// In the wide form this convolution is no faster than uncompressed.
#pragma warning disable DT0317

namespace FashionMnist;

/// <summary>The network of <see cref="ConvClassifier"/> with its second convolution in the wide form.</summary>
[DeepThinModel(Training = true)]
[Input(1, 28, 28)]
[Conv2D(1, 32, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(32, 64, 3, Padding = 1, Ratio = 0.1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(3136, 256, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(256, 10)]
public sealed partial class WideConvClassifier;

/// <summary>The network of <see cref="ConvClassifier"/> with 10 % of its large layer.</summary>
[DeepThinModel(Training = true)]
[Input(1, 28, 28)]
[Conv2D(1, 32, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(32, 64, 3, Padding = 1, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(3136, 256, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(256, 10)]
public sealed partial class ConvOf10Classifier;

/// <summary>The network of <see cref="ConvOf10Classifier"/> with its second convolution in the wide form.</summary>
[DeepThinModel(Training = true)]
[Input(1, 28, 28)]
[Conv2D(1, 32, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(32, 64, 3, Padding = 1, Ratio = 0.1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(3136, 256, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(256, 10)]
public sealed partial class WideConvOf10Classifier;

/// <summary>The network of <see cref="ConvClassifier"/> with 1 % of its large layer.</summary>
[DeepThinModel(Training = true)]
[Input(1, 28, 28)]
[Conv2D(1, 32, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(32, 64, 3, Padding = 1, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(3136, 256, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(256, 10)]
public sealed partial class ConvOf1Classifier;

/// <summary>The network of <see cref="ConvOf1Classifier"/> with its second convolution in the wide form.</summary>
[DeepThinModel(Training = true)]
[Input(1, 28, 28)]
[Conv2D(1, 32, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(32, 64, 3, Padding = 1, Ratio = 0.1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(3136, 256, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(256, 10)]
public sealed partial class WideConvOf1Classifier;
