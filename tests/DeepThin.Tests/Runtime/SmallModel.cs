namespace DeepThin.Tests.Runtime;

/// <summary>A model of several kernels that is so small that a prediction takes about a microsecond.</summary>
[DeepThinModel]
[Dense(48, 40, Ratio = 0.3, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(40, 24, Ratio = 0.3, Kernel = Kernel.Segments, Activation = Activation.Gelu)]
[Dense(24, 10, Activation = Activation.Softmax)]
internal sealed partial class SmallModel;
