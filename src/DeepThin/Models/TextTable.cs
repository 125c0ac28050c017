using System.Text;

namespace DeepThin;

/// <summary>A table in text: columns of equal width, two spaces between them.</summary>
internal static class TextTable
{
    /// <summary>Writes a table, a line a row.</summary>
    /// <param name="rows">The cells; all rows have equally many.</param>
    /// <param name="isText">Whether a column holds text, which begins at the left; numbers end at the right.</param>
    public static string Write(IReadOnlyList<string[]> rows, Func<int, bool> isText)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            var cells = row.Select((cell, column) => isText(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
