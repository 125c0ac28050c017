namespace DeepThin.Benchmarks.Models;

/// <summary>1024×1024 as a product of 1024×51 and 51×1024: plain low rank at 10 %.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 51, Bias = false)]
[Dense(51, 1024)]
internal sealed partial class LowRank1024At10;

/// <summary>1024×1024 as a product of 1024×15 and 15×1024: plain low rank at 3 %.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 15, Bias = false)]
[Dense(15, 1024)]
internal sealed partial class LowRank1024At3;

/// <summary>1024×1024 as a product of 1024×5 and 5×1024: plain low rank at 1 %.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 5, Bias = false)]
[Dense(5, 1024)]
internal sealed partial class LowRank1024At1;

/// <summary>1024×1024 as a product of 1024×2 and 2×1024: plain low rank at 0.4 %.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 2, Bias = false)]
[Dense(2, 1024)]
internal sealed partial class LowRank1024At04;

/// <summary>2048×2048 as a product of 2048×102 and 102×2048: plain low rank at 10 %.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 102, Bias = false)]
[Dense(102, 2048)]
internal sealed partial class LowRank2048At10;

/// <summary>2048×2048 as a product of 2048×30 and 30×2048: plain low rank at 3 %.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 30, Bias = false)]
[Dense(30, 2048)]
internal sealed partial class LowRank2048At3;

/// <summary>2048×2048 as a product of 2048×10 and 10×2048: plain low rank at 1 %.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 10, Bias = false)]
[Dense(10, 2048)]
internal sealed partial class LowRank2048At1;

/// <summary>2048×2048 as a product of 2048×4 and 4×2048: plain low rank at 0.4 %.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 4, Bias = false)]
[Dense(4, 2048)]
internal sealed partial class LowRank2048At04;

/// <summary>440×2048 as a product of 440×36 and 36×2048: plain low rank at 10 %.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 36, Bias = false)]
[Dense(36, 2048)]
internal sealed partial class LowRank440At10;

/// <summary>440×2048 as a product of 440×10 and 10×2048: plain low rank at 3 %.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 10, Bias = false)]
[Dense(10, 2048)]
internal sealed partial class LowRank440At3;

/// <summary>440×2048 as a product of 440×3 and 3×2048: plain low rank at 1 %.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 3, Bias = false)]
[Dense(3, 2048)]
internal sealed partial class LowRank440At1;

/// <summary>440×2048 as a product of 440×1 and 1×2048: plain low rank at 0.4 %.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 1, Bias = false)]
[Dense(1, 2048)]
internal sealed partial class LowRank440At04;

/// <summary>256×256 as a product of 256×3 and 3×256: plain low rank at 3 %.</summary>
[DeepThinModel(Training = true)]
[Dense(256, 3, Bias = false)]
[Dense(3, 256)]
internal sealed partial class LowRank256At3;
