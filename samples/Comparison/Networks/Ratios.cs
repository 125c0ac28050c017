using DeepThin;

namespace Comparison.Networks;

/// <summary>Networks of the same bytes: one ratio for all layers that can have it, and the ratios that the sensitivity of each layer proposes.</summary>
internal static partial class Ratios
{
    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class UniformForImages;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.00557, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.008611, Activation = Activation.Relu)]
    [Dense(1024, 10, Ratio = 0.4)]
    public sealed partial class ProposedForImages;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 41, Ratio = 0.01)]
    public sealed partial class UniformForSpeech;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.009664, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.008822, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.008825, Activation = Activation.Relu)]
    [Dense(1024, 41, Ratio = 0.07808)]
    public sealed partial class ProposedForSpeech;
}
