using DeepThin;

namespace FashionMnist;

/// <summary>Tells ten kinds of clothing apart in images of 28 × 28 pixels. The two large layers keep 3 % of their weights.</summary>
[DeepThinModel(Training = true)]
[Dense(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 10)]
public sealed partial class FashionClassifier;
