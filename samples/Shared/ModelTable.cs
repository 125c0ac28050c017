using System.Text;
using Spectre.Console;

namespace DeepThin.Samples;

/// <summary>A table of models, a line for each.</summary>
/// <param name="columns">What is told of a model.</param>
internal sealed class ModelTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a model.</summary>
    /// <param name="cells">Its name and its figures.</param>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>The table for the console.</summary>
    public Table ToConsole()
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("").NoWrap());
        foreach (string column in columns) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (string[] row in _rows) table.AddRow(row);
        return table;
    }

    /// <summary>The table in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(Line(["", .. columns])).Append('|').Append("---|").Insert(text.Length, "---:|", columns.Length).Append('\n');
        foreach (string[] row in _rows) text.Append(Line(row));
        return text.ToString();
    }

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |\n";
}
