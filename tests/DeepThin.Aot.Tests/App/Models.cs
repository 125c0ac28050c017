namespace DeepThin.Aot.Tests.App;

[DeepThinModel(Training = true)]
[Dense(100, 37)]
internal sealed partial class DenseModel;

[DeepThinModel(Training = true)]
[Dense(60, 7, Ratio = 0.2, Kernel = Kernel.Windows)]
internal sealed partial class WindowsModel;

[DeepThinModel(Training = true)]
[Dense(300, 257, Ratio = 0.05, Form = Form.Tall)]
internal sealed partial class CorrelationModel;

[DeepThinModel(Training = true)]
[Dense(300, 257, Ratio = 0.12, Form = Form.Tall, Rank = 3)]
internal sealed partial class CorrelationOfRank3Model;

[DeepThinModel(Training = true)]
[Dense(512, 500, Ratio = 0.05)]
internal sealed partial class FourierModel;

[DeepThinModel(Training = true)]
[Dense(512, 500, N = 10 * 512 - 17, Rank = 2, BiasRatio = 0.2)]
internal sealed partial class FourierOfRank2Model;

// Panels take transforms.
[DeepThinModel(Training = true)]
[Dense(300, 257, N = 101, Rank = 2)]
internal sealed partial class CorrelationOfManyTapsModel;

// One sample splits the taps in two.
[DeepThinModel(Training = true)]
[Dense(400, 600, N = 269)]
internal sealed partial class CorrelationInHalvesModel;

[DeepThinModel(Training = true, Optimize = Optimize.Memory)]
[Dense(300, 257, Ratio = 0.05, Form = Form.Tall)]
internal sealed partial class CorrelationForMemoryModel;

[DeepThinModel(Training = true)]
[LowRank(300, 257, Ratio = 0.1)]
internal sealed partial class LowRankModel;

[DeepThinModel(Training = true)]
[Hashed(100, 57, Ratio = 0.1)]
internal sealed partial class HashedModel;

[DeepThinModel(Training = true)]
[Pruned(100, 37, Ratio = 0.1)]
internal sealed partial class PrunedModel;
