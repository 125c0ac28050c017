namespace Comparison.Statistics;

/// <summary>A value and the interval that it lies in with 95 % confidence.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct Interval(double Value, double Low, double High);
