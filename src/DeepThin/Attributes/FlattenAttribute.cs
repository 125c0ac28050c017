namespace DeepThin;

/// <summary>Takes the values of all channels for one vector, channel by channel and row by row, as PyTorch does; nothing is computed.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FlattenAttribute : LayerAttribute;
