using DeepThin.Samples;
using static DeepThin.Samples.Figures;

namespace FashionMnist;

/// <summary>The report as a table.</summary>
internal static class ReportTable
{
    /// <summary>Lays out a report.</summary>
    public static FigureTable Create(Report report)
    {
        var table = new FigureTable();
        table.AddSizes(report);
        table.Add("bytes of weights in 8 bits", Count(report.Int8FileBytes), "", Times(report.DenseWeightBytes, report.Int8FileBytes, "fewer"));
        table.Add("test accuracy", Percent(report.TestAccuracy), Percent(report.DenseTestAccuracy), Points(report.TestAccuracy - report.DenseTestAccuracy));
        table.Add("test accuracy in 8 bits", Percent(report.Int8TestAccuracy), "", Points(report.Int8TestAccuracy - report.TestAccuracy));
        table.AddTimes(report, "image", report.MicrosecondsPerImage, report.DenseMicrosecondsPerImage, report.Trainer == TrainerName.Torch ? "in PyTorch" : "");
        if (report.Edge != null) AddEdge(table, report.Edge);
        return table;
    }

    private static void AddEdge(FigureTable table, EdgeReport edge)
    {
        table.Add("edge: test accuracy", Percent(edge.Accuracy));
        table.Add("edge: µs per image", Number(edge.MicrosecondsPerImage, "0.00"), "", edge.InstructionSet);
        if (edge.Avx2MicrosecondsPerImage is { } avx2) table.Add("edge: µs per image", Number(avx2, "0.00"), "", "Avx2");
        table.Add("edge: bytes of the program", Count(edge.Bytes), "", Empty(edge.EmptyBytes is { } bytes ? Count(bytes) : ""));
        table.Add("edge: ms, start to end", Number(edge.Start.Milliseconds, "0.0"), "", Empty(Number(edge.EmptyStart?.Milliseconds, "0.0")));
        table.Add("edge: MB resident at most", Megabytes(edge.Start.PeakBytes), "", Empty(Megabytes(edge.EmptyStart?.PeakBytes)));
        table.Add("edge: bytes allocated", Count(edge.AllocatedBytes), "", "10 000 predictions");
    }

    private static string Empty(string figure) => figure.Length == 0 ? "" : $"empty: {figure}";

    private static string Megabytes(long? bytes) => Number(bytes / 1e6, "0.0");
}
