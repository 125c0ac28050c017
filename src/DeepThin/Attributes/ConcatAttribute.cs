namespace DeepThin;

/// <summary>
/// Puts the channels of values one behind the other: those of the layer before, and then those that are named. Where the names have the layer before among them, its place is there.
/// All have one height and one width.
/// </summary>
/// <param name="from">The names of layers or inputs. They stand before this layer.</param>
public sealed class ConcatAttribute(params string[] from) : LayerAttribute
{
    /// <summary>The names of layers or inputs.</summary>
    public new IReadOnlyList<string> From { get; } = from;
}
