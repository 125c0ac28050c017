namespace DeepThin;

/// <summary>
/// Swaps channels and positions: c channels of h×w values become a series of h·w channels and c positions, and a series of c×l one of l×c. Values are copied, and nothing is computed.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TransposeAttribute : LayerAttribute;
