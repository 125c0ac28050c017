using DeepThin;

namespace Comparison.Networks;

/// <summary>The networks for speech with gains for outputs, for both, and without: those with gains for inputs are the others.</summary>
internal static partial class Speech
{
    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.03, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class WideNoneAt3;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.01, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class WideNoneAt1;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.004, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class WideNoneAt04;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.03, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class WideOutputsAt3;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.01, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class WideOutputsAt1;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.03, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class WideBothAt3;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.01, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class WideBothAt1;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.03, Form = Form.Tall, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class TallNoneAt3;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.01, Form = Form.Tall, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class TallNoneAt1;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.004, Form = Form.Tall, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Form = Form.Tall, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.004, Form = Form.Tall, Gains = Gains.None, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class TallNoneAt04;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.03, Form = Form.Tall, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class TallOutputsAt3;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.01, Form = Form.Tall, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Gains = Gains.Outputs, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class TallOutputsAt1;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.03, Form = Form.Tall, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class TallBothAt3;

    [DeepThinModel(Training = true)]
    [Dense(440, 1024, Ratio = 0.01, Form = Form.Tall, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Gains = Gains.Both, Activation = Activation.Relu)]
    [Dense(1024, 41)]
    public sealed partial class TallBothAt1;
}
