using System;
using System.Globalization;

namespace DeepThin.Planning;

/// <summary>Numbers as they stand in messages, comments and source: the invariant culture's.</summary>
internal static class Numbers
{
    private const double Thousand = 1e3;
    private const double Million = 1e6;

    /// <summary>A whole number.</summary>
    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number of any size.</summary>
    public static string Text(decimal value) => value.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>A number with all its digits.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A whole number, grouped in thousands: <c>12,288</c>.</summary>
    public static string Grouped(double number) => Math.Round(number).ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A share in per cent: <c>3.05 %</c>.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>A count in short: <c>640</c>, <c>6.4 k</c>, <c>64 k</c>, <c>6 400 k</c> or <c>64 M</c>.</summary>
    public static string Short(double count) => count switch
    {
        < Thousand => Spaced(count, "0"),
        < 10 * Thousand => Spaced(count / Thousand, "0.0") + " k",
        < 10 * Million => Spaced(count / Thousand, "#,0") + " k",
        _ => Spaced(count / Million, "#,0") + " M",
    };

    /// <summary>A number grouped in thousands by spaces.</summary>
    public static string Spaced(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture).Replace(',', ' ');
}
