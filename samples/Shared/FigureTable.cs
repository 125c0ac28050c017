using System.Text;
using Spectre.Console;

namespace DeepThin.Samples;

/// <summary>A table of figures, each beside that of the same network uncompressed.</summary>
/// <param name="third">What the last column has figures of; empty for remarks.</param>
internal sealed class FigureTable(string third = "")
{
    private readonly string[] _header = ["", "compressed", "uncompressed", third];

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="name">What is told.</param>
    /// <param name="compressed">The figure of the network.</param>
    /// <param name="uncompressed">That of the same network uncompressed.</param>
    /// <param name="remark">How they compare, or the figure of a third model.</param>
    public void Add(string name, string compressed, string uncompressed = "", string remark = "") => _rows.Add([name, compressed, uncompressed, remark]);

    /// <summary>Adds the sizes of both networks.</summary>
    public void AddSizes(TrainingReport report)
    {
        Add("parameters", Figures.Count(report.Parameters), Figures.Count(report.DenseParameters), Figures.Times(report.DenseParameters, report.Parameters, "fewer"));
        Add("bytes of weights", Figures.Count(report.WeightBytes), Figures.Count(report.DenseWeightBytes), Figures.Times(report.DenseWeightBytes, report.WeightBytes, "fewer"));
    }

    /// <summary>Adds how long predictions and trainings take.</summary>
    /// <param name="report">The report.</param>
    /// <param name="sample">What a sample is.</param>
    /// <param name="microseconds">The time of a prediction.</param>
    /// <param name="denseMicroseconds">That of the same network uncompressed.</param>
    /// <param name="trainer">What trained, where it needs saying.</param>
    public void AddTimes(TrainingReport report, string sample, double microseconds, double denseMicroseconds, string trainer = "")
    {
        Add($"µs per {sample}", Figures.Number(microseconds, "0.00"), Figures.Number(denseMicroseconds, "0.00"), Figures.Times(denseMicroseconds, microseconds, "faster"));
        Add($"bytes allocated per {sample}", Figures.Number(report.AllocatedBytesPerForward, "0.##"));
        Add("seconds of training", Figures.Number(report.TrainSeconds, "0.0"), Figures.Number(report.DenseTrainSeconds, "0.0"), trainer);
    }

    /// <summary>The table for the console.</summary>
    public Table ToConsole()
    {
        var table = new Table().Border(TableBorder.Rounded);
        for (int i = 0; i < _header.Length; i++)
        {
            var column = new TableColumn(_header[i]).NoWrap();
            table.AddColumn(i is 1 or 2 || (i == 3 && third.Length > 0) ? column.RightAligned() : column);
        }

        foreach (string[] row in _rows) table.AddRow(row);
        return table;
    }

    /// <summary>The table in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(Line(_header)).Append($"|---|---:|---:|---{(third.Length > 0 ? ":" : "")}|\n");
        foreach (string[] row in _rows) text.Append(Line(row));
        return text.ToString();
    }

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |\n";
}
