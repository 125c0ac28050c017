namespace DeepThin.Benchmarks.Models;

/// <summary>A 3×3 convolution of 64 to 64 channels on 28×28, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Input(64, 28, 28)]
[Conv2D(64, 64, 3, Padding = 1)]
internal sealed partial class Convolution64;

/// <summary>A 3×3 convolution of 64 to 64 channels on 28×28 at 10 %.</summary>
[DeepThinModel(Training = true)]
[Input(64, 28, 28)]
[Conv2D(64, 64, 3, Padding = 1, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Convolution64At10;

/// <summary>A 3×3 convolution of 64 to 64 channels on 28×28 at 3 %.</summary>
[DeepThinModel(Training = true)]
[Input(64, 28, 28)]
[Conv2D(64, 64, 3, Padding = 1, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Convolution64At3;

/// <summary>A 3×3 convolution of 256 to 256 channels on 14×14, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Input(256, 14, 14)]
[Conv2D(256, 256, 3, Padding = 1)]
internal sealed partial class Convolution256;

/// <summary>A 3×3 convolution of 256 to 256 channels on 14×14 at 10 %.</summary>
[DeepThinModel(Training = true)]
[Input(256, 14, 14)]
[Conv2D(256, 256, 3, Padding = 1, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Convolution256At10;

/// <summary>A 3×3 convolution of 256 to 256 channels on 14×14 at 3 %.</summary>
[DeepThinModel(Training = true)]
[Input(256, 14, 14)]
[Conv2D(256, 256, 3, Padding = 1, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Convolution256At3;

/// <summary>A convolution of 512 to 256 channels with 5 taps on 512 steps, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Input(512, 512)]
[Conv1D(512, 256, 5, Padding = 2)]
internal sealed partial class Series512;

/// <summary>A convolution of 512 to 256 channels with 5 taps on 512 steps at 3 %.</summary>
[DeepThinModel(Training = true)]
[Input(512, 512)]
[Conv1D(512, 256, 5, Padding = 2, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Series512At3;

/// <summary>A 3×3 convolution of each of 64 channels alone on 28×28.</summary>
[DeepThinModel(Training = true)]
[Input(64, 28, 28)]
[DepthwiseConv2D(64, 3, Padding = 1)]
internal sealed partial class Depthwise64;

/// <summary>Two 3×3 convolutions and two fully connected layers on 28×28, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Input(1, 28, 28)]
[Conv2D(1, 32, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(32, 64, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(3136, 256, Activation = Activation.Relu)]
[Dense(256, 10)]
internal sealed partial class SmallNetwork;

/// <summary>Two 3×3 convolutions and two fully connected layers on 28×28: the second convolution at 10 %, the layer behind it at 3 %.</summary>
[DeepThinModel(Training = true)]
[Input(1, 28, 28)]
[Conv2D(1, 32, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(32, 64, 3, Padding = 1, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(3136, 256, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(256, 10)]
internal sealed partial class SmallNetworkCompressed;
