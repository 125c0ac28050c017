namespace DeepThin.Planning;

/// <summary>A tensor of a weights file, as its header has it.</summary>
/// <param name="name">The name.</param>
/// <param name="shape">The dimensions.</param>
internal sealed class FoundTensor(string name, long[] shape)
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>The dimensions.</summary>
    public long[] Shape => shape;

    /// <summary>The number of values.</summary>
    public long Length
    {
        get
        {
            long length = 1;
            foreach (long dimension in shape) length = unchecked(length * dimension);
            return length;
        }
    }

    /// <summary>A shape as it stands in messages: <c>[35, 1]</c>. Needs no culture: see <c>Cultures</c>.</summary>
    public static string ShapeText(long[] shape)
    {
        string text = "";
        foreach (long dimension in shape) text += text.Length == 0 ? $"{dimension}" : $", {dimension}";
        return $"[{text}]";
    }

    /// <summary>The tensor in a message: <c>fc1.weight [10, 784]</c>.</summary>
    public override string ToString() => $"{name} {ShapeText(shape)}";
}
