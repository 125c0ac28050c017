using DeepThin;

/// <summary>Tells the kinds of waves apart. 'dotnet new deepthin' makes a project that trains it.</summary>
[DeepThinModel]
[Dense(64, 256, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(256, 256, Ratio = 0.05, Activation = Activation.Relu)]
[Dense(256, 3)]
internal sealed partial class WaveClassifier;
