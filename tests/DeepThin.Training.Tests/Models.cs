namespace DeepThin.Training.Tests;

/// <summary>A generated model with a wide and a tall layer, a factored bias, and an uncompressed layer.</summary>
[DeepThinModel(Training = true)]
[Dense(2, 150, N = 61, BiasRatio = 0.4, Activation = Activation.Relu)]
[Dense(150, 40, N = 41, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(40, 3)]
internal sealed partial class FactoredModel;
