using DeepThin.Planning;

namespace DeepThin;

/// <summary>Values of 8 bits with a scale for each group: symmetric, rounded to the nearest.</summary>
internal static class Int8Values
{
    private const int Largest = 127;

    /// <summary>Rounds values to 8 bits: value = scale·q.</summary>
    /// <param name="values">The values, row-major, which <see cref="Narrowing"/> has checked.</param>
    /// <param name="columns">The length of a row; 0 for a vector.</param>
    /// <param name="rounded">Receives q.</param>
    /// <param name="scales">Receives the scales, one for each group.</param>
    /// <param name="group">The most values of a group.</param>
    public static void Round(ReadOnlySpan<float> values, int columns, Span<sbyte> rounded, Span<float> scales, int group = StoredTensor.Group)
    {
        int start = 0;
        foreach (ref float scale in scales)
        {
            int end = start + LengthOf(start, values.Length, columns, group);
            scale = ScaleOf(values[start..end]);
            for (; start < end; start++) rounded[start] = Round(values[start], scale);
        }
    }

    /// <summary>The scale of a group: its largest value is 127 or −127.</summary>
    /// <param name="values">The values.</param>
    public static float ScaleOf(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest / Largest;
    }

    /// <summary>q of a value, the nearest.</summary>
    /// <param name="value">The value.</param>
    /// <param name="scale">The scale of its group.</param>
    public static sbyte Round(float value, float scale) => scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(value / scale), -Largest, Largest);

    /// <summary>The values that <see cref="Round(ReadOnlySpan{float}, int, Span{sbyte}, Span{float}, int)"/> rounded.</summary>
    /// <param name="rounded">q.</param>
    /// <param name="scales">The scales.</param>
    /// <param name="columns">The length of a row; 0 for a vector.</param>
    /// <param name="values">Receives scale·q.</param>
    /// <param name="group">The most values of a group.</param>
    public static void Widen(ReadOnlySpan<sbyte> rounded, ReadOnlySpan<float> scales, int columns, Span<float> values, int group = StoredTensor.Group)
    {
        int start = 0;
        foreach (float scale in scales)
        {
            int end = start + LengthOf(start, values.Length, columns, group);
            for (; start < end; start++) values[start] = scale * rounded[start];
        }
    }

    // A group ends with its row, where rows are long enough to have groups of their own.
    private static int LengthOf(int start, int length, int columns, int group)
    {
        int end = columns < group ? length : (start / columns + 1) * columns;
        return Math.Min(group, end - start);
    }
}
