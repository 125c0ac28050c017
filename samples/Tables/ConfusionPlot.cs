using System.Globalization;
using DeepThin.Training;
using ScottPlot;
using SkiaSharp;

namespace Tables;

/// <summary>The picture of a confusion matrix: how many samples of each class are predicted to be of each class.</summary>
internal static class ConfusionPlot
{
    private const int Side = 600;

    private static readonly string[] FontFamilies = ["Open Sans", "DejaVu Sans", "Liberation Sans", "Noto Sans"];

    /// <summary>Whether the machine has a font to write with.</summary>
    public static bool HasFonts => SKFontManager.Default.FontFamilies.Any();

    /// <summary>Saves it as a PNG file. A cell is the darker, the more of the samples of its row it has.</summary>
    public static void Save(string path, ConfusionMatrix confusion)
    {
        int classes = confusion.Classes;
        string? font = FontFamilies.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains);
        double[,] shares = new double[classes, classes];
        using var plot = new Plot();
        for (int known = 0; known < classes; known++)
        {
            for (int predicted = 0; predicted < classes; predicted++)
            {
                int count = confusion[known, predicted];
                shares[known, predicted] = (double)count / Math.Max(1, confusion.Support(known));
            }
        }

        var map = plot.Add.Heatmap(shares);
        map.Colormap = new ScottPlot.Colormaps.CustomInterpolated([Colors.White, Color.FromHex("#1f6fb4")]);
        map.ManualRange = new(0, 1);
        for (int known = 0; known < classes; known++)
        {
            for (int predicted = 0; predicted < classes; predicted++)
            {
                // The first row is at the top.
                var text = plot.Add.Text(confusion[known, predicted].ToString(CultureInfo.InvariantCulture), predicted, classes - 1 - known);
                text.LabelAlignment = Alignment.MiddleCenter;
                text.LabelFontSize = 28;
                if (font != null) text.LabelFontName = font;
                text.LabelFontColor = shares[known, predicted] > 0.5 ? Colors.White : Colors.Black;
            }
        }

        double[] places = [.. Enumerable.Range(0, classes).Select(i => (double)i)];
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(places, [.. confusion.ClassNames]);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(places, [.. confusion.ClassNames.Reverse()]);
        plot.XLabel("predicted");
        plot.YLabel("true");
        plot.HideGrid();
        plot.Axes.Margins(0, 0);
        if (font != null) plot.Font.Set(font);
        plot.SavePng(path, Side, Side);
    }
}
