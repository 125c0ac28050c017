using DeepThin;

namespace Listen;

/// <summary>The network of <see cref="VoiceDetector"/> uncompressed, to compare with.</summary>
[DeepThinModel(Training = true)]
[Standardize(32)]
[DelayLine(5)]
[Conv1D(32, 64, 5, Activation = Activation.Relu)]
[Flatten]
[Gru(64, 128)]
[Dense(128, 1, Activation = Activation.Sigmoid)]
public sealed partial class UncompressedDetector;

/// <summary>The same network with 3 % of the weights of the two large layers.</summary>
[DeepThinModel(Training = true)]
[Standardize(32)]
[DelayLine(5)]
[Conv1D(32, 64, 5, Ratio = 0.03, Activation = Activation.Relu)]
[Flatten]
[Gru(64, 128, Ratio = 0.03, RecurrentRatio = 0.03)]
[Dense(128, 1, Activation = Activation.Sigmoid)]
public sealed partial class DetectorAt3;

/// <summary>An uncompressed network of as many parameters as <see cref="VoiceDetector"/>.</summary>
[DeepThinModel(Training = true)]
[Standardize(32)]
[DelayLine(5)]
[Conv1D(32, 20, 5, Activation = Activation.Relu)]
[Flatten]
[Gru(20, 35)]
[Dense(35, 1, Activation = Activation.Sigmoid)]
public sealed partial class NarrowDetectorAt10;

/// <summary>An uncompressed network of as many parameters as <see cref="DetectorAt3"/>.</summary>
[DeepThinModel(Training = true)]
[Standardize(32)]
[DelayLine(5)]
[Conv1D(32, 9, 5, Activation = Activation.Relu)]
[Flatten]
[Gru(9, 21)]
[Dense(21, 1, Activation = Activation.Sigmoid)]
public sealed partial class NarrowDetectorAt3;
