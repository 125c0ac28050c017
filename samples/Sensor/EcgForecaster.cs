using DeepThin;

namespace Sensor;

/// <summary>Forecasts the next 50 ms of an electrocardiogram from the last 0.7 s of it. Its large convolutions keep 10 % of their weights.</summary>
[DeepThinModel(Training = true)]
[Input(1, 256)]
[Standardize(1)]
[Conv1D(1, 32, 8, Stride = 4, Causal = true, Activation = Activation.Relu)]
[Conv1D(32, 64, 5, Stride = 2, Causal = true, Ratio = 0.1, Activation = Activation.Relu)]
[Conv1D(64, 64, 5, Stride = 2, Causal = true, Ratio = 0.1, Activation = Activation.Relu)]
[Conv1D(64, 64, 5, Stride = 2, Causal = true, Ratio = 0.1, Activation = Activation.Relu)]
[Flatten]
[Dense(512, 18)]
public sealed partial class EcgForecaster;
