using System.Globalization;
using DeepThin.Benchmarks.Machine;

namespace DeepThin.Benchmarks;

/// <summary>The times of the generated kernels alone, as a process of its own prints them for another.</summary>
/// <param name="Width">The bits of the vectors.</param>
/// <param name="Microseconds">The medians by cell.</param>
internal sealed record CellTimes(int Width, IReadOnlyDictionary<string, double> Microseconds)
{
    private const int Rounds = 31;

    /// <summary>Measures the cells.</summary>
    public static CellTimes Measure(IReadOnlyList<Cell> cells)
    {
        var contenders = cells.ToDictionary(cell => cell, Contender);
        Interleaved.Measure("kernels", Rounds, [.. contenders.Values]);
        return new(Limits.Width, contenders.ToDictionary(pair => NameOf(pair.Key), pair => pair.Value.Median));
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static CellTimes Parse(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var times = lines.Skip(1).Select(line => line.Split('\t')).ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
        return new(int.Parse(lines[0], CultureInfo.InvariantCulture), times);
    }

    /// <summary>What stands for a cell.</summary>
    public static string NameOf(Cell cell) => $"{cell.Name}/{cell.Batch}";

    /// <summary>The width, then a line a cell: its name, a tab, and the microseconds.</summary>
    public override string ToString() =>
        string.Join('\n', [$"{Width}", .. Microseconds.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}\t{pair.Value:0.0000}"))]);

    private static Contender Contender(Cell cell)
    {
        var samples = new Samples(cell.Layer.Inputs, cell.Layer.Outputs, cell.Batch);
        return new(cell.Name, () => cell.Model.Forward(samples));
    }
}
