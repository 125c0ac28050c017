using System;
using System.Collections.Generic;
using DeepThin.Planning;

namespace DeepThin;

/// <summary>A parameter tensor of a model: its name in a weights file, its shape, and its place in the parameter block.</summary>
/// <remarks>No record, for the reason of <see cref="LayerInfo"/>.</remarks>
/// <param name="name">The name in a weights file, such as <c>layers.0.xf</c>.</param>
/// <param name="rows">The number of rows; for a vector, its length.</param>
/// <param name="columns">The number of columns; 0 for a vector.</param>
/// <param name="offset">Where the tensor begins in the parameter block, in floats; a multiple of 16 (64 bytes).</param>
public sealed class TensorInfo(string name, int rows, int columns, int offset)
{
    /// <summary>A tensor that is as another one in all that is not set.</summary>
    internal TensorInfo(TensorInfo other, string? name = null, int? offset = null)
        : this(name ?? other.Name, other.Rows, other.Columns, offset ?? other.Offset) =>
        (Role, Initial, NonZeros, Type, Order, Group, Dimensions) = (other.Role, other.Initial, other.NonZeros, other.Type, other.Order, other.Group, other.Dimensions);

    /// <summary>The name in a weights file, such as <c>layers.0.xf</c>.</summary>
    public string Name => name;

    /// <summary>What the tensor is to its layer.</summary>
    public TensorRole Role { get; init; }

    /// <summary>The values that it begins with in a new model.</summary>
    public Initial Initial { get; init; }

    /// <summary>The number of rows; for a vector, its length.</summary>
    public int Rows => rows;

    /// <summary>The number of columns; 0 for a vector.</summary>
    public int Columns => columns;

    /// <summary>
    /// The dimensions in a weights file, where the tensor has more than two there, such as outputs, channels, height and width of the weights of a convolution: its
    /// columns are all but the first; null otherwise.
    /// </summary>
    public IReadOnlyList<int>? Dimensions { get; init; }

    /// <summary>Where the tensor begins in the parameter block, in floats; a multiple of 16 (64 bytes).</summary>
    public int Offset => offset;

    /// <summary>The most values of a pruned tensor that are not zero: what a weights file has of it. 0 for a tensor that is stored whole.</summary>
    public int NonZeros { get; init; }

    /// <summary>How the values are held in the parameter block.</summary>
    public WeightType Type { get; init; }

    /// <summary>The order in which they are held there; null where it is that of the file.</summary>
    public PackedOrder? Order { get; init; }

    /// <summary>The values of a row that share a scale, where they have 8 bits; 0 for a whole row. Packed ones share it with those of their column of W.</summary>
    public int Group { get; init; }

    /// <summary>The number of values.</summary>
    public int Length => Columns == 0 ? Rows : Rows * Columns;

    /// <summary>The values that are held, those of padding included.</summary>
    internal long HeldLength => Order?.Length ?? (long)Rows * Math.Max(1, Columns);

    /// <summary>The number of scales.</summary>
    internal int Scales => Type != WeightType.Int8 ? 0 : Order?.Slots ?? (Group == 0 ? Rows : StoredTensor.ScalesOf(Rows, Columns));

    /// <summary>Where the scales begin in the parameter block.</summary>
    internal int ScalesOffset => (int)(Offset + FloatsOfValues);

    /// <summary>The floats that the tensor takes in the parameter block, scales and padding included.</summary>
    internal long BlockLength => FloatsOfValues + StoredTensor.FloatsOf(sizeof(float) * (long)Scales);

    /// <summary>The bytes of values and scales as they are held, without padding between tensors.</summary>
    internal long HeldBytes => HeldLength * StoredTensor.BytesOf(Type) + sizeof(float) * Scales;

    /// <summary>Whether the tensor has one dimension.</summary>
    public bool IsVector => Columns == 0;

    /// <summary>The shape as it stands in messages and files: <c>[m, r]</c>, or <c>[R]</c> for a vector.</summary>
    public string Shape => FoundTensor.ShapeText(ShapeOfFile);

    /// <summary>The dimensions in a weights file.</summary>
    internal long[] ShapeOfFile
    {
        get
        {
            if (Dimensions == null) return IsVector ? [Rows] : [Rows, Columns];
            long[] shape = new long[Dimensions.Count];
            for (int i = 0; i < shape.Length; i++) shape[i] = Dimensions[i];
            return shape;
        }
    }

    private long FloatsOfValues => StoredTensor.FloatsOf(HeldLength * StoredTensor.BytesOf(Type));
}
