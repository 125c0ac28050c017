using System.Globalization;
using System.Text;
using DeepThin.Planning;

namespace DeepThin.Tests.Planning;

/// <summary>Draws where the rows of W_aux land in W, from the index map itself.</summary>
internal static class ReLayoutPicture
{
    private const int Cell = 14, Gap = 60, Margin = 20, Heading = 44;

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

        return Invariant($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y}" viewBox="0 0 {width} {y}" font-family="sans-serif" font-size="12">
              <style>text {"{ fill: #222 }"} .caption {"{ font-weight: bold }"} .arrow {"{ font-size: 20px }"} rect {"{ stroke: #fff }"}</style>
              <rect width="{width}" height="{y}" fill="#fff"/>

            """) + body + "</svg>\n";
    }

    private static void Square(StringBuilder to, int x, int y, int row, int rows) =>
        to.Append(Invariant($"  <rect x=\"{x}\" y=\"{y}\" width=\"{Cell}\" height=\"{Cell}\" fill=\"hsl({360 * row / rows},60%,{(row % 2 == 0 ? 50 : 68)}%)\"/>\n"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
