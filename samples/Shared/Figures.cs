using System.Globalization;

namespace DeepThin.Samples;

/// <summary>Figures as they stand in reports, the same in every culture; nothing where there is none.</summary>
internal static class Figures
{
    /// <summary>Digits in groups of three.</summary>
    public static string Count(double value) => Number(value, "#,0").Replace(',', ' ');

    /// <summary>A number in a format.</summary>
    public static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    /// <summary>A fraction in per cent.</summary>
    public static string Percent(double? fraction) => fraction is { } value ? Number(100 * value, "0.00") + " %" : "";

    /// <summary>The difference of two fractions in points.</summary>
    public static string Points(double? difference) => difference is { } value ? Number(100 * value, "+0.00;−0.00") + " points" : "";

    /// <summary>How many times a figure has another.</summary>
    public static string Times(double large, double small, string what) => $"{Number(large / small, "0.0")} times {what}";
}
