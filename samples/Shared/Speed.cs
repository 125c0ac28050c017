using System.Diagnostics;

namespace DeepThin.Samples;

/// <summary>How long one prediction takes, and what it allocates. One sample at a time, on one thread.</summary>
internal static class Speed
{
    private const int Rounds = 41;
    private const double SecondsPerMeasurement = 0.02;
    private const int AllocationCalls = 10_000;

    /// <summary>The microseconds per sample of two networks: the medians of measurements that take turns, so that both meet the same machine.</summary>
    /// <param name="model">A network.</param>
    /// <param name="dense">The same network uncompressed.</param>
    /// <param name="samples">Some samples one after the other.</param>
    public static (double Microseconds, double DenseMicroseconds) Measure<TModel, TDense>(TModel model, TDense dense, ReadOnlySpan<float> samples)
        where TModel : class, IModel<TModel>
        where TDense : class, IModel<TDense>
    {
        int repetitions = WarmUp(model, samples), denseRepetitions = WarmUp(dense, samples);
        var times = new List<double>();
        var denseTimes = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            times.Add(Run(model, samples, repetitions) / repetitions);
            denseTimes.Add(Run(dense, samples, denseRepetitions) / denseRepetitions);
        }

        return (1e6 * Median(times), 1e6 * Median(denseTimes));
    }

    /// <summary>The bytes that a prediction allocates on the managed heap.</summary>
    /// <param name="model">A network.</param>
    /// <param name="samples">Some samples one after the other.</param>
    public static double AllocatedBytes<TModel>(TModel model, ReadOnlySpan<float> samples)
        where TModel : class, IModel<TModel>
    {
        Run(model, samples, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(model, samples, AllocationCalls);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / AllocationCalls;
    }

    /// <summary>The middle one of some values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Runs until the compiler has optimised the kernels; says how many predictions make one measurement.</summary>
    private static int WarmUp<TModel>(TModel model, ReadOnlySpan<float> samples)
        where TModel : class, IModel<TModel>
    {
        const int First = 1000;
        double seconds = 0;
        for (int i = 0; i < 5; i++)
        {
            seconds = Run(model, samples, First);
            Thread.Sleep(50);
        }

        return Math.Max(1, (int)(SecondsPerMeasurement * First / seconds));
    }

    private static double Run<TModel>(TModel model, ReadOnlySpan<float> samples, int repetitions)
        where TModel : class, IModel<TModel>
    {
        Span<float> scores = stackalloc float[TModel.OutputLength];
        int count = samples.Length / TModel.InputLength;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++) model.Forward(samples.Slice(i % count * TModel.InputLength, TModel.InputLength), scores);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
