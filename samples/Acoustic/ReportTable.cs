using System.Globalization;
using Spectre.Console;

namespace Acoustic;

/// <summary>The report as a table, each figure beside that of the same network uncompressed.</summary>
internal static class ReportTable
{
    /// <summary>Lays out a report.</summary>
    public static Table Create(Report report)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("").NoWrap());
        table.AddColumn(new TableColumn("compressed").NoWrap().RightAligned());
        table.AddColumn(new TableColumn("uncompressed").NoWrap().RightAligned());
        table.AddColumn(new TableColumn("").NoWrap());
        table.AddRow("parameters", Count(report.Parameters), Count(report.DenseParameters), Times(report.DenseParameters, report.Parameters, "fewer"));
        table.AddRow("bytes of weights", Count(report.WeightBytes), Count(report.DenseWeightBytes), Times(report.DenseWeightBytes, report.WeightBytes, "fewer"));
        table.AddRow("frame error", Percent(report.FrameError), Percent(report.DenseFrameError), Points(report.FrameError - report.DenseFrameError));
        table.AddRow(
            "µs per frame",
            Number(report.MicrosecondsPerFrame, "0.00"),
            Number(report.DenseMicrosecondsPerFrame, "0.00"),
            Times(report.DenseMicrosecondsPerFrame, report.MicrosecondsPerFrame, "faster"));
        table.AddRow("bytes allocated per frame", Number(report.AllocatedBytesPerForward, "0.##"), "", "");
        table.AddRow("seconds of training", Number(report.TrainSeconds, "0.0"), Number(report.DenseTrainSeconds, "0.0"), "");
        return table;
    }

    private static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Percent(double? value) => value is { } fraction ? Number(100 * fraction, "0.00") + " %" : "";

    private static string Times(double large, double small, string what) => $"{Number(large / small, "0.0")} times {what}";

    private static string Points(double? difference) => difference is { } value ? Number(100 * value, "+0.00;−0.00") + " points" : "";
}
