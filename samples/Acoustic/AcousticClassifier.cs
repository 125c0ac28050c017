using DeepThin;

namespace Acoustic;

/// <summary>Tells 41 phones apart in frames of speech with five neighbours on either side. The three large layers keep 3 % of their weights.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 41)]
public sealed partial class AcousticClassifier;
