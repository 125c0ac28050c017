namespace Sensor.Data;

/// <summary>The level of a window: its last value, from which others are told apart. An electrocardiogram drifts up and down, and a network need not know.</summary>
internal static class Level
{
    /// <summary>How far values are from the level.</summary>
    /// <param name="values">The values.</param>
    /// <param name="level">The level.</param>
    /// <param name="differences">Receives as many differences.</param>
    public static void Subtract(ReadOnlySpan<float> values, float level, Span<float> differences)
    {
        for (int i = 0; i < values.Length; i++) differences[i] = values[i] - level;
    }
}
