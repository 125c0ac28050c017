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

/// <summary>A layer that is computed in integers.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(45, 21)]
internal sealed partial class IntegerModel;

/// <summary>Another one, of shifts.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(60, 96, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class TallIntegerModel;

/// <summary>Another one, of two factors.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[LowRank(60, 50, Rank = 3)]
internal sealed partial class LowRankIntegerModel;
