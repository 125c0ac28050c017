using DeepThin;

namespace Listen;

/// <summary>Tells whether somebody speaks in a frame of 16 ms. A convolution sees the last five frames, and a recurrent layer remembers those before; both keep 10 % of their weights.</summary>
[DeepThinModel(Training = true)]
[Standardize(32)]
[DelayLine(5)]
[Conv1D(32, 64, 5, Ratio = 0.1, Activation = Activation.Relu)]
[Flatten]
[Gru(64, 128, Ratio = 0.1, RecurrentRatio = 0.1)]
[Dense(128, 1, Activation = Activation.Sigmoid)]
public sealed partial class VoiceDetector;
