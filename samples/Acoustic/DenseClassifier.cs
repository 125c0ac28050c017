using DeepThin;

namespace Acoustic;

/// <summary>The network of <see cref="AcousticClassifier"/> uncompressed, to compare with.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 1024, Activation = Activation.Relu)]
[Dense(1024, 1024, Activation = Activation.Relu)]
[Dense(1024, 1024, Activation = Activation.Relu)]
[Dense(1024, 41)]
public sealed partial class DenseClassifier;
