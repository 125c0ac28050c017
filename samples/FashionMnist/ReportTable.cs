using System.Globalization;
using System.Text;
using Spectre.Console;

namespace FashionMnist;

/// <summary>The report as a table, each figure beside that of the same network uncompressed.</summary>
internal sealed class ReportTable
{
    private static readonly string[] Header = ["", "compressed", "uncompressed", ""];

    private readonly List<string[]> _rows = [];

    /// <summary>Lays out a report.</summary>
    public ReportTable(Report report)
    {
        Add("parameters", Count(report.Parameters), Count(report.DenseParameters), Times(report.DenseParameters, report.Parameters, "fewer"));
        Add("bytes of weights", Count(report.WeightBytes), Count(report.DenseWeightBytes), Times(report.DenseWeightBytes, report.WeightBytes, "fewer"));
        Add("bytes of weights in 8 bits", Count(report.Int8FileBytes), "", Times(report.DenseWeightBytes, report.Int8FileBytes, "fewer"));
        Add("test accuracy", Percent(report.TestAccuracy), Percent(report.DenseTestAccuracy), Points(report.TestAccuracy - report.DenseTestAccuracy));
        Add("test accuracy in 8 bits", Percent(report.Int8TestAccuracy), "", Points(report.Int8TestAccuracy - report.TestAccuracy));
        Add(
            "µs per image",
            Number(report.MicrosecondsPerImage, "0.00"),
            Number(report.DenseMicrosecondsPerImage, "0.00"),
            Times(report.DenseMicrosecondsPerImage, report.MicrosecondsPerImage, "faster"));
        Add("bytes allocated per image", Number(report.AllocatedBytesPerForward, "0.##"), "", "");
        Add("seconds of training", Number(report.TrainSeconds, "0.0"), Number(report.DenseTrainSeconds, "0.0"), "");
        if (report.Edge != null) AddEdge(report.Edge);
    }

    private void AddEdge(EdgeReport edge)
    {
        Add("edge: test accuracy", Percent(edge.Accuracy), "", "");
        Add("edge: µs per image", Number(edge.MicrosecondsPerImage, "0.00"), "", edge.InstructionSet);
        if (edge.Avx2MicrosecondsPerImage is { } avx2) Add("edge: µs per image", Number(avx2, "0.00"), "", "Avx2");
        Add("edge: bytes of the program", Count(edge.Bytes), "", Empty(edge.EmptyBytes is { } bytes ? Count(bytes) : ""));
        Add("edge: ms, start to end", Number(edge.Start.Milliseconds, "0.0"), "", Empty(Number(edge.EmptyStart?.Milliseconds, "0.0")));
        Add("edge: MB resident at most", Megabytes(edge.Start.PeakBytes), "", Empty(Megabytes(edge.EmptyStart?.PeakBytes)));
        Add("edge: bytes allocated", Count(edge.AllocatedBytes), "", "10 000 predictions");
    }

    /// <summary>The table for the console.</summary>
    public Table ToConsole()
    {
        var table = new Table().Border(TableBorder.Rounded);
        for (int i = 0; i < Header.Length; i++)
        {
            var column = new TableColumn(Header[i]).NoWrap();
            table.AddColumn(i is 1 or 2 ? column.RightAligned() : column);
        }

        foreach (string[] row in _rows) table.AddRow(row);
        return table;
    }

    /// <summary>The table in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(Line(Header)).Append("|---|---:|---:|---|\n");
        foreach (string[] row in _rows) text.Append(Line(row));
        return text.ToString();
    }

    private static string Empty(string figure) => figure.Length == 0 ? "" : $"empty: {figure}";

    private static string Megabytes(long? bytes) => Number(bytes / 1e6, "0.0");

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Percent(double? value) => value is { } fraction ? Number(100 * fraction, "0.00") + " %" : "";

    private static string Times(double large, double small, string what) => $"{Number(large / small, "0.0")} times {what}";

    private static string Points(double? difference) => difference is { } value ? Number(100 * value, "+0.00;−0.00") + " points" : "";

    private void Add(params string[] row) => _rows.Add(row);
}
