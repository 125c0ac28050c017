namespace DeepThin.Benchmarks;

/// <summary>1024×1024 at 3 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024, Ratio = 0.03)]
internal sealed partial class Wide1024;

/// <summary>1024×1024 at 3 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Tall1024;

/// <summary>1024×1024, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024)]
internal sealed partial class Dense1024;
