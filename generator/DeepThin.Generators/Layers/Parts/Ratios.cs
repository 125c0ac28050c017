using System;
using System.Globalization;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Ratios as messages propose them.</summary>
internal static class Ratios
{
    private const int SignificantDigits = 4;

    // A ratio is a fraction of less than 2^31, so this many places tell any of them from 1.
    private const int MostPlaces = 13;

    /// <summary>
    /// A short number at or just above a value in (0, 1) that works when it is typed back: four significant digits, and more only where
    /// those would make 1 of it.
    /// </summary>
    public static string RoundUp(double value, Func<double, bool> works)
    {
        for (int places = SignificantDigits - 1 - (int)Math.Floor(Math.Log10(value)); ; places++)
        {
            decimal unit = new(1, 0, 0, false, (byte)places);
            decimal rounded = Math.Ceiling((decimal)value / unit) * unit;
            while (rounded < 1 && !works((double)rounded)) rounded += unit;
            if (rounded < 1 || places >= MostPlaces) return rounded.ToString("0.#############", CultureInfo.InvariantCulture);
        }
    }
}
