namespace DeepThin;

/// <summary>What every layer has: a name, and a value that it reads.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>A name for the layer, used in the plan, in messages, and by the layers that read it. The kind of the layer and its index unless given, such as <c>dense0</c>.</summary>
    public string? Name { get; set; }

    /// <summary>The name of the layer, or of the input, that this layer reads. It stands before this layer. Unless given it is the layer before, and for the first layer the first input.</summary>
    public string? From { get; set; }
}
