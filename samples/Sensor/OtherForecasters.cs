using DeepThin;

namespace Sensor;

/// <summary>The network of <see cref="EcgForecaster"/> with 3 % of the weights in place of 10 %.</summary>
[DeepThinModel(Training = true)]
[Input(1, 256)]
[Standardize(1)]
[Conv1D(1, 32, 8, Stride = 4, Causal = true, Activation = Activation.Relu)]
[Conv1D(32, 64, 5, Stride = 2, Causal = true, Ratio = 0.03, Activation = Activation.Relu)]
[Conv1D(64, 64, 5, Stride = 2, Causal = true, Ratio = 0.03, Activation = Activation.Relu)]
[Conv1D(64, 64, 5, Stride = 2, Causal = true, Ratio = 0.03, Activation = Activation.Relu)]
[Flatten]
[Dense(512, 18)]
public sealed partial class SmallForecaster;

/// <summary>The same network uncompressed, to compare with.</summary>
[DeepThinModel(Training = true)]
[Input(1, 256)]
[Standardize(1)]
[Conv1D(1, 32, 8, Stride = 4, Causal = true, Activation = Activation.Relu)]
[Conv1D(32, 64, 5, Stride = 2, Causal = true, Activation = Activation.Relu)]
[Conv1D(64, 64, 5, Stride = 2, Causal = true, Activation = Activation.Relu)]
[Conv1D(64, 64, 5, Stride = 2, Causal = true, Activation = Activation.Relu)]
[Flatten]
[Dense(512, 18)]
public sealed partial class UncompressedForecaster;

/// <summary>What a network has to beat: each value of the forecast is a weighted sum of the window.</summary>
[DeepThinModel(Training = true)]
[Input(1, 256)]
[Standardize(1)]
[Flatten]
[Dense(256, 18)]
public sealed partial class LinearForecaster;
