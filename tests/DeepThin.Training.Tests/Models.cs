#pragma warning disable DT0317 // Networks as small as these are no faster; they are here to be trained.
namespace DeepThin.Training.Tests;

/// <summary>A generated model with a wide and a tall layer, a factored bias, and an uncompressed layer.</summary>
[DeepThinModel(Training = true)]
[Dense(2, 150, N = 61, BiasRatio = 0.4, Activation = Activation.Relu)]
[Dense(150, 40, N = 41, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(40, 3)]
internal sealed partial class FactoredModel;

/// <summary>The same network with uncompressed weights.</summary>
[DeepThinModel(Training = true)]
[Dense(2, 150, BiasRatio = 0.4, Activation = Activation.Relu)]
[Dense(150, 40, Activation = Activation.Relu)]
[Dense(40, 3)]
internal sealed partial class UncompressedModel;

/// <summary>Factors of rank 3 and 2, the second layer without a bias.</summary>
[DeepThinModel(Training = true)]
[Dense(2, 150, N = 31, Form = Form.Wide, Rank = 3, Activation = Activation.Relu)]
[Dense(150, 3, N = 49, Rank = 2, Bias = false)]
internal sealed partial class RankedModel;

/// <summary>The same network with uncompressed weights.</summary>
[DeepThinModel(Training = true)]
[Dense(2, 150, Activation = Activation.Relu)]
[Dense(150, 3, Bias = false)]
internal sealed partial class UncompressedRankedModel;

/// <summary>The network of <see cref="UncompressedModel"/> with a ratio for its second layer.</summary>
[DeepThinModel(Training = true)]
[Dense(2, 150, BiasRatio = 0.4, Activation = Activation.Relu)]
[Dense(150, 40, Ratio = 0.2, Activation = Activation.Relu)]
[Dense(40, 3)]
internal sealed partial class HalfCompressedModel;

/// <summary>A generated model that brings its inputs to a common scale, before a layer with gains.</summary>
[DeepThinModel(Training = true)]
[Standardize(5)]
[Dense(5, 60, Ratio = 0.6, Gains = Gains.Inputs, Activation = Activation.Relu)]
[Dense(60, 3)]
internal sealed partial class StandardizedModel;

/// <summary>A generated model over an image, with an uncompressed and a compressed convolution.</summary>
[DeepThinModel(Training = true)]
[Input(1, 8, 8)]
[Conv2D(1, 6, 3, Padding = 1, Activation = Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(6, 12, 3, Ratio = 0.4, Activation = Activation.Relu)]
[Flatten]
[Dense(48, 30, Activation = Activation.Relu)]
[Dense(30, 3)]
internal sealed partial class ImageModel;

/// <summary>A generated model whose last activation stands before a layer that computes nothing.</summary>
[DeepThinModel(Training = true)]
[Input(1, 8, 8)]
[Conv2D(1, 3, 8, Activation = Activation.Softmax)]
[Flatten]
internal sealed partial class ImageProbabilities;

/// <summary>A generated model without a layer of <c>[Dense]</c>.</summary>
[DeepThinModel(Training = true)]
[Input(1, 8, 8)]
[Conv2D(1, 3, 3)]
[GlobalAveragePool]
internal sealed partial class ImageMeans;

/// <summary>A generated model with a single output that is a probability.</summary>
[DeepThinModel(Training = true)]
[Dense(2, 16, Activation = Activation.Tanh)]
[Dense(16, 1, Activation = Activation.Sigmoid)]
internal sealed partial class YesOrNoModel;

/// <summary>A generated model with a single output that is a value.</summary>
[DeepThinModel(Training = true)]
[Dense(2, 1)]
internal sealed partial class OneValueModel;

/// <summary>A generated model that standardises the channels of images.</summary>
[DeepThinModel(Training = true)]
[Input(2, 4, 4)]
[Standardize(2)]
[Conv2D(2, 3, 3, Padding = 1)]
[GlobalAveragePool]
internal sealed partial class StandardizedImages;

/// <summary>A generated model that normalises what it is given, and what its layer makes of it, over the samples of a panel.</summary>
[DeepThinModel(Training = true)]
[BatchNorm(2, Momentum = 0.2)]
[Dense(2, 12, Bias = false)]
[BatchNorm(12)]
[PRelu(12)]
[Dense(12, 3)]
internal sealed partial class NormalizedModel;
