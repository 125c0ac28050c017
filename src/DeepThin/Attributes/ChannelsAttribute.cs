namespace DeepThin;

/// <summary>Takes a stretch of the channels of a value: count channels from the first one on. Of a vector these are its values.</summary>
/// <param name="first">The first channel that is taken. At least 0.</param>
/// <param name="count">The number of channels. At least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ChannelsAttribute(int first, int count) : LayerAttribute
{
    /// <summary>The first channel that is taken.</summary>
    public int First { get; } = first;

    /// <summary>The number of channels.</summary>
    public int Count { get; } = count;
}
