using System.Diagnostics;
using DeepThin;
using FashionMnist.Data;

namespace FashionMnist;

/// <summary>How long one prediction takes, and what it allocates. One image at a time, on one thread.</summary>
internal static class Speed
{
    private const int Rounds = 41;
    private const double SecondsPerMeasurement = 0.02;
    private const int AllocationCalls = 10_000;

    /// <summary>The microseconds per image of two networks: the medians of measurements that take turns, so that both meet the same machine.</summary>
    public static (double Microseconds, double DenseMicroseconds) Measure(FashionClassifier model, DenseClassifier dense, FashionData images)
    {
        int repetitions = WarmUp(model, images), denseRepetitions = WarmUp(dense, images);
        var times = new List<double>();
        var denseTimes = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            times.Add(Run(model, images, repetitions) / repetitions);
            denseTimes.Add(Run(dense, images, denseRepetitions) / denseRepetitions);
        }

        return (1e6 * Median(times), 1e6 * Median(denseTimes));
    }

    /// <summary>The bytes that a prediction allocates on the managed heap.</summary>
    public static double AllocatedBytes(FashionClassifier model, FashionData images)
    {
        Run(model, images, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(model, images, AllocationCalls);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / AllocationCalls;
    }

    /// <summary>The middle one of some values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Runs until the compiler has optimised the kernels; says how many predictions make one measurement.</summary>
    private static int WarmUp<TModel>(TModel model, FashionData images)
        where TModel : class, IModel<TModel>
    {
        const int First = 1000;
        double seconds = 0;
        for (int i = 0; i < 5; i++)
        {
            seconds = Run(model, images, First);
            Thread.Sleep(50);
        }

        return Math.Max(1, (int)(SecondsPerMeasurement * First / seconds));
    }

    private static double Run<TModel>(TModel model, FashionData images, int repetitions)
        where TModel : class, IModel<TModel>
    {
        Span<float> scores = stackalloc float[FashionData.Classes.Count];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++) model.Forward(images.Image(i % images.Count), scores);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
