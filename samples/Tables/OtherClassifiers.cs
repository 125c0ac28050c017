using DeepThin;

namespace Tables;

/// <summary>The network of <see cref="TumourClassifier"/> uncompressed, to compare with.</summary>
[DeepThinModel(Training = true)]
[Standardize(30)]
[Dense(30, 512, Activation = Activation.Relu)]
[Dense(512, 512, Activation = Activation.Relu)]
[Dense(512, 2)]
public sealed partial class UncompressedClassifier;

/// <summary>What a network has to beat: logistic regression, which is one layer.</summary>
[DeepThinModel(Training = true)]
[Standardize(30)]
[Dense(30, 2)]
public sealed partial class LinearClassifier;
