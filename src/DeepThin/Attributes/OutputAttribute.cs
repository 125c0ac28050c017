namespace DeepThin;

/// <summary>An output of a model that has several: they lie one after the other in a prediction, in the order of the attributes. Without it the last layer writes the output.</summary>
/// <param name="name">The name of the output. It is an identifier.</param>
/// <param name="from">The name of the layer that writes it; unless given, the layer has the name of the output.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OutputAttribute(string name, string? from = null) : Attribute
{
    /// <summary>The name of the output.</summary>
    public string Name { get; } = name;

    /// <summary>The name of the layer that writes it.</summary>
    public string From { get; } = from ?? name;
}
