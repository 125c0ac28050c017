using static System.FormattableString;

namespace DeepThin.Training;

/// <summary>What becomes of values that a file does not have.</summary>
public sealed class MissingValues
{
    private readonly string _name;
    private readonly Func<float[], float>? _fill;

    private MissingValues(string name, Func<float[], float>? fill)
    {
        _name = name;
        _fill = fill;
    }

    /// <summary>A line where a value is missing is an error.</summary>
    public static MissingValues Refused { get; } = new("Refused", null);

    /// <summary>The mean of the values that the column has takes their place.</summary>
    public static MissingValues Mean { get; } = new("Mean", known => (float)known.Average(value => (double)value));

    /// <summary>The median of the values that the column has takes their place: the one in the middle, or the mean of the two there.</summary>
    public static MissingValues Median { get; } = new("Median", MedianOf);

    /// <summary>Whether a missing value is an error.</summary>
    internal bool AreRefused => _fill == null;

    /// <summary>The same value everywhere takes their place.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public static MissingValues Constant(float value) => float.IsFinite(value)
        ? new MissingValues(Invariant($"Constant({value})"), _ => value) { NeedsValues = false }
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The value that takes the place of missing ones must be finite.");

    /// <summary>What takes the place of missing values.</summary>
    public override string ToString() => _name;

    /// <summary>Whether a column without any value cannot be filled.</summary>
    internal bool NeedsValues { get; private init; } = true;

    /// <summary>The value that takes the place of those that a column misses.</summary>
    /// <param name="known">The values that it has.</param>
    internal float Fill(float[] known) => _fill!(known);

    private static float MedianOf(float[] known)
    {
        float[] sorted = [.. known.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (float)(((double)sorted[middle - 1] + sorted[middle]) / 2);
    }
}
