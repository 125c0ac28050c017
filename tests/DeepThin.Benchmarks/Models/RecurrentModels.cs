namespace DeepThin.Benchmarks.Models;

/// <summary>An LSTM of 128 to 128 values, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Lstm(128, 128)]
internal sealed partial class Lstm128;

/// <summary>An LSTM of 128 to 128 values at 10 %.</summary>
[DeepThinModel(Training = true)]
[Lstm(128, 128, Ratio = 0.1, RecurrentRatio = 0.1)]
internal sealed partial class Lstm128At10;

/// <summary>A GRU of 28 to 128 values, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Gru(28, 128)]
internal sealed partial class Gru28;

/// <summary>A GRU of 28 to 128 values at 10 %.</summary>
[DeepThinModel(Training = true)]
[Gru(28, 128, Ratio = 0.1, RecurrentRatio = 0.1)]
internal sealed partial class Gru28At10;

/// <summary>An LSTM of 2048 to 2048 values, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Lstm(2048, 2048)]
internal sealed partial class Lstm2048;

/// <summary>An LSTM of 2048 to 2048 values at 3 %, wide.</summary>
[DeepThinModel(Training = true)]
[Lstm(2048, 2048, Ratio = 0.03, RecurrentRatio = 0.03)]
internal sealed partial class Lstm2048WideAt3;

/// <summary>An LSTM of 2048 to 2048 values at 3 %, tall.</summary>
[DeepThinModel(Training = true)]
[Lstm(2048, 2048, Ratio = 0.03, RecurrentRatio = 0.03, Form = Form.Tall)]
internal sealed partial class Lstm2048TallAt3;

/// <summary>A network for speech in the manner of DeepSpeech (arXiv:1412.5567), with an LSTM, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Dense(494, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Lstm(2048, 2048)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 29)]
internal sealed partial class Speech;

/// <summary>The same at 3 %, wide.</summary>
[DeepThinModel(Training = true)]
[Dense(494, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Lstm(2048, 2048, Ratio = 0.03, RecurrentRatio = 0.03)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 29)]
internal sealed partial class SpeechWideAt3;

/// <summary>The same at 3 %, tall.</summary>
[DeepThinModel(Training = true)]
[Dense(494, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Lstm(2048, 2048, Ratio = 0.03, RecurrentRatio = 0.03, Form = Form.Tall)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 29)]
internal sealed partial class SpeechTallAt3;

/// <summary>An LSTM of 2048 to 2048 values at 3 %, tall and in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Lstm(2048, 2048, Ratio = 0.03, RecurrentRatio = 0.03, Form = Form.Tall)]
internal sealed partial class Lstm2048TallAt3Int8;
