using DeepThin.Runtime;

namespace DeepThin.Tests.Runtime;

/// <summary>How a batch is cut and shared, seen by a network that keeps account.</summary>
public sealed class BatchTests
{
    private const int Inputs = 3;
    private const int Outputs = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(-1)]
    public void Every_sample_is_predicted_once_and_in_its_place(int threads)
    {
        foreach (int count in (int[])[0, 1, 63, 64, 65, 200, 1000])
        {
            var account = new Account();
            float[] outputs = Run(account, count, threads);
            Assert.Equal(Enumerable.Range(0, count).SelectMany(i => (float[])[2 * i, 2 * i + 1]), outputs);
            Assert.Equal([.. Enumerable.Repeat(64, count / 64), .. count % 64 > 0 ? [count % 64] : Array.Empty<int>()], account.Panels.OrderDescending());
        }
    }

    [Theory]
    [InlineData(64, 8)]
    [InlineData(1, -1)]
    [InlineData(1000, 1)]
    public void What_one_thread_does_is_done_on_the_callers_and_allocates_nothing(int count, int threads)
    {
        var account = new Account();
        Run(account, count, threads);
        Assert.Equal([Environment.CurrentManagedThreadId], account.Threads.Distinct());

        float[] inputs = new float[count * Inputs], outputs = new float[count * Outputs];
        Batch.Run(new Silent(), inputs, outputs, count, Inputs, Outputs, threads);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Batch.Run(new Silent(), inputs, outputs, count, Inputs, Outputs, threads);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Threads_work_at_the_same_time()
    {
        // Two panels wait for each other; alone, the first would wait in vain.
        using var both = new Barrier(2);
        Run(new Account { OnPanel = () => Assert.True(both.SignalAndWait(TimeSpan.FromMinutes(1))) }, 128, 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_more_threads_than_asked_work_at_once(int threads)
    {
        // Enough threads are at hand to be too many.
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 8), ports);
        int working = 0, most = 0;
        Run(
            new Account
            {
                OnPanel = () =>
                {
                    int now = Interlocked.Increment(ref working);
                    for (int seen = most; now > seen; seen = most) Interlocked.CompareExchange(ref most, now, seen);
                    Thread.Sleep(1);
                    Interlocked.Decrement(ref working);
                },
            },
            64 * 40,
            threads);
        Assert.InRange(most, 1, threads);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_surfaces_as_itself(int threads)
    {
        var thrown = new InvalidOperationException("a panel");
        var caught = Assert.Throws<InvalidOperationException>(() => Run(new Account { OnPanel = () => throw thrown }, 1000, threads));
        Assert.Equal("a panel", caught.Message);
        Assert.Contains(nameof(Counting.RunSome), caught.StackTrace, StringComparison.Ordinal);
    }

    private static float[] Run(Account account, int count, int threads)
    {
        float[] inputs = [.. Enumerable.Range(0, count * Inputs).Select(i => (float)i)], outputs = new float[count * Outputs];
        Batch.Run(new Counting(account), inputs, outputs, count, Inputs, Outputs, threads);
        return outputs;
    }

    private sealed class Account
    {
        public List<int> Panels { get; } = [];

        public List<int> Threads { get; } = [];

        public Action? OnPanel { get; init; }
    }

    /// <summary>Sample i, which begins with 3·i, gives 2·i and 2·i + 1; what was there before is added, so that a second prediction shows.</summary>
    private readonly struct Counting(Account account) : IBatchNetwork
    {
        public void RunSome(ReadOnlySpan<float> inputs, Span<float> outputs, int samples)
        {
            lock (account.Panels)
            {
                account.Panels.Add(samples);
                account.Threads.Add(Environment.CurrentManagedThreadId);
            }

            account.OnPanel?.Invoke();
            Assert.Equal((samples * Inputs, samples * Outputs), (inputs.Length, outputs.Length));
            for (int i = 0; i < outputs.Length; i++) outputs[i] += 2 * inputs[i / 2 * Inputs] / 3 + i % 2;
        }
    }

    private readonly struct Silent : IBatchNetwork
    {
        public void RunSome(ReadOnlySpan<float> inputs, Span<float> outputs, int samples) => outputs.Clear();
    }
}
