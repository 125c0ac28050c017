using DeepThin;

namespace DeepThin.Aot.Tests.Libraries;

/// <summary>A layer of each kernel.</summary>
[DeepThinModel]
[Dense(60, 96, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(96, 300, Ratio = 0.06)]
[Dense(300, 40, Activation = Activation.Tanh)]
[Dense(40, 9, Activation = Activation.Softmax)]
internal sealed partial class Model;

/// <summary>The same in half precision.</summary>
[DeepThinModel(Weights = WeightType.Float16)]
[Dense(60, 96, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(96, 300, Ratio = 0.06)]
[Dense(300, 40, Activation = Activation.Tanh)]
[Dense(40, 9, Activation = Activation.Softmax)]
internal sealed partial class HalfModel;

/// <summary>A layer whose weights have places.</summary>
[DeepThinModel(Training = true)]
[Pruned(30, 20, Ratio = 0.2)]
internal sealed partial class PrunedModel;
