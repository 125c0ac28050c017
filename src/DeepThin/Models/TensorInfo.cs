namespace DeepThin;

/// <summary>A parameter tensor of a model: its name in a weights file, its shape, and its place in the parameter block.</summary>
/// <param name="Name">The name in a weights file, such as <c>layers.0.xf</c>.</param>
/// <param name="Rows">The number of rows; for a vector, its length.</param>
/// <param name="Columns">The number of columns; 0 for a vector.</param>
/// <param name="Offset">Where the tensor begins in the parameter block, in floats; a multiple of 16 (64 bytes).</param>
public sealed record TensorInfo(string Name, int Rows, int Columns, int Offset)
{
    /// <summary>The most values of a pruned tensor that are not zero: what a weights file has of it. 0 for a tensor that is stored whole.</summary>
    public int Kept { get; init; }

    /// <summary>The number of values.</summary>
    public int Length => Columns == 0 ? Rows : Rows * Columns;

    /// <summary>Whether the tensor has one dimension.</summary>
    public bool IsVector => Columns == 0;

    /// <summary>The shape as it stands in messages and files: <c>[m, r]</c>, or <c>[R]</c> for a vector.</summary>
    public string Shape => IsVector ? $"[{Rows}]" : $"[{Rows}, {Columns}]";
}
