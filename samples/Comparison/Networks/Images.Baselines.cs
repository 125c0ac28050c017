using DeepThin;

namespace Comparison.Networks;

/// <summary>The networks that DeepThin is compared with. Narrower ones have at most as many weights in their large layers as the others keep.</summary>
internal static partial class Images
{
    [DeepThinModel(Training = true)]
    [LowRank(784, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [LowRank(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class LowRankAt10;

    [DeepThinModel(Training = true)]
    [LowRank(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [LowRank(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class LowRankAt3;

    [DeepThinModel(Training = true)]
    [LowRank(784, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [LowRank(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class LowRankAt1;

    [DeepThinModel(Training = true)]
    [LowRank(784, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [LowRank(1024, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class LowRankAt04;

    [DeepThinModel(Training = true)]
    [Hashed(784, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Hashed(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class HashedAt10;

    [DeepThinModel(Training = true)]
    [Hashed(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Hashed(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class HashedAt3;

    [DeepThinModel(Training = true)]
    [Hashed(784, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Hashed(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class HashedAt1;

    [DeepThinModel(Training = true)]
    [Hashed(784, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Hashed(1024, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class HashedAt04;

    [DeepThinModel(Training = true)]
    [Pruned(784, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Pruned(1024, 1024, Ratio = 0.1, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class PrunedAt10;

    [DeepThinModel(Training = true)]
    [Pruned(784, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Pruned(1024, 1024, Ratio = 0.03, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class PrunedAt3;

    [DeepThinModel(Training = true)]
    [Pruned(784, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Pruned(1024, 1024, Ratio = 0.01, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class PrunedAt1;

    [DeepThinModel(Training = true)]
    [Pruned(784, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Pruned(1024, 1024, Ratio = 0.004, Activation = Activation.Relu)]
    [Dense(1024, 10)]
    public sealed partial class PrunedAt04;

    [DeepThinModel(Training = true)]
    [Dense(784, 190, Activation = Activation.Relu)]
    [Dense(190, 190, Activation = Activation.Relu)]
    [Dense(190, 10)]
    public sealed partial class NarrowerAt10;

    [DeepThinModel(Training = true)]
    [Dense(784, 65, Activation = Activation.Relu)]
    [Dense(65, 65, Activation = Activation.Relu)]
    [Dense(65, 10)]
    public sealed partial class NarrowerAt3;

    [DeepThinModel(Training = true)]
    [Dense(784, 22, Activation = Activation.Relu)]
    [Dense(22, 22, Activation = Activation.Relu)]
    [Dense(22, 10)]
    public sealed partial class NarrowerAt1;

    [DeepThinModel(Training = true)]
    [Dense(784, 9, Activation = Activation.Relu)]
    [Dense(9, 9, Activation = Activation.Relu)]
    [Dense(9, 10)]
    public sealed partial class NarrowerAt04;
}
