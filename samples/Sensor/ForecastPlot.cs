using DeepThin;
using ScottPlot;
using Sensor.Data;
using SkiaSharp;

namespace Sensor;

/// <summary>The picture of some seconds of the record and the forecasts of it.</summary>
internal static class ForecastPlot
{
    private const int Width = 1200, Height = 500, Seconds = 4;

    private static readonly string[] FontFamilies = ["Open Sans", "DejaVu Sans", "Liberation Sans", "Noto Sans"];
    private static readonly Color Measured = Color.FromHex("#808080"), Expected = Color.FromHex("#d0431f");

    /// <summary>Whether the machine has a font to write with.</summary>
    public static bool HasFonts => SKFontManager.Default.FontFamilies.Any();

    /// <summary>Saves it as a PNG file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="values">What is measured, some seconds at least; the first window gets no forecast.</param>
    public static void Save(string path, EcgForecaster model, ReadOnlySpan<float> values)
    {
        using var plot = new Plot();
        int first = EcgForecaster.InputLength, horizon = EcgForecaster.OutputLength, end = Math.Min(values.Length, first + Seconds * EcgRecord.Rate);
        var measured = plot.Add.Scatter(Times(first, end), values[first..end].ToArray(), Measured);
        measured.LegendText = "measured";
        measured.LineWidth = 2;
        measured.MarkerSize = 0;
        float[] forecast = new float[horizon];
        for (int start = first; start + horizon <= end; start += horizon)
        {
            Forecast.Of(model, values[(start - first)..start], forecast);
            var line = plot.Add.Scatter(Times(start, start + horizon), forecast.ToArray(), Expected);
            line.LineWidth = 2;
            line.MarkerSize = 0;
            if (start == first) line.LegendText = "forecast 50 ms at a time";
        }

        plot.XLabel("s of the test");
        plot.YLabel("mV");
        plot.ShowLegend(Alignment.UpperRight);
        if (FontFamilies.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) is { } font) plot.Font.Set(font);
        plot.SavePng(path, Width, Height);
    }

    private static double[] Times(int first, int end) => [.. Enumerable.Range(first, end - first).Select(value => (double)value / EcgRecord.Rate)];
}
