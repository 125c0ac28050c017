using DeepThin.Planning;

namespace DeepThin;

/// <summary>Values of 8 bits with a scale for each group: symmetric, rounded to the nearest.</summary>
internal static class Int8Values
{
    private const int Largest = 127;

    /// <summary>Rounds values to 8 bits: value = scale·q.</summary>
    /// <param name="values">The values, row-major.</param>
    /// <param name="columns">The length of a row; 0 for a vector.</param>
    /// <param name="rounded">Receives q.</param>
    /// <param name="scales">Receives the scales, <see cref="StoredTensor.ScalesOf"/> of them.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static void Round(ReadOnlySpan<float> values, int columns, Span<sbyte> rounded, Span<float> scales)
    {
        int start = 0;
        for (int group = 0; group < scales.Length; group++)
        {
            int length = LengthOf(start, values.Length, columns);
            float largest = 0;
            foreach (float value in values.Slice(start, length))
            {
                if (!float.IsFinite(value)) throw new ArgumentException($"A value is {value}, and values of 8 bits are finite.", nameof(values));
                largest = Math.Max(largest, Math.Abs(value));
            }

            float scale = largest / Largest;
            scales[group] = scale;
            for (int i = start; i < start + length; i++)
            {
                rounded[i] = scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(values[i] / scale), -Largest, Largest);
            }

            start += length;
        }
    }

    /// <summary>The values that <see cref="Round"/> rounded.</summary>
    /// <param name="rounded">q.</param>
    /// <param name="scales">The scales.</param>
    /// <param name="columns">The length of a row; 0 for a vector.</param>
    /// <param name="values">Receives scale·q.</param>
    public static void Widen(ReadOnlySpan<sbyte> rounded, ReadOnlySpan<float> scales, int columns, Span<float> values)
    {
        int start = 0;
        foreach (float scale in scales)
        {
            int end = start + LengthOf(start, values.Length, columns);
            for (; start < end; start++) values[start] = scale * rounded[start];
        }
    }

    // A group ends with its row, where rows are long enough to have groups of their own.
    private static int LengthOf(int start, int length, int columns)
    {
        int end = columns < StoredTensor.Group ? length : (start / columns + 1) * columns;
        return Math.Min(StoredTensor.Group, end - start);
    }
}
