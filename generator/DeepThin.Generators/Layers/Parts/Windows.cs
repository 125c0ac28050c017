using System.Linq;
using DeepThin.Generators.Emitting;
using DeepThin.Planning;

namespace DeepThin.Generators.Layers.Parts;

/// <summary>Writes windows.</summary>
internal static class Windows
{
    /// <summary>Whether there are zeros around the input.</summary>
    public static bool IsPadded(SlidingWindow window) => (window.Rows.Before, window.Rows.After, window.Columns.Before, window.Columns.After) != (0, 0, 0, 0);

    /// <summary>A window in words.</summary>
    public static string Describe(SlidingWindow window)
    {
        var (rows, columns) = (window.Rows, window.Columns);
        bool isSeries = rows is { Length: 1, Kernel: 1 };
        string text = "Window " + Pair(rows.Kernel, columns.Kernel);
        if (rows.Stride != 1 || columns.Stride != 1) text += $", strides {Pair(rows.Stride, columns.Stride)}";
        if (rows.Dilation != 1 || columns.Dilation != 1) text += $", dilations {Pair(rows.Dilation, columns.Dilation)}";
        if (!IsPadded(window)) return text + ".";
        return text + (isSeries
            ? $", {Numbers.Text(columns.Before)} zeros before and {Numbers.Text(columns.After)} behind."
            : $", zeros {Numbers.Text(rows.Before)} above, {Numbers.Text(rows.After)} below, {Numbers.Text(columns.Before)} to the left, {Numbers.Text(columns.After)} to the right.");

        string Pair(int row, int column) => isSeries ? Numbers.Text(column) : $"{Numbers.Text(row)}×{Numbers.Text(column)}";
    }

    /// <summary>Writes a window as a property of the class of a layer.</summary>
    public static void Emit(SourceWriter writer, SlidingWindow window) => writer.Write($"""
        // Channels; of rows and of columns length, kernel, stride, dilation, zeros before and behind.
        private static SlidingWindow Window => new({window.Channels}, {Text(window.Rows)}, {Text(window.Columns)});
        """);

    private static string Text(WindowAxis axis) =>
        $"new({string.Join(", ", new[] { axis.Length, axis.Kernel, axis.Stride, axis.Dilation, axis.Before, axis.After }.Select(number => SourceWriter.Literal(number)))})";
}
