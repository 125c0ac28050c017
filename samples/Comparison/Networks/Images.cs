using DeepThin;

namespace Comparison.Networks;

/// <summary>The networks for images, 784-1024-1024-10: uncompressed, and with DeepThin layers of both forms at ranks 1 and 2.</summary>
internal static partial class Images
{
    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Activation = Activation.Relu)]
    [Dense(1024, 1024, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Uncompressed;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide1At10;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide1At3;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide1At1;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide1At04;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.1, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.1, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide2At10;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.03, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide2At3;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.01, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Wide2At1;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall1At10;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall1At3;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall1At1;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.004, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Form = Form.Tall, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall1At04;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.1, Form = Form.Tall, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall2At10;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall2At3;

    [DeepThinModel(Training = true)]
    [Dense(784, 1024, Ratio = 0.01, Form = Form.Tall, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Rank = 2, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class Tall2At1;
}
