using DeepThin;

namespace FashionMnist;

/// <summary>The network of <see cref="FashionClassifier"/> uncompressed, to compare with.</summary>
[DeepThinModel(Training = true)]
[Dense(784, 1024, Activation = Activation.Relu)]
[Dense(1024, 1024, Activation = Activation.Relu)]
[Dense(1024, 10)]
public sealed partial class DenseClassifier;
