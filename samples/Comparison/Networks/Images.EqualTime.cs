using DeepThin;

namespace Comparison.Networks;

/// <summary>Narrower networks of about the time that compressed ones take, in single precision and in 8 bits; and compressed ones in 8 bits.</summary>
internal static partial class Images
{
    [DeepThinModel(Training = true)]
    [Dense(784, 128, Activation = Activation.Relu)]
    [Dense(128, 128, Activation = Activation.Relu)]
    [Dense(128, 10)]
    public sealed partial class Width128;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 128, Activation = Activation.Relu)]
    [Dense(128, 128, Activation = Activation.Relu)]
    [Dense(128, 10)]
    public sealed partial class Width128Int8;

    [DeepThinModel(Training = true)]
    [Dense(784, 176, Activation = Activation.Relu)]
    [Dense(176, 176, Activation = Activation.Relu)]
    [Dense(176, 10)]
    public sealed partial class Width176;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 176, Activation = Activation.Relu)]
    [Dense(176, 176, Activation = Activation.Relu)]
    [Dense(176, 10)]
    public sealed partial class Width176Int8;

    [DeepThinModel(Training = true)]
    [Dense(784, 240, Activation = Activation.Relu)]
    [Dense(240, 240, Activation = Activation.Relu)]
    [Dense(240, 10)]
    public sealed partial class Width240;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 240, Activation = Activation.Relu)]
    [Dense(240, 240, Activation = Activation.Relu)]
    [Dense(240, 10)]
    public sealed partial class Width240Int8;

    [DeepThinModel(Training = true)]
    [Dense(784, 320, Activation = Activation.Relu)]
    [Dense(320, 320, Activation = Activation.Relu)]
    [Dense(320, 10)]
    public sealed partial class Width320;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 320, Activation = Activation.Relu)]
    [Dense(320, 320, Activation = Activation.Relu)]
    [Dense(320, 10)]
    public sealed partial class Width320Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide1At10Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide1At3Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide1At1Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide1At04Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall1At10Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall1At3Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall1At1Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(784, 1024, Ratio = 0.004, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall1At04Int8;
}
