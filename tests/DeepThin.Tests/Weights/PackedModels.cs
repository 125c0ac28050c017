namespace DeepThin.Tests.Weights;

/// <summary>A layer of each kernel, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(60, 96, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(96, 300, Ratio = 0.06)]
[Dense(300, 9)]
internal sealed partial class PackedModel;

/// <summary>The same layers in single precision.</summary>
[DeepThinModel]
[Dense(60, 96, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(96, 300, Ratio = 0.06)]
[Dense(300, 9)]
internal sealed partial class UnpackedModel;

/// <summary>One that takes 32 MB.</summary>
[DeepThinModel]
[Dense(4096, 2048)]
internal sealed partial class LargeModel;
