namespace DeepThin.Native.Tests;

[DeepThinModel(NativeExports = "fashion")]
[Dense(100, 64, Ratio = 0.2, Activation = Activation.Relu)]
[Dense(64, 10, Activation = Activation.Softmax)]
internal sealed partial class Fashion;

internal static partial class Outer
{
    // A name in capital letters, and weights of another model with the same shapes of inputs and outputs.
    [DeepThinModel(NativeExports = "Other_2")]
    [Dense(100, 10)]
    internal sealed partial class Nested;
}

[DeepThinModel(NativeExports = "embedded")]
[Dense(20, 5)]
internal sealed partial class Embedded;

[DeepThinModel(NativeExports = "voice")]
[Lstm(4, 12, Ratio = 0.5, Form = Form.Tall)]
[Dense(12, 3)]
internal sealed partial class Voice;

[DeepThinModel(NativeExports = "tagger")]
[Gru(4, 6, Bidirectional = true)]
[MeanOverTime]
[Dense(12, 2)]
internal sealed partial class Tagger;
