using System.Diagnostics;

namespace DeepThin.Benchmarks;

/// <summary>Something to time, over and over, beside others in the same run.</summary>
/// <param name="name">What it is called in the tables.</param>
/// <param name="run">Runs it so often, and gives the microseconds that all repetitions took.</param>
internal sealed class Contender(string name, Func<int, double> run)
{
    /// <summary>What a measurement lasts at least, in microseconds, among contenders that read as much memory as each other.</summary>
    public const double ShortSlice = 1500;

    /// <summary>
    /// What a measurement lasts at least among contenders of which some fill the caches and some do not: each has the time to bring its own data in, and
    /// to be measured where that lies from then on.
    /// </summary>
    public const double LongSlice = 20_000;

    /// <summary>The calls after which the JIT compiles a method anew.</summary>
    private const int CallsOfTier = 32;

    private readonly List<double> _microseconds = [];
    private int _repetitions = 1;

    /// <summary>Something that runs in this process.</summary>
    /// <param name="name">What it is called in the tables.</param>
    /// <param name="action">One repetition.</param>
    public Contender(string name, Action action)
        : this(name, repetitions => Time(action, repetitions))
    {
    }

    /// <summary>What it is called in the tables.</summary>
    public string Name { get; } = name;

    /// <summary>The median of the measurements, in microseconds per repetition.</summary>
    public double Median => Quantile(_microseconds, 0.5);

    /// <summary>The shortest measurement, in microseconds per repetition.</summary>
    public double Best => _microseconds.Min();

    /// <summary>How many times faster it is than another: the median of the ratios, measurement by measurement.</summary>
    public double RatioTo(Contender other) => Quantile([.. _microseconds.Zip(other._microseconds, (mine, its) => its / mine)], 0.5);

    /// <summary>Runs it so often that the JIT takes the next step with it, and finds how many repetitions a measurement takes.</summary>
    /// <param name="slice">What a measurement lasts, in microseconds, unless one repetition is longer.</param>
    public void WarmUp(double slice)
    {
        var watch = Stopwatch.StartNew();
        int count = 0;
        for (; count < CallsOfTier || watch.Elapsed.TotalMicroseconds < 2 * ShortSlice; count++) run(1);
        _repetitions = Math.Max(1, (int)(slice * count / watch.Elapsed.TotalMicroseconds));
    }

    /// <summary>Takes one measurement, after one repetition that brings its data into the caches.</summary>
    public void Measure()
    {
        run(1);
        _microseconds.Add(run(_repetitions) / _repetitions);
    }

    /// <summary>Runs it once.</summary>
    public void Run() => run(1);

    private static double Time(Action action, int repetitions)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++) action();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static double Quantile(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)(share * (sorted.Count - 1))];
    }
}
