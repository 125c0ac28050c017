using System.Text;

namespace DeepThin.Benchmarks;

/// <summary>Tables that read well as they are, and as Markdown.</summary>
internal static class MarkdownTable
{
    /// <summary>A table, a line a row; columns of numbers stand to the right.</summary>
    public static string Of(string[] header, string[][] rows)
    {
        string[][] all = [header, .. rows];
        int[] widths = [.. header.Select((_, column) => all.Max(row => row[column].Length))];
        bool[] numbers = [.. header.Select((_, column) => rows.All(row => row[column].Length == 0 || char.IsDigit(row[column][0])) && column > 0)];
        var text = new StringBuilder();
        AppendRow(text, header, widths, numbers);
        AppendRow(text, [.. widths.Select((width, column) => numbers[column] ? new string('-', width - 1) + ":" : new string('-', width))], widths, numbers);
        foreach (var row in rows) AppendRow(text, row, widths, numbers);
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string[] row, int[] widths, bool[] numbers)
    {
        var padded = row.Select((value, column) => numbers[column] ? value.PadLeft(widths[column]) : value.PadRight(widths[column]));
        text.Append("| ").AppendJoin(" | ", padded).Append(" |\n");
    }
}
