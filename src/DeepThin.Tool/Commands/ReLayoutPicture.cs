using System.Globalization;
using System.Text;
using DeepThin.Planning;

namespace DeepThin.Tool.Commands;

/// <summary>Draws where the rows of W_aux land in W, from the index map itself.</summary>
internal static class ReLayoutPicture
{
    private const int Cell = 14, Gap = 60, Margin = 20, Heading = 44;

    // A larger W is drawn at so many places along each side.
    private const int MostCells = 96, SmallCell = 6;

    /// <summary>An SVG of the places in W of the rows of W_aux; of a large W at places that are evenly apart.</summary>
    /// <param name="q">Q.</param>
    /// <param name="r">R.</param>
    /// <param name="n">n.</param>
    /// <param name="caption">What stands above.</param>
    public static string DrawPlaces(int q, int r, int n, string caption)
    {
        int rows = Math.Min(q, MostCells), columns = Math.Min(r, MostCells), width = Math.Max(2 * Margin + columns * SmallCell, 2 * Margin + 7 * caption.Length), height = Margin + Heading + rows * SmallCell + Margin;
        int m = ReLayout.RowsFor(q, r, n);
        var body = new StringBuilder();
        body.Append(Invariant($"  <text x=\"{Margin}\" y=\"{Margin + 12}\" class=\"caption\">{caption}</text>\n"));
        body.Append(Invariant($"  <text x=\"{Margin}\" y=\"{Margin + 32}\">W, {q}×{r}{(q > rows || r > columns ? Invariant($", at {rows}×{columns} places") : "")}; a colour for each row of W_aux, {m}×{n}</text>\n"));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                long place = (long)column * r / columns * q + (long)row * q / rows;
                Square(body, Margin + column * SmallCell, Margin + Heading + row * SmallCell, (int)(place / n), m, SmallCell);
            }
        }

        return Svg(width, height, body);
    }

    /// <summary>An SVG of some plans of a Q×R matrix, one below the other: W_aux, an arrow, and W in the colours of its rows.</summary>
    public static string Draw(int q, int r, params (int N, string Caption)[] plans)
    {
        var body = new StringBuilder();
        int y = Margin, width = 0;
        foreach (var (n, caption) in plans)
        {
            int m = ReLayout.RowsFor(q, r, n);
            int left = Margin, right = left + n * Cell + Gap, height = Math.Max(m, q) * Cell;
            body.Append(Invariant($"  <text x=\"{Margin}\" y=\"{y + 12}\" class=\"caption\">{caption}</text>\n"));
            body.Append(Invariant($"  <text x=\"{left}\" y=\"{y + 32}\">W_aux, {m}×{n}</text>\n  <text x=\"{right}\" y=\"{y + 32}\">W, {q}×{r}</text>\n"));
            y += Heading;
            for (int j = 0; j < m; j++)
            {
                for (int p = 0; p < n && (long)j * n + p < (long)q * r; p++) Square(body, left + p * Cell, y + j * Cell, j, m);
            }

            body.Append(Invariant($"  <text x=\"{right - Gap / 2 - 8}\" y=\"{y + 14}\" class=\"arrow\">→</text>\n"));

            // The value with the flat index i = c·Q + q of W[q, c] is W_aux[i / n, i mod n].
            for (int c = 0; c < r; c++)
            {
                for (int row = 0; row < q; row++) Square(body, right + c * Cell, y + row * Cell, (c * q + row) / n, m);
            }

            y += height + Margin;
            width = Math.Max(width, Math.Max(right + r * Cell, Margin + 7 * caption.Length) + Margin);
        }

        return Svg(width, y, body);
    }

    private static string Svg(int width, int height, StringBuilder body) => Invariant($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">
              <style>text {"{ fill: #222 }"} .caption {"{ font-weight: bold }"} .arrow {"{ font-size: 20px }"} rect {"{ stroke: #fff }"}</style>
              <rect width="{width}" height="{height}" fill="#fff"/>

            """) + body + "</svg>\n";

    private static void Square(StringBuilder to, int x, int y, int row, int rows, int size = Cell) =>
        to.Append(Invariant($"  <rect x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\" fill=\"hsl({(long)360 * row / rows},60%,{(row % 2 == 0 ? 50 : 68)}%)\"/>\n"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
