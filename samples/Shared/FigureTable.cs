using System.Text;
using Spectre.Console;

namespace DeepThin.Samples;

/// <summary>A table of figures, each beside that of the same network uncompressed.</summary>
internal sealed class FigureTable
{
    private static readonly string[] Header = ["", "compressed", "uncompressed", ""];

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="name">What is told.</param>
    /// <param name="compressed">The figure of the network.</param>
    /// <param name="uncompressed">That of the same network uncompressed.</param>
    /// <param name="remark">How they compare.</param>
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
    public void AddTimes(TrainingReport report, string sample, double microseconds, double denseMicroseconds)
    {
        Add($"µs per {sample}", Figures.Number(microseconds, "0.00"), Figures.Number(denseMicroseconds, "0.00"), Figures.Times(denseMicroseconds, microseconds, "faster"));
        Add($"bytes allocated per {sample}", Figures.Number(report.AllocatedBytesPerForward, "0.##"));
        Add("seconds of training", Figures.Number(report.TrainSeconds, "0.0"), Figures.Number(report.DenseTrainSeconds, "0.0"));
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

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |\n";
}
