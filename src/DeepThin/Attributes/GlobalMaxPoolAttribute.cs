namespace DeepThin;

/// <summary>The largest value of each channel of an image or a series: a vector of as many values as channels.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalMaxPoolAttribute : Attribute
{
    /// <summary>A name for the layer, used in the plan and in messages. The kind of the layer and its index unless given, such as <c>globalmaxpool1</c>.</summary>
    public string? Name { get; set; }
}
