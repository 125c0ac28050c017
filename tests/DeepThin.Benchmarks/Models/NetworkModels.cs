namespace DeepThin.Benchmarks.Models;

/// <summary>784-1024-1024-10, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Dense(784, 1024, Activation = Activation.Relu)]
[Dense(1024, 1024, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class DenseNetwork;

/// <summary>784-1024-1024-10, the large layers at 3 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class WideNetwork;

/// <summary>784-1024-1024-10, the large layers at 3 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class TallNetwork;
