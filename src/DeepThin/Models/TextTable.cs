using System.Text;

namespace DeepThin;

/// <summary>A table in text: columns of equal width, two spaces between them.</summary>
internal static class TextTable
{
    /// <summary>Writes a table, a line a row.</summary>
    /// <param name="rows">The cells; all rows have equally many.</param>
    /// <param name="isText">Whether a column holds text, which begins at the left; numbers end at the right.</param>
    public static string Write(string[][] rows, Func<int, bool> isText)
    {
        int[] widths = new int[rows[0].Length];
        foreach (string[] row in rows)
        {
            for (int column = 0; column < widths.Length; column++) widths[column] = Math.Max(widths[column], row[column].Length);
        }

        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            string[] cells = new string[widths.Length];
            for (int column = 0; column < widths.Length; column++)
            {
                cells[column] = isText(column) ? row[column].PadRight(widths[column]) : row[column].PadLeft(widths[column]);
            }

            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
