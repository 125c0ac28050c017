using System.Text;

namespace DeepThin;

/// <summary>Rows of cells as lines of text, the columns two spaces apart.</summary>
internal static class TextTable
{
    /// <summary>The lines.</summary>
    /// <param name="rows">The rows, of as many cells each.</param>
    /// <param name="isText">Whether a column is text, which stands on the left; numbers stand on the right.</param>
    public static string Of(IReadOnlyList<string[]> rows, Func<int, bool> isText)
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
