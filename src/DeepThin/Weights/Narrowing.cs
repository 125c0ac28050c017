using DeepThin.Runtime;

namespace DeepThin;

/// <summary>What fewer bits than single precision can hold: the one check before values are rounded, for a file or for memory.</summary>
internal static class Narrowing
{
    /// <summary>Checks that the values of a model stay finite when they are stored.</summary>
    /// <param name="info">The model.</param>
    /// <param name="parameters">Its parameter block.</param>
    /// <param name="type">How values are stored.</param>
    /// <exception cref="InvalidOperationException">A value is not finite, or too large for its type.</exception>
    public static void Check(ModelInfo info, AlignedBuffer parameters, WeightType type)
    {
        foreach (var (_, tensor, stored, dtype) in StoredModel.Of(info, type))
        {
            if (stored.HasValues && dtype != "F32" && Fault(tensor, HeldValues.Read(tensor, parameters), dtype) is { } fault) throw new InvalidOperationException(fault);
        }
    }

    /// <summary>Checks that the values of a tensor stay finite when they are rounded.</summary>
    /// <param name="tensor">Where the values belong.</param>
    /// <param name="values">The values, as a file has them.</param>
    /// <param name="dtype">The type that they are rounded to, as the format names it.</param>
    /// <returns>What is wrong with a value that is not finite or too large for the type; null where all are right.</returns>
    public static string? Fault(TensorInfo tensor, ReadOnlySpan<float> values, string dtype)
    {
        float largest = LargestOf(dtype);
        for (int i = 0; i < values.Length; i++)
        {
            // Not by comparison alone, so that NaN is none.
            if (!(Math.Abs(values[i]) <= largest)) return Message(tensor, values[i], i, dtype);
        }

        return null;
    }

    // What is rounded down: half a step above the largest value of 16 bits infinity begins, and the scale of the largest number, times 127, is more than that.
    private static float LargestOf(string dtype) => dtype switch
    {
        "F16" => MathF.BitDecrement(65520),
        "BF16" => BitConverter.UInt32BitsToSingle(0x7F7F7FFF),
        _ => MathF.BitDecrement(float.MaxValue),
    };

    private static string Message(TensorInfo tensor, float value, int index, string dtype)
    {
        string place = tensor.Columns == 0 ? $"at {index}" : $"in row {index / tensor.Columns}, column {index % tensor.Columns}";
        string found = $"{tensor.Name} has the value {Cultures.Text(value)} {place}";
        return !float.IsFinite(value) ? $"{found}, and {NameOf(dtype)} holds finite values only."
            : dtype == "F16" ? $"{found}, and the largest of Float16 is 65504; BFloat16 and Float32 hold it."
            : $"{found}, which is too large for {NameOf(dtype)}; Float32 holds it.";
    }

    private static string NameOf(string dtype) => dtype switch
    {
        "F16" => "Float16",
        "BF16" => "BFloat16",
        _ => "Int8",
    };
}
