namespace DeepThin.Benchmarks.Models;

/// <summary>1024×1024 at 10 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024, Ratio = 0.1)]
internal sealed partial class Wide1024At10;

/// <summary>1024×1024 at 10 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Tall1024At10;

/// <summary>1024×1024 at 3 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024, Ratio = 0.03)]
internal sealed partial class Wide1024At3;

/// <summary>1024×1024 at 3 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Tall1024At3;

/// <summary>1024×1024 at 1 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024, Ratio = 0.01)]
internal sealed partial class Wide1024At1;

/// <summary>1024×1024 at 1 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024, Ratio = 0.01, Form = Form.Tall)]
internal sealed partial class Tall1024At1;

/// <summary>1024×1024 at 0.4 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024, Ratio = 0.004)]
internal sealed partial class Wide1024At04;

/// <summary>1024×1024 at 0.4 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024, Ratio = 0.004, Form = Form.Tall)]
internal sealed partial class Tall1024At04;

/// <summary>2048×2048 at 10 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 2048, Ratio = 0.1)]
internal sealed partial class Wide2048At10;

/// <summary>2048×2048 at 10 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 2048, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Tall2048At10;

/// <summary>2048×2048 at 3 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 2048, Ratio = 0.03)]
internal sealed partial class Wide2048At3;

/// <summary>2048×2048 at 3 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 2048, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Tall2048At3;

/// <summary>2048×2048 at 1 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 2048, Ratio = 0.01)]
internal sealed partial class Wide2048At1;

/// <summary>2048×2048 at 1 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 2048, Ratio = 0.01, Form = Form.Tall)]
internal sealed partial class Tall2048At1;

/// <summary>2048×2048 at 0.4 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 2048, Ratio = 0.004)]
internal sealed partial class Wide2048At04;

/// <summary>2048×2048 at 0.4 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(2048, 2048, Ratio = 0.004, Form = Form.Tall)]
internal sealed partial class Tall2048At04;

/// <summary>440×2048 at 10 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 2048, Ratio = 0.1)]
internal sealed partial class Wide440At10;

/// <summary>440×2048 at 10 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 2048, Ratio = 0.1, Form = Form.Tall)]
internal sealed partial class Tall440At10;

/// <summary>440×2048 at 3 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 2048, Ratio = 0.03)]
internal sealed partial class Wide440At3;

/// <summary>440×2048 at 3 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 2048, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Tall440At3;

/// <summary>440×2048 at 1 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 2048, Ratio = 0.01)]
internal sealed partial class Wide440At1;

/// <summary>440×2048 at 1 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 2048, Ratio = 0.01, Form = Form.Tall)]
internal sealed partial class Tall440At1;

/// <summary>440×2048 at 0.4 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 2048, Ratio = 0.004)]
internal sealed partial class Wide440At04;

/// <summary>440×2048 at 0.4 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(440, 2048, Ratio = 0.004, Form = Form.Tall)]
internal sealed partial class Tall440At04;

/// <summary>256×256 at 3 %, the wide form.</summary>
[DeepThinModel(Training = true)]
[Dense(256, 256, Ratio = 0.03)]
internal sealed partial class Wide256At3;

/// <summary>256×256 at 3 %, the tall form.</summary>
[DeepThinModel(Training = true)]
[Dense(256, 256, Ratio = 0.03, Form = Form.Tall)]
internal sealed partial class Tall256At3;
