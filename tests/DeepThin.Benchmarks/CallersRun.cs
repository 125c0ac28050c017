using System.Diagnostics;
using DeepThin.Benchmarks.Models;

namespace DeepThin.Benchmarks;

/// <summary>One model object that several threads call at once, each for its own sample: what all get done in a second.</summary>
internal static class CallersRun
{
    private const int Rounds = 7;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(300);

    /// <summary>Measures and prints.</summary>
    public static void Run()
    {
        int[] threads = Threads(Environment.ProcessorCount);
        Console.WriteLine($"""
            784-1024-1024-10, the large layers at 3 %: one model object, and threads that predict one sample after the other. {Environment.ProcessorCount} processors;
            medians of {Rounds} rounds of {Slice.TotalMilliseconds} ms. Times one thread: the median of the ratios in the same round.

            """);
        Console.Write(MarkdownTable.Of(
            ["network", "threads", "predictions/s", "times one thread", "µs each", "bytes allocated"],
            [.. Rows<WideNetwork>("wide", threads), .. Rows<TallNetwork>("tall", threads)]));
    }

    /// <summary>1, 2, 4, … and at last twice the processors.</summary>
    private static int[] Threads(int processors)
    {
        List<int> threads = [];
        for (int count = 1; count < 2 * processors; count *= 2) threads.Add(count);
        return [.. threads, 2 * processors];
    }

    private static IEnumerable<string[]> Rows<TModel>(string name, int[] threads)
        where TModel : class, IModel<TModel>
    {
        var model = TModel.Create(1);
        var rounds = new Measurement[Rounds][];
        foreach (int count in threads) Measure(model, count);
        for (int i = 0; i < Rounds; i++)
        {
            ProgressLine.Show($"{name}: round {i + 1} of {Rounds}");
            rounds[i] = [.. threads.Select(count => Measure(model, count))];
        }

        ProgressLine.Clear();
        for (int i = 0; i < threads.Length; i++)
        {
            double perSecond = Median(rounds.Select(round => round[i].PerSecond));
            yield return
            [
                name,
                $"{threads[i]}",
                $"{perSecond:0}",
                $"{Median(rounds.Select(round => round[i].PerSecond / round[0].PerSecond)):0.00}",
                $"{threads[i] / perSecond * 1e6:0.00}",
                $"{rounds.Max(round => round[i].Allocated)}",
            ];
        }
    }

    private static Measurement Measure<TModel>(TModel model, int count)
        where TModel : class, IModel<TModel>
    {
        using var start = new Barrier(count + 1);
        bool ends = false;
        long predictions = 0, allocated = 0;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() => Call(number)))];
        Array.ForEach(threads, thread => thread.Start());
        start.SignalAndWait();
        long begin = Stopwatch.GetTimestamp();
        Thread.Sleep(Slice);
        Volatile.Write(ref ends, true);
        Array.ForEach(threads, thread => thread.Join());
        return new(predictions / Stopwatch.GetElapsedTime(begin).TotalSeconds, allocated);

        void Call(int number)
        {
            var sample = Samples.RandomBuffer(TModel.InputLength, 1, seed: number);
            float[] output = new float[TModel.OutputLength];
            model.Forward(sample.Span, output);
            start.SignalAndWait();
            long before = GC.GetAllocatedBytesForCurrentThread(), mine = 0;
            for (; !Volatile.Read(ref ends); mine++) model.Forward(sample.Span, output);
            Interlocked.Add(ref allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            Interlocked.Add(ref predictions, mine);
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Measurement(double PerSecond, long Allocated);
}
