namespace DeepThin;

/// <summary>Takes the values of all channels for one vector, channel by channel and row by row, as PyTorch does; nothing is computed.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FlattenAttribute : Attribute
{
    /// <summary>A name for the layer, used in the plan and in messages. The kind of the layer and its index unless given, such as <c>flatten1</c>.</summary>
    public string? Name { get; set; }
}
