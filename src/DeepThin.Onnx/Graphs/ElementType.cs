namespace DeepThin.Onnx.Graphs;

/// <summary>The types of the values of a tensor, with the numbers that the schema gives them.</summary>
internal enum ElementType
{
    Undefined = 0,
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    Text = 8,
    Bool = 9,
    Float16 = 10,
    Double = 11,
    UInt32 = 12,
    UInt64 = 13,
    BFloat16 = 16,
}

/// <summary>What is asked of the type of a tensor.</summary>
internal static class ElementTypes
{
    /// <summary>Whether values of the type have fractions.</summary>
    public static bool IsReal(this ElementType type) => type is ElementType.Float or ElementType.Float16 or ElementType.BFloat16 or ElementType.Double;

    /// <summary>The bytes of a value in a file; 0 where values have no fixed size.</summary>
    public static int Bytes(this ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 1,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.Float or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Double or ElementType.Int64 or ElementType.UInt64 => 8,
        _ => 0,
    };

    /// <summary>The name of the type as the ONNX documentation has it.</summary>
    public static string Text(this ElementType type) => type switch
    {
        ElementType.Text => "string",
        _ when Enum.IsDefined(type) => type.ToString().ToLowerInvariant(),
        _ => $"type {(int)type}",
    };
}
