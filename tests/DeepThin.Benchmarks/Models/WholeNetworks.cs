namespace DeepThin.Benchmarks.Models;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, uncompressed.</summary>
[DeepThinModel]
[Dense(440, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2500)]
internal sealed partial class TfKaldiDense;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, uncompressed, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2048, Activation = Activation.Relu)]
[Dense(2048, 2500)]
internal sealed partial class TfKaldiDenseInt8;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 10 %, the wide form.</summary>
[DeepThinModel]
[Dense(440, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.1)]
internal sealed partial class TfKaldiWideAt10;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 10 %, the wide form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.1)]
internal sealed partial class TfKaldiWideAt10Int8;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 10 %, the tall form.</summary>
[DeepThinModel]
[Dense(440, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class TfKaldiTallAt10;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 10 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class TfKaldiTallAt10Int8;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 3 %, the wide form.</summary>
[DeepThinModel]
[Dense(440, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.03)]
internal sealed partial class TfKaldiWideAt3;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 3 %, the wide form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.03)]
internal sealed partial class TfKaldiWideAt3Int8;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 3 %, the tall form.</summary>
[DeepThinModel]
[Dense(440, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class TfKaldiTallAt3;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 3 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class TfKaldiTallAt3Int8;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 1 %, the wide form.</summary>
[DeepThinModel]
[Dense(440, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.01)]
internal sealed partial class TfKaldiWideAt1;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 1 %, the wide form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.01)]
internal sealed partial class TfKaldiWideAt1Int8;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 1 %, the tall form.</summary>
[DeepThinModel]
[Dense(440, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.01, Form = Form.Tall)]
internal sealed partial class TfKaldiTallAt1;

/// <summary>440-2048-2048-2048-2048-2048-2048-2500, the acoustic model of TFKaldi, all layers at 1 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(2048, 2500, Ratio = 0.01, Form = Form.Tall)]
internal sealed partial class TfKaldiTallAt1Int8;

/// <summary>784-1024-1024-10, uncompressed.</summary>
[DeepThinModel]
[Dense(784, 1024, Activation = Activation.Relu)]
[Dense(1024, 1024, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesDense;

/// <summary>784-1024-1024-10, uncompressed, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(784, 1024, Activation = Activation.Relu)]
[Dense(1024, 1024, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesDenseInt8;

/// <summary>784-1024-1024-10, the large layers at 10 %, the wide form.</summary>
[DeepThinModel]
[Dense(784, 1024, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesWideAt10;

/// <summary>784-1024-1024-10, the large layers at 10 %, the wide form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(784, 1024, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesWideAt10Int8;

/// <summary>784-1024-1024-10, the large layers at 10 %, the tall form.</summary>
[DeepThinModel]
[Dense(784, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesTallAt10;

/// <summary>784-1024-1024-10, the large layers at 10 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(784, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesTallAt10Int8;

/// <summary>784-1024-1024-10, the large layers at 3 %, the wide form.</summary>
[DeepThinModel]
[Dense(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesWideAt3;

/// <summary>784-1024-1024-10, the large layers at 3 %, the wide form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesWideAt3Int8;

/// <summary>784-1024-1024-10, the large layers at 3 %, the tall form.</summary>
[DeepThinModel]
[Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesTallAt3;

/// <summary>784-1024-1024-10, the large layers at 3 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(784, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesTallAt3Int8;

/// <summary>784-1024-1024-10, the large layers at 1 %, the wide form.</summary>
[DeepThinModel]
[Dense(784, 1024, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesWideAt1;

/// <summary>784-1024-1024-10, the large layers at 1 %, the wide form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(784, 1024, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesWideAt1Int8;

/// <summary>784-1024-1024-10, the large layers at 1 %, the tall form.</summary>
[DeepThinModel]
[Dense(784, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesTallAt1;

/// <summary>784-1024-1024-10, the large layers at 1 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(784, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 10)]
internal sealed partial class ImagesTallAt1Int8;

/// <summary>440-1024-1024-1024-41, uncompressed.</summary>
[DeepThinModel]
[Dense(440, 1024, Activation = Activation.Relu)]
[Dense(1024, 1024, Activation = Activation.Relu)]
[Dense(1024, 1024, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticDense;

/// <summary>440-1024-1024-1024-41, uncompressed, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 1024, Activation = Activation.Relu)]
[Dense(1024, 1024, Activation = Activation.Relu)]
[Dense(1024, 1024, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticDenseInt8;

/// <summary>440-1024-1024-1024-41, the large layers at 10 %, the wide form.</summary>
[DeepThinModel]
[Dense(440, 1024, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticWideAt10;

/// <summary>440-1024-1024-1024-41, the large layers at 10 %, the wide form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 1024, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticWideAt10Int8;

/// <summary>440-1024-1024-1024-41, the large layers at 10 %, the tall form.</summary>
[DeepThinModel]
[Dense(440, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticTallAt10;

/// <summary>440-1024-1024-1024-41, the large layers at 10 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticTallAt10Int8;

/// <summary>440-1024-1024-1024-41, the large layers at 3 %, the wide form.</summary>
[DeepThinModel]
[Dense(440, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticWideAt3;

/// <summary>440-1024-1024-1024-41, the large layers at 3 %, the wide form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticWideAt3Int8;

/// <summary>440-1024-1024-1024-41, the large layers at 3 %, the tall form.</summary>
[DeepThinModel]
[Dense(440, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticTallAt3;

/// <summary>440-1024-1024-1024-41, the large layers at 3 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticTallAt3Int8;

/// <summary>440-1024-1024-1024-41, the large layers at 1 %, the wide form.</summary>
[DeepThinModel]
[Dense(440, 1024, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticWideAt1;

/// <summary>440-1024-1024-1024-41, the large layers at 1 %, the wide form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 1024, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticWideAt1Int8;

/// <summary>440-1024-1024-1024-41, the large layers at 1 %, the tall form.</summary>
[DeepThinModel]
[Dense(440, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticTallAt1;

/// <summary>440-1024-1024-1024-41, the large layers at 1 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(440, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall, Activation = Activation.Relu)]
[Dense(1024, 41)]
internal sealed partial class AcousticTallAt1Int8;
