using DeepThin;

namespace FashionMnist;

/// <summary>The network of <see cref="FashionClassifier"/> in the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
public sealed partial class TallClassifier;

/// <summary>The network of <see cref="FashionClassifier"/>, its weights held in bfloat16.</summary>
[DeepThinModel(Weights = WeightType.BFloat16)]
[Dense(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 10)]
public sealed partial class WideBFloat16Classifier;

/// <summary>The network of <see cref="FashionClassifier"/>, its weights held in half precision.</summary>
[DeepThinModel(Weights = WeightType.Float16)]
[Dense(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 10)]
public sealed partial class WideFloat16Classifier;

/// <summary>The network of <see cref="FashionClassifier"/>, its weights held in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 10)]
public sealed partial class WideInt8Classifier;

/// <summary>The network of <see cref="TallClassifier"/>, its weights held in bfloat16.</summary>
[DeepThinModel(Weights = WeightType.BFloat16)]
[Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
public sealed partial class TallBFloat16Classifier;

/// <summary>The network of <see cref="TallClassifier"/>, its weights held in half precision.</summary>
[DeepThinModel(Weights = WeightType.Float16)]
[Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
public sealed partial class TallFloat16Classifier;

/// <summary>The network of <see cref="TallClassifier"/>, its weights held in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
public sealed partial class TallInt8Classifier;
