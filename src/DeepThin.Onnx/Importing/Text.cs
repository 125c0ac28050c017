using System.Globalization;

namespace DeepThin.Onnx.Importing;

/// <summary>Numbers as C# has them, whatever the culture.</summary>
internal static class Text
{
    /// <summary>A whole number.</summary>
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A real number, as short as it comes back the same in single precision.</summary>
    public static string Of(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture) is var text && double.Parse(text, CultureInfo.InvariantCulture) == 0 && value != 0
        ? value.ToString("R", CultureInfo.InvariantCulture)
        : text;
}
