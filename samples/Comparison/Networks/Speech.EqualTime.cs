using DeepThin;

namespace Comparison.Networks;

/// <summary>Narrower networks of about the time that compressed ones take, in single precision and in 8 bits; and compressed ones in 8 bits.</summary>
internal static partial class Speech
{
    [DeepThinModel(Training = true)]
    [Dense(440, 160, Activation = Activation.Relu)]
    [Dense(160, 160, Activation = Activation.Relu)]
    [Dense(160, 160, Activation = Activation.Relu)]
    [Dense(160, 41)]
    public sealed partial class Width160;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 160, Activation = Activation.Relu)]
    [Dense(160, 160, Activation = Activation.Relu)]
    [Dense(160, 160, Activation = Activation.Relu)]
    [Dense(160, 41)]
    public sealed partial class Width160Int8;

    [DeepThinModel(Training = true)]
    [Dense(440, 200, Activation = Activation.Relu)]
    [Dense(200, 200, Activation = Activation.Relu)]
    [Dense(200, 200, Activation = Activation.Relu)]
    [Dense(200, 41)]
    public sealed partial class Width200;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 200, Activation = Activation.Relu)]
    [Dense(200, 200, Activation = Activation.Relu)]
    [Dense(200, 200, Activation = Activation.Relu)]
    [Dense(200, 41)]
    public sealed partial class Width200Int8;

    [DeepThinModel(Training = true)]
    [Dense(440, 256, Activation = Activation.Relu)]
    [Dense(256, 256, Activation = Activation.Relu)]
    [Dense(256, 256, Activation = Activation.Relu)]
    [Dense(256, 41)]
    public sealed partial class Width256;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 256, Activation = Activation.Relu)]
    [Dense(256, 256, Activation = Activation.Relu)]
    [Dense(256, 256, Activation = Activation.Relu)]
    [Dense(256, 41)]
    public sealed partial class Width256Int8;

    [DeepThinModel(Training = true)]
    [Dense(440, 320, Activation = Activation.Relu)]
    [Dense(320, 320, Activation = Activation.Relu)]
    [Dense(320, 320, Activation = Activation.Relu)]
    [Dense(320, 41)]
    public sealed partial class Width320;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 320, Activation = Activation.Relu)]
    [Dense(320, 320, Activation = Activation.Relu)]
    [Dense(320, 320, Activation = Activation.Relu)]
    [Dense(320, 41)]
    public sealed partial class Width320Int8;

    [DeepThinModel(Training = true)]
    [Dense(440, 400, Activation = Activation.Relu)]
    [Dense(400, 400, Activation = Activation.Relu)]
    [Dense(400, 400, Activation = Activation.Relu)]
    [Dense(400, 41)]
    public sealed partial class Width400;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 400, Activation = Activation.Relu)]
    [Dense(400, 400, Activation = Activation.Relu)]
    [Dense(400, 400, Activation = Activation.Relu)]
    [Dense(400, 41)]
    public sealed partial class Width400Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class Wide1At10Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class Wide1At3Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class Wide1At1Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class Wide1At04Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class Tall1At10Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class Tall1At3Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class Tall1At1Int8;

    [DeepThinModel(Weights = WeightType.Int8)]
    [Dense(440, 1024, Ratio = 0.004, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class Tall1At04Int8;
}
