namespace DeepThin.Benchmarks.Models;

/// <summary>1024×1024, uncompressed, in bfloat16.</summary>
[DeepThinModel(Weights = WeightType.BFloat16)]
[Dense(1024, 1024)]
internal sealed partial class Dense1024BFloat16;

/// <summary>1024×1024, uncompressed, in half precision.</summary>
[DeepThinModel(Weights = WeightType.Float16)]
[Dense(1024, 1024)]
internal sealed partial class Dense1024Float16;

/// <summary>1024×1024, uncompressed, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(1024, 1024)]
internal sealed partial class Dense1024Int8;

/// <summary>1024×1024 at 10 %, the tall form, in bfloat16.</summary>
[DeepThinModel(Weights = WeightType.BFloat16)]
[Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Tall1024At10BFloat16;

/// <summary>1024×1024 at 10 %, the tall form, in half precision.</summary>
[DeepThinModel(Weights = WeightType.Float16)]
[Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Tall1024At10Float16;

/// <summary>1024×1024 at 10 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Tall1024At10Int8;

/// <summary>1024×1024 at 3 %, the tall form, in bfloat16.</summary>
[DeepThinModel(Weights = WeightType.BFloat16)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Tall1024At3BFloat16;

/// <summary>1024×1024 at 3 %, the tall form, in half precision.</summary>
[DeepThinModel(Weights = WeightType.Float16)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Tall1024At3Float16;

/// <summary>1024×1024 at 3 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Tall1024At3Int8;

/// <summary>2048×2048 at 10 %, the tall form, in bfloat16.</summary>
[DeepThinModel(Weights = WeightType.BFloat16)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Tall2048At10BFloat16;

/// <summary>2048×2048 at 10 %, the tall form, in half precision.</summary>
[DeepThinModel(Weights = WeightType.Float16)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Tall2048At10Float16;

/// <summary>2048×2048 at 10 %, the tall form, in 8 bits.</summary>
[DeepThinModel(Weights = WeightType.Int8)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Tall2048At10Int8;
