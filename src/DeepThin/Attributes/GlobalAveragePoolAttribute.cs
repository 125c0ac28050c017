namespace DeepThin;

/// <summary>The mean of each channel of an image or a series: a vector of as many values as channels.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalAveragePoolAttribute : LayerAttribute;
