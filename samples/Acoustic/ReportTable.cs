using DeepThin.Samples;

namespace Acoustic;

/// <summary>The report as a table.</summary>
internal static class ReportTable
{
    /// <summary>Lays out a report.</summary>
    public static FigureTable Create(Report report)
    {
        var table = new FigureTable();
        table.AddSizes(report);
        table.Add("frame error", Figures.Percent(report.FrameError), Figures.Percent(report.DenseFrameError), Figures.Points(report.FrameError - report.DenseFrameError));
        table.AddTimes(report, "frame", report.MicrosecondsPerFrame, report.DenseMicrosecondsPerFrame);
        return table;
    }
}
