using System.Globalization;

namespace Comparison.Statistics;

/// <summary>A value and the interval that it lies in with 95 % confidence.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>The three in per cent, such as <c>4.7; 3.3 … 6.0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{100 * Value:0.0}; {100 * Low:0.0} … {100 * High:0.0}");
}
