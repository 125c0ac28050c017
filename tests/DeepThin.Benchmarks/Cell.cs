using System.Diagnostics;

namespace DeepThin.Benchmarks;

/// <summary>Something to time, over and over, beside others in the same run.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Action">One repetition.</param>
internal sealed record Cell(string Name, Action Action)
{
    private readonly List<double> _microseconds = [];

    /// <summary>The repetitions that a measurement takes.</summary>
    public int Repetitions { get; private set; } = 1;

    /// <summary>The median of the measurements, in microseconds per repetition.</summary>
    public double Median => Quantile(_microseconds, 0.5);

    /// <summary>The median of the ratios to another cell, measurement by measurement.</summary>
    public double Ratio(Cell other) => Quantile([.. _microseconds.Zip(other._microseconds, (mine, its) => its / mine)], 0.5);

    /// <summary>Runs past tiered compilation, and finds how many repetitions take two milliseconds.</summary>
    public void WarmUp()
    {
        var watch = Stopwatch.StartNew();
        int count = 0;
        for (; count < 100 || watch.ElapsedMilliseconds < 300; count++) Action();
        Repetitions = Math.Max(1, (int)(2000 * count / watch.Elapsed.TotalMicroseconds));
    }

    /// <summary>Takes one measurement.</summary>
    public void Measure()
    {
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Repetitions; i++) Action();
        _microseconds.Add(watch.Elapsed.TotalMicroseconds / Repetitions);
    }

    private static double Quantile(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)(share * (sorted.Count - 1))];
    }
}
