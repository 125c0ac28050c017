using DeepThin.Training;
using ScottPlot;
using SkiaSharp;

namespace FashionMnist;

/// <summary>The plot of how the trainings went.</summary>
internal static class LearningCurve
{
    private const int Width = 1000;
    private const int Height = 600;

    private static readonly string[] FontFamilies = ["Open Sans", "DejaVu Sans", "Liberation Sans", "Noto Sans"];
    private static readonly Color Compressed = Color.FromHex("#1f6fb4");
    private static readonly Color Uncompressed = Color.FromHex("#e07b1f");

    /// <summary>Whether the machine has a font to write with.</summary>
    public static bool HasFonts => SKFontManager.Default.FontFamilies.Any();

    /// <summary>Saves the losses of each epoch as a PNG file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network.</param>
    /// <param name="compressed">The training of the compressed network.</param>
    /// <param name="dense">That of the same network uncompressed; null if there was none.</param>
    public static void Save(string path, Network network, TrainingResult compressed, TrainingResult? dense)
    {
        using var plot = new Plot();
        plot.Title($"Fashion-MNIST, {network.Layers}");
        plot.XLabel("epoch");
        plot.YLabel("mean cross-entropy (nats)");
        Add(plot, compressed, network.Kept, Compressed);
        if (dense != null) Add(plot, dense, "uncompressed", Uncompressed);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(0.8, compressed.History.Count + 0.2);
        plot.Axes.SetLimitsY(0, plot.Axes.GetLimits().Top);
        plot.ShowLegend(Alignment.UpperRight);
        plot.Legend.SymbolWidth = 44;
        if (FontFamilies.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) is { } font) plot.Font.Set(font);
        plot.SavePng(path, Width, Height);
    }

    private static void Add(Plot plot, TrainingResult result, string name, Color colour)
    {
        double[] epochs = [.. result.History.Select(epoch => (double)epoch.Epoch)];
        var training = plot.Add.Scatter(epochs, result.History.Select(epoch => epoch.TrainingLoss).ToArray(), colour);
        training.LegendText = $"{name}: training";
        training.LinePattern = LinePattern.Dashed;
        training.LineWidth = 2;
        training.MarkerSize = 6;
        var validation = plot.Add.Scatter(epochs, result.History.Select(epoch => epoch.ValidationLoss ?? double.NaN).ToArray(), colour);
        validation.LegendText = $"{name}: validation";
        validation.LineWidth = 3;
        validation.MarkerSize = 9;
    }
}
