namespace DeepThin;

/// <summary>
/// A layer that takes the magnitude of complex values, y = √(real² + imaginary²): the first half of its channels are the real parts, the second half the imaginary ones.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MagnitudeAttribute : Attribute
{
    /// <summary>A name for the layer, used in the plan and in messages. The kind of the layer and its index unless given, such as <c>magnitude1</c>.</summary>
    public string? Name { get; set; }
}
