using System;
using System.Collections.Generic;

namespace DeepThin.Planning;

/// <summary>A tensor as a weights file has it: mostly one of the parameter block as it stands there, otherwise a part of what stands for one.</summary>
/// <param name="name">The name in the file.</param>
/// <param name="dimensions">The dimensions, one or more.</param>
/// <param name="types">The types it may have, as the format names them, the first of which is written.</param>
internal sealed class StoredTensor(string name, long[] dimensions, string[] types)
{
    /// <summary>The most values that share a scale.</summary>
    public const int Group = 64;

    /// <summary>The type of values of 8 bits, which have scales.</summary>
    public const string Int8 = "I8";

    /// <summary>What the names of a tensor's parts end with.</summary>
    public const string ValuesPart = ".values", ScalesPart = ".scales", ColumnsPart = ".col_indices", StartsPart = ".crow_indices";

    // What the names in a packed file begin with.
    private const string PackedPrefix = "packed.";

    private const int MostIndex = 1 << 16;

    private static readonly string[] Numbers = ["F32", "F16", "BF16", Int8], Single = ["F32"];

    // Of the indices that are read the narrow ones are ours, and the signed ones PyTorch's.
    private static readonly string[] Words = ["U16", "U32", "I32", "I64"], DoubleWords = ["U32", "U16", "I32", "I64"];

    /// <summary>The name in the file.</summary>
    public string Name => name;

    /// <summary>The dimensions in the file.</summary>
    public long[] Dimensions => dimensions;

    /// <summary>The type that is written unless another one is asked for.</summary>
    public string FirstType => types[0];

    /// <summary>Whether it has trained values, which may be stored in several types.</summary>
    public bool HasValues => types == Numbers;

    /// <summary>Whether it is of a packed file.</summary>
    public bool IsPacked => name.StartsWith(PackedPrefix, StringComparison.Ordinal);

    /// <summary>The shape as it stands in messages and files: <c>[m, r]</c>, or <c>[R]</c> for a vector.</summary>
    public string Shape => FoundTensor.ShapeText(dimensions);

    /// <summary>The number of values.</summary>
    public long Length => FoundTensor.LengthOf(dimensions);

    /// <summary>The types in words: <c>F32, F16, BF16 or I8</c>.</summary>
    public string TypesInWords => types.Length == 1 ? types[0] : string.Join(", ", types, 0, types.Length - 1) + " or " + types[types.Length - 1];

    /// <summary>Whether a type is one of those it may have.</summary>
    public bool Takes(string dtype) => Array.IndexOf(types, dtype) >= 0;

    /// <summary>
    /// What a file has of a tensor: its values, as they are or, of a pruned one, the kept ones with their columns and where each row begins
    /// (compressed sparse rows, with PyTorch's names); and the scales of values of 8 bits.
    /// </summary>
    /// <param name="tensor">The tensor of the parameter block.</param>
    /// <param name="isInt8">Whether the values of a name have 8 bits.</param>
    public static IEnumerable<StoredTensor> Of(TensorInfo tensor, Func<string, bool> isInt8)
    {
        int kept = tensor.NonZeros;
        var values = kept == 0 ? new StoredTensor(tensor.Name, tensor.ShapeOfFile, Numbers) : new(tensor.Name + ValuesPart, [kept], Numbers);
        yield return values;
        if (isInt8(values.Name)) yield return new(values.Name + ScalesPart, [kept == 0 ? ScalesOf(tensor.Rows, tensor.Columns) : ScalesOf(kept, 0)], Single);
        if (kept == 0) yield break;
        yield return new(tensor.Name + ColumnsPart, [kept], tensor.Columns <= MostIndex ? Words : DoubleWords);
        yield return new(tensor.Name + StartsPart, [tensor.Rows + 1], DoubleWords);
    }

    /// <summary>What a packed file has of a tensor of the parameter block: its values and its scales, each in full vectors.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="type">How its values are held.</param>
    /// <param name="values">The values that are held.</param>
    /// <param name="scales">The number of scales.</param>
    public static IEnumerable<StoredTensor> OfPacked(string name, WeightType type, long values, long scales)
    {
        yield return Flat(name, DTypeOf(type), FloatsOf(values * BytesOf(type)) * sizeof(float) / BytesOf(type));
        if (scales > 0) yield return Flat(name + ScalesPart, Single[0], FloatsOf(sizeof(float) * scales));
    }

    /// <summary>What a packed file has behind the parameter block: what the kernels prepare, and a vector of zeros, so that they may read full vectors.</summary>
    /// <param name="prepared">The floats that the kernels prepare.</param>
    public static IEnumerable<StoredTensor> EndOfPacked(long prepared)
    {
        if (prepared > 0) yield return Flat("prepared", Single[0], prepared);
        yield return Flat("padding", Single[0], KernelShape.Lanes);
    }

    /// <summary>A type as the format names it.</summary>
    public static string DTypeOf(WeightType type) => type switch
    {
        WeightType.BFloat16 => "BF16",
        WeightType.Float16 => "F16",
        WeightType.Int8 => Int8,
        _ => "F32",
    };

    /// <summary>The number of scales: rows are cut into groups of 64 values; rows of fewer are taken one after the other as one.</summary>
    public static int ScalesOf(int rows, int columns) => columns < Group
        ? (int)ReLayout.CeilDiv((long)rows * Math.Max(1, columns), Group)
        : rows * (int)ReLayout.CeilDiv(columns, Group);

    /// <summary>The bytes of a value of a type.</summary>
    public static int BytesOf(WeightType type) => type switch
    {
        WeightType.Int8 => 1,
        WeightType.Float32 => sizeof(float),
        _ => sizeof(short),
    };

    /// <summary>The floats that so many bytes take in the parameter block, in full vectors.</summary>
    public static long FloatsOf(long bytes) => ReLayout.CeilDiv(bytes, sizeof(float) * KernelShape.Lanes) * KernelShape.Lanes;

    private static StoredTensor Flat(string name, string dtype, long length) => new(PackedPrefix + name, [length], [dtype]);
}
