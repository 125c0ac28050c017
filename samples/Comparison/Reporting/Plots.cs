using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace Comparison.Reporting;

/// <summary>Plots of the test error against what a network costs.</summary>
internal static class Plots
{
    private const int Width = 1100;
    private const int Height = 700;

    private static readonly (double Unit, string Suffix)[] Units = [(1e6, " M"), (1e3, " k"), (1, "")];
    private static readonly string[] FontFamilies = ["Open Sans", "DejaVu Sans", "Liberation Sans", "Noto Sans"];

    /// <summary>Whether the machine has a font to write with.</summary>
    public static bool HasFonts => SKFontManager.Default.FontFamilies.Any();

    /// <summary>Saves a plot as a PNG file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">Its title.</param>
    /// <param name="cost">What a network costs, in words.</param>
    /// <param name="tables">The errors.</param>
    /// <param name="costOf">What a variant costs.</param>
    public static void Save(string path, string title, string cost, Tables tables, Func<Variant, double> costOf)
    {
        using var plot = New(title, cost);
        var colours = new ScottPlot.Palettes.Category10();
        int index = 0;
        foreach (var method in tables.Methods)
        {
            var variants = tables.VariantsOf(method).ToList();
            var line = plot.Add.Scatter(
                variants.Select(variant => Math.Log10(costOf(variant))).ToArray(), variants.Select(variant => 100 * tables.Error(variant)).ToArray(), colours.GetColor(index++));
            line.LegendText = method.Label;
            line.LineWidth = method.Method == Method.DeepThin ? 3 : 1.5f;
            line.LinePattern = method.Rank == 2 ? LinePattern.Dashed : LinePattern.Solid;
            line.MarkerSize = 8;
        }

        Save(plot, path);
    }

    /// <summary>Saves a plot of errors by time as a PNG file, with the front: the networks that none is both faster and better than.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">Its title.</param>
    /// <param name="lines">The methods, each with its networks by time.</param>
    public static void SaveFront(string path, string title, IReadOnlyList<(string Name, bool IsDeepThin, bool IsNarrow, (double Microseconds, double Error)[] Points)> lines)
    {
        using var plot = New(title, "µs for one prediction, one thread");
        var colours = new ScottPlot.Palettes.Category10();
        int index = 0;
        foreach (var (name, isDeepThin, isNarrow, points) in lines)
        {
            var line = plot.Add.Scatter(Logarithms(points), Percents(points), colours.GetColor(index++ / 2));
            line.LegendText = name;
            line.LineWidth = isDeepThin ? 3 : 1.5f;
            line.LinePattern = isNarrow ? LinePattern.Dashed : LinePattern.Solid;
            line.MarkerSize = 8;
        }

        double best = double.PositiveInfinity;
        var front = lines.SelectMany(line => line.Points).OrderBy(point => point.Microseconds).Where(point => point.Error < best && (best = point.Error) >= 0).ToArray();
        var shown = plot.Add.Scatter(Logarithms(front), Percents(front), Colors.Gray.WithAlpha(0.35));
        shown.LegendText = "front";
        shown.LineWidth = 9;
        shown.MarkerSize = 0;
        Save(plot, path);

        static double[] Logarithms((double Microseconds, double Error)[] points) => [.. points.Select(point => Math.Log10(point.Microseconds))];
        static double[] Percents((double Microseconds, double Error)[] points) => [.. points.Select(point => 100 * point.Error)];
    }

    private static Plot New(string title, string cost)
    {
        var plot = new Plot();
        plot.Title(title);
        plot.XLabel(cost);
        plot.YLabel("test error in %");
        return plot;
    }

    private static void Save(Plot plot, string path)
    {
        plot.Axes.Bottom.TickGenerator = Ticks();
        plot.ShowLegend(Alignment.UpperRight);
        if (FontFamilies.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) is { } font) plot.Font.Set(font);
        plot.SavePng(path, Width, Height);
    }

    // 1, 2 and 5 times each power of ten, on an axis of logarithms.
    private static ScottPlot.TickGenerators.NumericManual Ticks()
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        for (int power = -2; power < 9; power++)
        {
            foreach (int digit in (int[])[1, 2, 5])
            {
                double value = digit * Math.Pow(10, power);
                var (unit, suffix) = Units.FirstOrDefault(unit => value >= unit.Unit, (1, ""));
                ticks.AddMajor(Math.Log10(value), (value / unit).ToString("0.##", CultureInfo.InvariantCulture) + suffix);
            }
        }

        return ticks;
    }
}
