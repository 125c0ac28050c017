using System;

namespace DeepThin.Planning;

/// <summary>A tensor of a weights file, as its header has it.</summary>
/// <param name="name">The name.</param>
/// <param name="dtype">The type of the values as the format names it, such as <c>F32</c>.</param>
/// <param name="shape">The dimensions.</param>
/// <param name="begin">Where its data begins, in bytes from the end of the header.</param>
/// <param name="end">Where its data ends; not before <paramref name="begin"/>.</param>
internal sealed class FoundTensor(string name, string dtype, long[] shape, long begin, long end) : IEquatable<FoundTensor>
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>The type of the values as the format names it, such as <c>F32</c>.</summary>
    public string DType => dtype;

    /// <summary>The dimensions.</summary>
    public long[] Shape => shape;

    /// <summary>Where its data begins, in bytes from the end of the header.</summary>
    public long Begin => begin;

    /// <summary>Where its data ends; not before <see cref="Begin"/>.</summary>
    public long End => end;

    /// <summary>The number of values.</summary>
    public long Length => LengthOf(shape);

    /// <summary>The type and the shape in a message: <c>F32 [10, 784]</c>.</summary>
    public string TypeAndShape => $"{dtype} {ShapeText(shape)}";

    /// <summary>The number of values of a shape; of one that no file has room for it may be wrong.</summary>
    public static long LengthOf(long[] shape)
    {
        long length = 1;
        foreach (long dimension in shape) length = unchecked(length * dimension);
        return length;
    }

    /// <summary>A shape as it stands in messages: <c>[35, 1]</c>. Needs no culture: see <c>Cultures</c>.</summary>
    public static string ShapeText(long[] shape)
    {
        string text = "";
        foreach (long dimension in shape) text += text.Length == 0 ? $"{dimension}" : $", {dimension}";
        return $"[{text}]";
    }

    /// <summary>Whether it has these dimensions.</summary>
    public bool HasShape(params long[] dimensions) => shape.AsSpan().SequenceEqual(dimensions);

    /// <inheritdoc/>
    public bool Equals(FoundTensor? other) =>
        other != null && other.Name == name && other.DType == dtype && other.Begin == begin && other.End == end && other.Shape.AsSpan().SequenceEqual(shape);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FoundTensor);

    /// <inheritdoc/>
    public override int GetHashCode() => name.GetHashCode();

    /// <summary>The tensor in a message: <c>fc1.weight [10, 784]</c>.</summary>
    public override string ToString() => $"{name} {ShapeText(shape)}";
}
