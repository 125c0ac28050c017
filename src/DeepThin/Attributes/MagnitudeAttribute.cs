namespace DeepThin;

/// <summary>
/// A layer that takes the magnitude of complex values, y = √(real² + imaginary²): the first half of its channels are the real parts, the second half the imaginary ones.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MagnitudeAttribute : LayerAttribute;
