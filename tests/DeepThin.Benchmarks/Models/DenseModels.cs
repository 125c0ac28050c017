namespace DeepThin.Benchmarks.Models;

/// <summary>1024×1024, uncompressed.</summary>
[DeepThinModel(Training = true)]
[Dense(1024, 1024)]
internal sealed partial class Dense1024;
